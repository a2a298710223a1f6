// The keyboard shortcuts. A key that types a character types it while a field has the focus.
import { h, patch } from '../base/h.js';
import { go } from '../base/route.js';
import { openPalette } from './palette.js';

/** @type {[string, string][]} */
const keys = [
  ['Ctrl K', 'Go to anything'],
  ['/', 'Filter'],
  ['Space', 'Pause the timeline, or go on'],
  ['↑ ↓', 'Move in the journal; with Shift, select'],
  ['Enter', 'Go to the entry’s details'],
  ['s', 'Send the chosen entry again'],
  ['Ctrl Enter', 'Send the event'],
  ['Escape', 'Close'],
  ['1 … 7', 'The views, in order'],
  ['?', 'These keys'],
];

const names = ['timeline', 'send', 'connections', 'faults', 'scenarios', 'clock', 'contracts'];

/** @param {EventTarget | null} target */
const isTyped = (target) =>
  target instanceof Element && target.matches('input:not([type=radio], [type=checkbox]), textarea, select');

/** @param {KeyboardEvent} event */
export function handleKeys(event) {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.key.toLowerCase() === 'k') return done(event, openPalette);
  if (isCommand && event.key === 'Enter')
    return done(event, () => /** @type {any} */ (document.querySelector('send-view'))?.send());
  if (isCommand || event.altKey || document.querySelector('dialog[open]')) return undefined;
  if (event.key === 'Escape') return closeDetails(event);
  if (isTyped(event.target)) return undefined;
  return handlePlain(event);
}

/** @param {KeyboardEvent} event */
function handlePlain(event) {
  const timeline = /** @type {any} */ (document.querySelector('timeline-view'));
  const view = names[Number(event.key) - 1];
  if (event.key === '/')
    return done(event, () => /** @type {HTMLElement | null} */ (document.querySelector('#filter'))?.focus());
  if (event.key === '?') return done(event, openKeys);
  if (view) return done(event, () => go(view));
  if (event.key === 's')
    return done(event, () => /** @type {any} */ (document.querySelector('entry-details'))?.sendAgain());
  const isButton = event.target instanceof Element && event.target.closest('button, a, summary, label');
  if (event.key === ' ' && timeline && !isButton) return done(event, () => timeline.togglePause());
  return undefined;
}

/** @param {KeyboardEvent} event */
function closeDetails(event) {
  const close = /** @type {HTMLElement | null} */ (document.querySelector('entry-details header button'));
  if (close) done(event, () => close.click());
  else if (event.target instanceof HTMLElement && isTyped(event.target)) event.target.blur();
}

/** @param {KeyboardEvent} event @param {() => void} action */
function done(event, action) {
  event.preventDefault();
  action();
}

export function openKeys() {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'keys-title');
  dialog.onclose = () => dialog.remove();
  patch(dialog, [
    h('h2', { id: 'keys-title' }, 'Keys'),
    h(
      'table',
      h(
        'tbody',
        keys.map(([key, does]) => h('tr', h('th', { scope: 'row' }, h('kbd', key)), h('td', does))),
      ),
    ),
    h(
      'p',
      { class: 'buttons' },
      h('button', { type: 'button', class: 'primary', autofocus: true, onclick: () => dialog.close() }, 'Close'),
    ),
  ]);
  document.body.append(dialog);
  dialog.showModal();
}
