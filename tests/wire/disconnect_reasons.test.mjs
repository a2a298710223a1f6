// Each way to disconnect a client, and what the real clients make of it: exactly what docs/EDGE_CASES.md says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combinations, connected, eventually, serveEveryone } from './clients/versions.mjs';
import { documentedTable } from './documented_table.mjs';

const rows = documentedTable('EDGE_CASES.md', 'disconnects');
const ways = [...new Set(rows.map(({ as }) => as))];

// What the client's code throws on the way: nobody is there to catch it.
const thrown = [];
process.setUncaughtExceptionCaptureCallback(({ message }) => thrown.push(message));

// The table's row for this way and transport, with what it says of this version.
function promised(as, { transport, version }) {
  const row = rows.find((each) => each.as === as && each.transport === transport);
  const versions = Object.keys(row).find((column) => column.split(', ').includes(version));
  return { reports: row[versions], 'comes back': row['comes back'], journal: row.journal };
}

// By itself, as its manager has decided when it told the reason.
async function comesBack(client) {
  if (client.io.skipReconnect) return 'no';
  await eventually(client, 'connect');
  return 'yes';
}

test('the table has every way that there is', async (t) => {
  const mock = await serveEveryone(t);
  const { body } = await mock.control('POST', '/connections/disconnect', { to: { all: true }, as: '?' });
  const named = body.error.message.match(/"[a-z_]+"/g).map((name) => name.slice(1, -1));
  assert.deepEqual(ways, named);
});

// What a client makes of one way, once it is in.
async function observe(t, mock, combination, as) {
  const user = `${combination.name} ${as}`.replace(/[^\w.-]/g, '-');
  const client = await connected(t, mock, combination, user);
  if (combination.name.endsWith('upgrade')) await mock.journalled({ kind: 'upgrade', user });
  const ended = eventually(client, 'disconnect');
  const back = ended.then(() => comesBack(client));
  const { disconnected } = await mock.ask('POST', '/connections/disconnect', { to: { user }, as });
  assert.deepEqual(disconnected.map((each) => each.user), [user]);
  const [reason] = await ended;
  const [entry] = await mock.journalled({ kind: 'disconnect', user });
  return { reports: [...thrown.splice(0), reason].join(', then '), 'comes back': await back, journal: entry.reason };
}

for (const as of ways) {
  const concurrency = as !== 'parse_error'; // whoever throws throws alone
  test(as, { concurrency }, async (t) => {
    const mock = await serveEveryone(t, { ping_interval_ms: 300, ping_timeout_ms: 1200 });
    await Promise.all(combinations.map((combination) => t.test(combination.name, async (t) => {
      assert.deepEqual(await observe(t, mock, combination, as), promised(as, combination));
    })));
  });
}
