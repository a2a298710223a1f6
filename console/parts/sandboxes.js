// A switch for the mock's sandboxes: shows the current one, opens another, and adds or removes one.
import { ask, base, pathOf } from '../base/api.js';
import { h } from '../base/h.js';
import { sandbox, store } from '../base/store.js';
import { reasonOf, say } from './notice.js';

/** @param {any} one */
function labelOf({ name, clients, age_ms }) {
  const minutes = Math.floor((age_ms ?? 0) / 60_000);
  const age = name === 'default' ? '' : ` · ${minutes} min`;
  return `${name} · ${clients} ${clients === 1 ? 'client' : 'clients'}${age}`;
}

export function sandboxSwitch() {
  const all = /** @type {any[] | undefined} */ (store.known.sandboxes);
  if (!all) return null;
  const here = sandbox.name;
  const known = all.some(({ name }) => name === here) ? all : [{ name: here, clients: 0 }, ...all];
  const options = known.map((one) => h('option', { value: `=${one.name}`, selected: one.name === here }, labelOf(one)));
  return h(
    'label',
    { class: 'sandbox' },
    h('span', { class: 'muted' }, 'Sandbox'),
    h(
      'select',
      {
        id: 'sandbox',
        '.value': `=${here}`,
        onfocus: () => store.refresh('sandboxes'),
        onchange: (/** @type {any} */ event) => void choose(event.target),
      },
      options,
      h('option', { value: '+' }, 'New sandbox'),
      here !== 'default' && h('option', { value: '-' }, `End ${here}`),
    ),
  );
}

/** @param {HTMLSelectElement} select */
async function choose(select) {
  const choice = select.value;
  select.value = `=${sandbox.name}`;
  if (choice.startsWith('=')) return open(choice.slice(1));
  const call =
    choice === '+'
      ? { method: 'POST', path: sandbox.all, body: {} }
      : { method: 'DELETE', path: sandbox.all + pathOf(sandbox.name) };
  const answer = await ask(call);
  if (!answer.ok) return say(reasonOf(answer), true);
  return open(choice === '+' ? answer.body.name : 'default');
}

/** @param {string} name */
function open(name) {
  const view = name === 'default' ? 'ui/' : `sandboxes/${encodeURIComponent(name)}/ui/`;
  location.href = new URL(view, new URL('.', new URL(sandbox.all, base))).href + location.hash;
}
