// A fault in the fields of a form.
import { h } from '../base/h.js';
import { store } from '../base/store.js';

/** @typedef {'name' | 'does' | 'event' | 'user' | 'when' | 'number' | 'value' | 'ttl_ms'} Field */
/** @typedef {Record<Field, string>} Form */

/** Each fault: its effect, and its own field. */
const faultKinds = /** @type {Record<string, {effect: string, field?: [string, string, string]}>} */ ({
  drop: { effect: 'the event never leaves' },
  delay: { effect: 'the event leaves later', field: ['ms', 'By (ms)', '500'] },
  duplicate: { effect: 'the event arrives more than once', field: ['copies', 'Copies', '2'] },
  reorder: { effect: 'the next event overtakes it' },
  truncate: { effect: 'the end of the event is missing', field: ['bytes', 'Bytes left', ''] },
  corrupt: { effect: 'one byte of the event is wrong', field: ['at', 'Which byte', ''] },
  disconnect: { effect: 'the recipient is disconnected', field: ['as', 'As', 'transport_close'] },
  slow: { effect: 'the line is slow', field: ['bytes_per_second', 'Bytes a second', '2000'] },
  drop_ack: { effect: 'the acknowledgement never leaves' },
  delay_ack: { effect: 'the acknowledgement leaves later', field: ['ms', 'By (ms)', '500'] },
  duplicate_ack: { effect: 'the acknowledgement arrives more than once', field: ['copies', 'Copies', '2'] },
  refuse_connections: { effect: 'no new connection' },
  refuse_upgrade: { effect: 'no WebSocket after polling' },
  swallow_probe: { effect: 'the upgrade gets no answer' },
  no_ping: { effect: 'no ping by the server (Engine.IO 4)' },
  no_pong: { effect: 'no answer to pings (Engine.IO 3)' },
});

const strikes_events = new Set([
  'drop', 'delay', 'duplicate', 'reorder', 'truncate', 'corrupt', 'disconnect', 'slow', 'drop_ack', 'delay_ack',
  'duplicate_ack',
]);

/** @returns {Form} */
export const newFault = () => ({
  name: 'my-fault',
  does: 'drop',
  event: '',
  user: '',
  when: '',
  number: '',
  value: '',
  ttl_ms: '',
});

/** @param {string} text */
const valueOf = (text) => (text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text);

/** @param {Form} form @returns {any} the fault as calls take it */
export function faultOf({ does, event, user, when, number, value, ttl_ms }) {
  const on = {
    ...(event && strikes_events.has(does) ? { event } : {}),
    ...(user ? { to: { user } } : {}),
    ...(when && number ? { [when]: Number(number) } : {}),
  };
  const field = faultKinds[does]?.field;
  const own = field && (value || field[2]);
  return {
    do: does,
    ...(Object.keys(on).length > 0 ? { on } : {}),
    ...(field && own ? { [field[0]]: valueOf(own) } : {}),
    ...(ttl_ms ? { ttl_ms: Number(ttl_ms) } : {}),
  };
}

/** @type {[string, string][]} the fields of `on` that limit a fault, with their labels */
const occasions = [
  ['', 'always'],
  ['nth', 'the nth time'],
  ['first', 'the first times'],
  ['every', 'every nth time'],
  ['probability', 'by chance (0 to 1)'],
];

/** @param {Form} form @param {(name: Field, value: string) => void} changed */
export function faultForm(form, changed) {
  /** @param {Field} name */
  const bound = (name) => ({
    '.value': form[name],
    oninput: (/** @type {any} */ event) => changed(name, event.target.value),
  });
  /** @param {Field} name @param {string} label @param {Record<string, any>} [more] */
  const text = (name, label, more = {}) =>
    h('label', { key: name }, label, h('input', { type: 'text', autocomplete: 'off', ...bound(name), ...more }));
  /** @param {Field} name @param {string} label @param {[string, string][]} options */
  const select = (name, label, options) =>
    h(
      'label',
      { key: name, class: name === 'does' ? 'broad' : undefined },
      label,
      h(
        'select',
        bound(name),
        options.map(([value, title]) => h('option', { value, selected: value === form[name] }, title)),
      ),
    );
  const field = faultKinds[form.does]?.field;
  const events = /** @type {any[]} */ (store.known.events ?? []).map(({ event }) => event);
  return h(
    'div',
    { class: 'fields' },
    text('name', 'Name', { required: true, pattern: '[A-Za-z0-9._\\-]{1,64}', title: 'letters, digits, . _ -' }),
    select(
      'does',
      'Effect',
      Object.entries(faultKinds).map(([name, { effect }]) => [name, `${name}: ${effect}`]),
    ),
    field && text('value', field[1], { placeholder: field[2] }),
    strikes_events.has(form.does) &&
      select('event', 'To which event', [
        ['', 'any'],
        ...events.map((event) => /** @type {[string, string]} */ ([event, event])),
      ]),
    text('user', 'For which user', { placeholder: 'everyone' }),
    select('when', 'When', occasions),
    form.when &&
      text('number', form.when === 'probability' ? 'Chance' : 'n', {
        inputmode: 'decimal',
        placeholder: form.when === 'probability' ? '0.1' : '2',
      }),
    text('ttl_ms', 'Ends after (ms)', { inputmode: 'numeric', placeholder: 'never' }),
  );
}
