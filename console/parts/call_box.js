// The call of an action, as text, and copied as code.
import { forms } from '../base/copy.js';
import { h } from '../base/h.js';
import { say } from './notice.js';

/** @typedef {import('../base/api.js').Call} Call */

const shown_length = 600;

/** @param {string} text @param {string} what */
export async function copyText(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
  say(`Copied: ${what}`);
}

// Browsers give a page no clipboard if it is from another machine without TLS.
/** @param {string} text */
function copyBySelection(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offstage';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** @param {Call} call @param {string} [subject] the buttons' subject, if there are several */
export function copyButtons(call, subject = '') {
  return h(
    'div',
    { class: 'copies', role: 'group', 'aria-label': `Copy ${subject || `${call.method} ${call.path}`} as` },
    h('span', { class: 'muted' }, 'Copy as'),
    forms.map(([name, write]) => {
      const code = () => write(call);
      return h(
        'button',
        {
          type: 'button',
          class: 'small',
          'data-form': name,
          disabled: name === 'Scenario step' && code() === undefined,
          title:
            name === 'Scenario step' && code() === undefined ? 'No step of a scenario does this' : `Copy as ${name}`,
          onclick: () => void copyText(code() ?? '', name),
        },
        name,
      );
    }),
  );
}

/** @param {Call} call */
export function callBox(call) {
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  return h(
    'section',
    { class: 'call', 'aria-label': 'The call' },
    h(
      'code',
      h('b', call.method),
      ' ',
      h('bdi', call.path),
      body && ' ',
      body && h('bdi', { class: 'muted' }, body.length > shown_length ? `${body.slice(0, shown_length)}…` : body),
    ),
    copyButtons(call),
  );
}
