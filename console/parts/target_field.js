// A field for a target: its kinds, and the names of its current recipients.
import { h } from '../base/h.js';
import { store } from '../base/store.js';
import { recipientsOf } from '../base/targets.js';

const named_max = 12;

/** @typedef {{kind: string, text: string}} Choice */

/** @type {[string, string, string][]} */
const targetKinds = [
  ['all', 'Everyone', ''],
  ['user', 'User', 'alice, bob'],
  ['group', 'Group', '7'],
  ['sid', 'Connection', 'its sid'],
  ['claims', 'Claims', '{"role": "admin"}'],
];

/**
 * @param {Choice} choice
 * @returns {Record<string, any> | undefined} as calls take it; undefined while it is not complete
 */
export function targetOf({ kind, text }) {
  if (kind === 'all') return { all: true };
  if (text.trim() === '') return undefined;
  if (kind === 'claims') {
    try {
      const claims = JSON.parse(text);
      return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? { claims } : undefined;
    } catch {
      return undefined;
    }
  }
  if (kind === 'group') return { group: text.trim() };
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return { [kind]: names.length === 1 ? names[0] : names };
}

/** @param {string} kind @returns {string[]} */
function known(kind) {
  const connections = /** @type {any[]} */ (store.known.connections ?? []);
  if (kind === 'user') return [...new Set(connections.map(({ user }) => user))];
  if (kind === 'sid') return connections.map(({ sid }) => sid);
  if (kind === 'group') return Object.keys(groupsById());
  return [];
}

function groupsById() {
  const groups = store.known.groups ?? [];
  return Array.isArray(groups) ? Object.fromEntries(groups.map((group) => [group.id, group.members])) : groups;
}

/** @param {Choice} choice @param {(change: Partial<Choice>) => void} changed the changed parts */
export function targetField(choice, changed) {
  const { kind, text } = choice;
  const [, label = '', example = ''] = targetKinds.find(([name]) => name === kind) ?? [];
  return h(
    'fieldset',
    { class: 'target' },
    h('legend', 'Target'),
    h(
      'div',
      { class: 'choices' },
      targetKinds.map(([name, title]) =>
        h(
          'label',
          { class: 'choice' },
          h('input', {
            type: 'radio',
            name: 'target',
            value: name,
            '.checked': name === kind,
            onchange: () => changed({ kind: name, text: '' }),
          }),
          title,
        ),
      ),
    ),
    kind !== 'all' &&
      h('input', {
        id: 'target-text',
        type: 'text',
        'aria-label': label,
        placeholder: example,
        list: 'target-names',
        autocomplete: 'off',
        '.value': text,
        oninput: (/** @type {any} */ event) => changed({ text: event.target.value }),
      }),
    h(
      'datalist',
      { id: 'target-names' },
      known(kind)
        .slice(0, 100)
        .map((name) => h('option', { value: name })),
    ),
    recipientsNow(choice),
  );
}

/** @param {Choice} choice */
function recipientsNow(choice) {
  const target = targetOf(choice);
  if (!target) return h('p', { class: 'muted recipients' }, 'Choose the recipients.');
  const recipients = recipientsOf(target, store.known.connections ?? []);
  if (recipients.length === 0) return h('p', { class: 'recipients none' }, 'No connected client would get it.');
  const users = [...new Set(recipients.map(({ user }) => user))];
  return h(
    'p',
    { class: 'recipients', 'aria-live': 'polite' },
    h('b', recipients.length === 1 ? '1 connection' : `${recipients.length} connections`),
    ' would get it: ',
    users.slice(0, named_max).map((user, index) => [index > 0 && ', ', h('bdi', user)]),
    users.length > named_max && ` and ${users.length - named_max} more`,
  );
}
