// Entries of the journal: the fields that lists need, besides the entry's text, and the summary of an entry in
// one line.

/**
 * @typedef {object} Entry
 * @property {number} seq
 * @property {string} at
 * @property {string} kind
 * @property {string} user
 * @property {string} sid
 * @property {string} event
 * @property {string} text the entry's JSON; `whole` parses it
 */

/** @param {string} text @returns {Entry} */
export function entryOf(text) {
  const { seq, at, kind, user = '', sid = '', event = '' } = JSON.parse(text);
  return { seq, at, kind, user, sid, event, text };
}

/** @type {WeakMap<Entry, any>} */
const parsed = new WeakMap();

/** @param {Entry} entry */
export function whole(entry) {
  const known = parsed.get(entry) ?? JSON.parse(entry.text);
  parsed.set(entry, known);
  return known;
}

/** @param {Entry} entry @returns {string[]} the users that it concerns, each once */
export function usersOf(entry) {
  if (entry.kind !== 'emit') return entry.user ? [entry.user] : [];
  return [...new Set(/** @type {{user: string}[]} */ (whole(entry).recipients ?? []).map(({ user }) => user))];
}

/** The name, sign and tone of each kind. */
export const kinds = /** @type {Record<string, {sign: string, label: string, tone: string}>} */ ({
  open: { sign: '○', label: 'session', tone: 'quiet' },
  connect: { sign: '●', label: 'connected', tone: 'good' },
  refuse: { sign: '⊘', label: 'refused', tone: 'bad' },
  upgrade: { sign: '⇡', label: 'upgraded', tone: 'quiet' },
  emit: { sign: '→', label: 'sent', tone: 'out' },
  receive: { sign: '←', label: 'received', tone: 'in' },
  acknowledge: { sign: '✓', label: 'acknowledged', tone: 'in' },
  stray_acknowledge: { sign: '?', label: 'stray ack', tone: 'warn' },
  disconnect: { sign: '✕', label: 'disconnected', tone: 'warn' },
  close: { sign: '◌', label: 'closed', tone: 'quiet' },
  violation: { sign: '!', label: 'violation', tone: 'bad' },
  limit: { sign: '▲', label: 'limit', tone: 'bad' },
  fault: { sign: 'ϟ', label: 'fault', tone: 'warn' },
  scenario: { sign: '▶', label: 'scenario', tone: 'plain' },
  reload: { sign: '⟳', label: 'reloaded', tone: 'plain' },
  control: { sign: '⚙', label: 'control', tone: 'plain' },
});

const other = { sign: '·', label: '', tone: 'plain' };

/** @param {string} kind */
export const kindOf = (kind) => kinds[kind] ?? { ...other, label: kind };

const brief_length = 160;

/** @param {any} value @returns {string} a value in a line */
export function brief(value) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > brief_length ? `${text.slice(0, brief_length)}…` : text;
}

/** @param {string[]} names */
export function listed(names) {
  if (names.length < 4) return names.join(', ');
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
}

/** @param {any} entry */
const sentTo = (entry) => {
  const users = [...new Set(entry.recipients?.map((/** @type {any} */ one) => one.user))];
  return users.length > 0 ? `to ${listed(users)}` : 'to nobody';
};

/** @param {any} data a payload's own words, where it has some */
const contentOf = (data) => (typeof data?.content === 'string' ? `“${brief(data.content)}”` : brief(data));

/** The rest of an entry's line, behind its kind. */
const summaries = /** @type {Record<string, (entry: any) => string>} */ ({
  open: (entry) => `by ${entry.transport}, Engine.IO ${entry.protocol?.engineio}`,
  connect: (entry) => `by ${entry.transport}${entry.namespace ? ` to ${entry.namespace}` : ''}`,
  refuse: (entry) =>
    [`via ${entry.via}`, entry.status, entry.message && `“${entry.message}”`].filter(Boolean).join(' '),
  upgrade: () => 'from polling to WebSocket',
  emit: (entry) => `${sentTo(entry)}${entry.mutant ? `, broken by ${entry.mutant}` : ''} ${contentOf(entry.data)}`,
  receive: (entry) => brief(entry.data),
  acknowledge: (entry) => `by the ${entry.by} ${brief(entry.data)}`,
  stray_acknowledge: (entry) => `an unrequested acknowledgement: ${brief(entry.data)}`,
  disconnect: (entry) => `${entry.reason}${entry.cause ? ` (${entry.cause})` : ''}`,
  close: (entry) => entry.reason,
  violation: (entry) => entry.message,
  limit: (entry) => `${entry.limit}: ${entry.message}`,
  fault: ({ fault, ended, do: did, emit_seq: seq }) =>
    `${fault}: ${ended ? `ended by ${ended}` : did}${seq ? ` of #${seq}` : ''}`,
  scenario: (entry) =>
    `${entry.scenario} (run ${entry.run}): ${entry.state} ${entry.name ?? entry.does ?? ''} ${entry.message ?? ''}`,
  reload: (entry) =>
    [
      ...(entry.changed ?? []),
      ...(entry.refused ?? []).map((/** @type {any} */ one) => `${one.file} was refused`),
    ].join(', '),
  control: (entry) => {
    const { seq: _, at: __, kind: ___, user: ____, sid: _____, call = '', ...details } = entry;
    const parts = Object.entries(details).map(
      ([name, value]) => (call.includes(name) ? '' : `${name} `) + brief(value),
    );
    return `${call.replaceAll('_', ' ')} ${parts.join(', ')}`;
  },
});

/** @param {Entry} entry */
export function summaryOf(entry) {
  const summarize = summaries[entry.kind];
  return summarize ? summarize(whole(entry)) : brief(whole(entry));
}

/** @param {string} at an instant in ISO 8601 @returns {string} its time of day */
export const timeOf = (at) => at.slice(11, 23);
