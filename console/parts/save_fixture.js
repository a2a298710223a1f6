// Keeps the payload of an event as a fixture of the mock, until its next reset, or as a file to put beside the others.
import { pathOf } from '../base/api.js';
import { h, patch } from '../base/h.js';
import { store } from '../base/store.js';
import { act } from './act.js';
import { callBox } from './call_box.js';

/** @param {string} event @param {string} name @param {any} payload @returns {import('../base/api.js').Call} */
const callFor = (event, name, payload) => ({
  method: 'PUT',
  path: `${pathOf('events', event, 'fixtures', name)}?contract=skip`,
  body: payload,
});

/** @param {string} name @param {any} payload */
function download(name, payload) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(payload, null, 2)}\n`], { type: 'application/json' }));
  link.download = `${name}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {{event: string, seq: number, data: any, args?: any[]}} emission */
export function saveFixture({ event, seq, data, args }) {
  const payload = args ? { args } : data;
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'save-title');
  dialog.onclose = () => dialog.remove();
  let name = `from-${seq}`;

  /** @param {Event} submitted */
  const save = async (submitted) => {
    submitted.preventDefault();
    const answer = await act(callFor(event, name, payload), `${name} is a fixture of ${event} until the next reset`);
    store.refresh('events');
    if (answer.ok) dialog.close();
  };
  const draw = () =>
    patch(dialog, [
      h('h2', { id: 'save-title' }, 'Save as a fixture of ', h('bdi', event)),
      h(
        'form',
        { onsubmit: save },
        h(
          'label',
          'Name',
          h('input', {
            type: 'text',
            required: true,
            autocomplete: 'off',
            '.value': name,
            oninput: (/** @type {any} */ typed) => {
              name = typed.target.value;
              draw();
            },
          }),
        ),
        callBox(callFor(event, name, payload)),
        h(
          'p',
          { class: 'buttons' },
          h('button', { class: 'primary' }, 'Save'),
          h('button', { type: 'button', onclick: () => download(name, payload) }, 'Download the file'),
          h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
        ),
      ),
    ]);
  draw();
  document.body.append(dialog);
  dialog.showModal();
}
