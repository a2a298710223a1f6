// Finds everything by name: views, events, fixtures, users, scenarios, faults, and frequent actions.
import { pathOf } from '../base/api.js';
import { wordFor } from '../base/filter.js';
import { h, patch } from '../base/h.js';
import { go, views } from '../base/route.js';
import { store } from '../base/store.js';
import { act } from './act.js';
import { testClient } from './test_client.js';

const shown_max = 12;

/** @type {Record<string, number>} */
const steps = { ArrowDown: 1, ArrowUp: -1 };

const field = {
  type: 'text',
  role: 'combobox',
  'aria-label': 'Go to',
  'aria-expanded': 'true',
  'aria-controls': 'palette-list',
  placeholder: 'A view, an event, a user, a scenario …',
  autocomplete: 'off',
};

/** @typedef {{kind: string, name: string, run: () => void}} Command */

/** @returns {Command[]} */
function actions() {
  const { faults = [], clock } = store.known;
  return [
    testClient.state === 'closed'
      ? { kind: 'Do', name: 'Connect a test client', run: () => testClient.open() }
      : { kind: 'Do', name: 'Disconnect the test client', run: () => testClient.close() },
    {
      kind: 'Do',
      name: 'Reset the mock',
      run: () => void act({ method: 'POST', path: '/reset' }, 'The mock is as after its start'),
    },
    clock?.mode === 'manual'
      ? {
          kind: 'Do',
          name: 'Let the clock run',
          run: () => void act({ method: 'PUT', path: '/clock', body: { mode: 'real' } }, 'The clock runs'),
        }
      : {
          kind: 'Do',
          name: 'Hold the clock',
          run: () => void act({ method: 'PUT', path: '/clock', body: { mode: 'manual' } }, 'The clock is held'),
        },
    ...(faults.length > 0
      ? [
          {
            kind: 'Do',
            name: 'Clear all faults',
            run: () => void act({ method: 'DELETE', path: '/faults' }, 'All faults are removed'),
          },
        ]
      : []),
  ];
}

/** @returns {Command[]} */
function commands() {
  const { connections = [], events = [], scenarios = [], faults = [] } = store.known;
  const users = [...new Set(/** @type {any[]} */ (connections).map(({ user }) => user))];
  return [
    ...views.map((view) => ({ kind: 'View', name: view, run: () => go(view) })),
    ...actions(),
    ...users.flatMap((user) => [
      { kind: 'User', name: `${user} on the timeline`, run: () => go('timeline', { q: wordFor('user', user) }) },
      { kind: 'User', name: `Send to ${user}`, run: () => go('send', { user }) },
    ]),
    .../** @type {any[]} */ (events).flatMap(({ event, fixtures }) => [
      { kind: 'Event', name: `Send ${event}`, run: () => go('send', { event }) },
      { kind: 'Contract', name: event, run: () => go('contracts', { event }) },
      .../** @type {string[]} */ (fixtures).map((fixture) => ({
        kind: 'Fixture',
        name: `Send ${event} ${fixture}`,
        run: () => go('send', { event, fixture }),
      })),
    ]),
    .../** @type {any[]} */ (scenarios).map(({ name }) => ({
      kind: 'Scenario',
      name,
      run: () => go('scenarios', { name }),
    })),
    .../** @type {any[]} */ (faults).map(({ name }) => ({
      kind: 'Fault',
      name: `Remove ${name}`,
      run: () => void act({ method: 'DELETE', path: pathOf('faults', name) }, `${name} is removed`),
    })),
  ];
}

/** @param {string} text @param {Command[]} all */
function found(text, all) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return all
    .filter(({ kind, name }) => words.every((word) => `${kind} ${name}`.toLowerCase().includes(word)))
    .slice(0, shown_max);
}

/** @param {Command[]} list @param {number} chosen @param {(command: Command) => void} run */
function listOf(list, chosen, run) {
  return h(
    'ul',
    { id: 'palette-list', role: 'listbox', 'aria-label': 'Found' },
    list.map((command, index) =>
      h(
        'li',
        {
          id: `command-${index}`,
          role: 'option',
          'aria-selected': String(index === chosen),
          onclick: () => run(command),
        },
        h('span', { class: 'muted' }, command.kind),
        ' ',
        h('bdi', command.name),
      ),
    ),
  );
}

export function openPalette() {
  if (document.querySelector('dialog[open]')) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'palette';
  dialog.setAttribute('aria-label', 'Go to');
  let [text, chosen] = ['', 0];

  /** @param {Command | undefined} command */
  const run = (command) => {
    dialog.close();
    command?.run();
  };
  /** @param {KeyboardEvent} event @param {Command[]} list */
  const press = (event, list) => {
    if (event.key !== 'Enter' && !(event.key in steps)) return;
    if (event.key === 'Enter') run(list[chosen]);
    else chosen = Math.max(0, Math.min(chosen + (steps[event.key] ?? 0), list.length - 1));
    event.preventDefault();
    if (dialog.open) draw();
  };
  const draw = () => {
    const list = found(text, commands());
    patch(dialog, [
      h('input', {
        ...field,
        'aria-activedescendant': list[chosen] ? `command-${chosen}` : undefined,
        '.value': text,
        oninput: (/** @type {any} */ event) => {
          [text, chosen] = [event.target.value, 0];
          draw();
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => press(event, list),
      }),
      list.length === 0
        ? h('p', { class: 'muted', id: 'palette-list' }, 'Nothing has that name.')
        : listOf(list, chosen, run),
    ]);
  };
  const unsubscribe = store.subscribe(() => draw());
  dialog.onclose = () => {
    unsubscribe();
    dialog.remove();
  };
  draw();
  document.body.append(dialog);
  dialog.showModal();
  /** @type {HTMLElement} */ (dialog.querySelector('input')).focus();
}
