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

test('each client reports what the table says', async (t) => {
  const mock = await serveEveryone(t, { ping_interval_ms: 200, ping_timeout_ms: 400 });
  for (const combination of combinations) {
    await t.test(combination.name, { concurrency: true }, async (t) => {
      await Promise.all(ways.map((as) => t.test(as, async (t) => {
        const user = `${combination.name} ${as}`.replace(/[^\w.-]/g, '-');
        const client = await connected(t, mock, combination, user);
        const ended = eventually(client, 'disconnect');
        const back = ended.then(() => comesBack(client));
        const { disconnected } = await mock.ask('POST', '/connections/disconnect', { to: { user }, as });
        assert.deepEqual(disconnected.map((each) => each.user), [user]);
        const [reason] = await ended;
        const before = as === 'parse_error' ? thrown.splice(0).map((message) => `${message}, then `) : [];
        const [entry] = await mock.journalled({ kind: 'disconnect', user });
        const observed = {
          reports: before.join('') + reason,
          'comes back': await back,
          journal: entry.reason,
        };
        assert.deepEqual(observed, promised(as, combination));
      })));
    });
  }
  assert.deepEqual(thrown, []);
});
