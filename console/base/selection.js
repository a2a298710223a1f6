// Makes a scenario from a part of the journal: injections, disconnections, and the pauses between them.
import { whole } from './entries.js';

/** @typedef {import('./entries.js').Entry} Entry */

const pause_ms_min = 50; // shorter pauses are caused by the machine

/** Ends of connections that the mock can bring about, by the journal's reason. */
const ends = /** @type {Record<string, string>} */ ({
  'server namespace disconnect': 'server_disconnect',
  'transport close': 'transport_close',
  'ping timeout': 'ping_timeout',
  'transport error': 'transport_error',
  'parse error': 'parse_error',
});

/** @param {any} entry */
function injectionOf({ event, data, args, namespace, recipients = [] }) {
  const users = [...new Set(recipients.map((/** @type {any} */ one) => one.user))];
  return {
    inject: {
      event,
      ...(args ? { args } : { data }),
      contract: 'skip',
      ...(namespace ? { namespace } : {}),
      ...(users.length > 0 ? { to: { user: users } } : {}),
      await: 'written',
    },
  };
}

/** @param {Entry} entry */
function stepFor(entry) {
  const all = whole(entry);
  if (entry.kind === 'emit') return injectionOf(all);
  if (entry.kind === 'connect')
    return { name: `${entry.user} is there`, wait_for: { connection: { user: entry.user } } };
  const as = entry.kind === 'disconnect' ? ends[all.reason] : undefined;
  return as && { disconnect: { to: { user: entry.user }, as } };
}

/** @param {Entry[]} entries @returns {{description: string, steps: any[]}} */
export function scenarioOf(entries) {
  /** @type {any[]} */
  const steps = [];
  let last_ms = 0;
  for (const entry of entries) {
    const step = stepFor(entry);
    if (!step) continue;
    const at_ms = Date.parse(entry.at);
    if (steps.length > 0 && at_ms - last_ms >= pause_ms_min) steps.push({ delay: { ms: at_ms - last_ms } });
    steps.push(step);
    last_ms = at_ms;
  }
  const [first, last] = [entries[0]?.seq, entries.at(-1)?.seq];
  return { description: `Entries ${first} to ${last} of a journal, again.`, steps };
}
