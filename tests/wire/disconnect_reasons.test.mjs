// Each way to disconnect a client, and the reactions of the real clients: exactly those in
// docs/EDGE_CASES.md.
import './clients/held_timers.cjs';
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { next } from './chatmock.mjs';
import { passHeartbeat } from './clients/heartbeat.mjs';
import { combinations, connected, eventually, serveEveryone } from './clients/versions.mjs';
import { documentedTable } from './documented_table.mjs';

const rows = documentedTable('EDGE_CASES.md', 'disconnects');
const nodeMajor = Number(process.versions.node.split('.')[0]);
const ways = [...new Set(rows.map(({ as }) => as))];

// Errors that the client's code throws while it handles an event: no caller can catch them.
const thrown = [];
const throws = new EventEmitter();
process.setUncaughtExceptionCaptureCallback(({ message }) => {
  thrown.push(message);
  throws.emit('throw');
});

// The table's row for this way and transport, reduced to this version.
function promised(as, { transport, version, engineio }) {
  const row = rows.find((each) => each.as === as && each.transport === transport);
  const versions = Object.keys(row).find((column) => column.split(', ').includes(version));
  const isReset = as === 'restart' && transport === 'websocket' && engineio === 3 && nodeMajor >= 24;
  return {
    reports: isReset ? 'transport error' : row[versions],
    'comes back': row['comes back'],
    journal: row.journal,
  };
}

// True if its manager had decided to reconnect by itself when it reported the reason.
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

// The reaction of a connected client to one way.
async function observe(t, mock, combination, as, { reports }) {
  const user = `${combination.name} ${as}`.replace(/[^\w.-]/g, '-');
  const client = await connected(t, mock, combination, user);
  if (combination.upgrades) await mock.journalled({ kind: 'upgrade', user });
  const ended = eventually(client, 'disconnect');
  const back = ended.then(() => comesBack(client));
  const threw = reports.includes(', then ') ? next(throws, 'throw') : undefined;
  const { disconnected } = await mock.ask('POST', '/connections/disconnect', { to: { user }, as });
  assert.deepEqual(disconnected.map((each) => each.user), [user]);
  await threw;
  if (reports.endsWith('ping timeout')) await passHeartbeat(mock, heldTimers.advance);
  const [reason] = await ended;
  const [entry] = await mock.journalled({ kind: 'disconnect', user });
  return { reports: [...thrown.splice(0), reason].join(', then '), 'comes back': await back, journal: entry.reason };
}

for (const as of ways) {
  test(as, async (t) => {
    const mock = await serveEveryone(t, {}, '--clock', 'manual');
    for (const combination of combinations) {
      await t.test(combination.name, async (t) => {
        const expected = promised(as, combination);
        assert.deepEqual(await observe(t, mock, combination, as, expected), expected);
      });
    }
  });
}
