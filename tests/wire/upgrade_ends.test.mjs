// Each way to end a connection, at each stage of a client's upgrade: the client reports the reason in
// docs/EDGE_CASES.md, and reconnects without waiting for a ping timeout. UPGRADE_ROUNDS=20 plays it 20 times.
import './clients/held_timers.cjs';
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { next } from './chatmock.mjs';
import { passHeartbeat } from './clients/heartbeat.mjs';
import { combinations, eventually, serveEveryone } from './clients/versions.mjs';
import { documentedTable } from './documented_table.mjs';
import { holdingProxy } from './holding_proxy.mjs';

const rounds = Number(process.env.UPGRADE_ROUNDS ?? 1);
const at_once = 8; // the number of clients observed together
const patience_ms = 30_000; // a client that hangs does so forever: its timers are held
const versions = ['1.7.4', '2.5.0', '3.1.3', '4.8.4'];
const clients = combinations.filter(({ version, upgrades }) => upgrades && versions.includes(version));
const rows = documentedTable('EDGE_CASES.md', 'ends during an upgrade');

// Errors that the code of version 3.1.3 throws for unparsable input: no caller can catch them.
const thrown = [];
const throws = new EventEmitter();
process.setUncaughtExceptionCaptureCallback(({ message }) => {
  thrown.push(message);
  throws.emit('throw');
});

// A client with a poll that waits at the mock, or is on its way there, and a WebSocket on its way.
async function polls(proxy, client, mock, { poll }) {
  const asks = proxy.hold('websocket');
  if (poll === 'on its way') client.once('connect', () => proxy.hold('poll'));
  await eventually(client, 'connect', patience_ms);
  await asks;
  if (poll === 'waits') await mock.ask('GET', '/quiesce');
}

// Each stage: the client's progress, and the column of the table for its end.
const polling = 'while it polls';
const paused = 'once it has paused its polls';
const instants = {
  'before its WebSocket, with a poll that waits': { poll: 'waits', column: polling },
  'before its WebSocket, with a poll on its way': { poll: 'on its way', column: polling },
  'before its probe, with a poll that waits': { poll: 'waits', holds: ['probe'], column: polling },
  'before its probe, with a poll on its way': { poll: 'on its way', holds: ['probe'], column: polling },
  'with the answer to its probe on its way': { poll: 'waits', holds: ['pong', 'poll'], column: polling },
  'with the answer to its last poll on its way': { poll: 'waits', holds: ['answer'], column: paused },
  'with its "5" on its way': { poll: 'waits', holds: ['upgrade'], column: paused },
  'after its upgrade': { poll: 'waits', upgraded: true, column: paused },
};

async function bring(proxy, client, mock, instant) {
  await polls(proxy, client, mock, instant);
  if (instant.upgraded) {
    proxy.release();
    await mock.journalled({ kind: 'upgrade' });
  } else if (instant.holds) {
    const reached = instant.holds.map((point) => proxy.hold(point));
    const { engine } = client.io;
    if (instant.holds.includes('answer')) reached.push(eventually(engine, 'upgrading', patience_ms));
    proxy.release('websocket');
    await Promise.all(reached);
  }
}

const disconnect = (as) => async (mock) => {
  const { disconnected } = await mock.ask('POST', '/connections/disconnect', { to: { all: true }, as });
  assert.equal(disconnected.length, 1);
};

// A fault that ends the connection of a client when it gets an event.
const fault = (how) => async (mock) => {
  await mock.ask('PUT', '/faults/end', { do: 'disconnect', ...how });
  await mock.inject('NewMessage');
  await mock.ask('DELETE', '/faults/end');
};

// Each token is valid for 10 ms of the mock's clock, which is held.
const expiry = (mock) => mock.ask('POST', '/clock/advance', { ms: 10, await: 'nothing' });
const expires = { match: {}, outcome: { do: 'accept', expire_after_ms: 10 } };

const ways = {
  server_disconnect: { end: disconnect('server_disconnect') },
  transport_close: { end: disconnect('transport_close') },
  transport_error: { end: disconnect('transport_error') },
  parse_error: { end: disconnect('parse_error'), one_by_one: true },
  restart: { end: disconnect('restart') },
  ping_timeout: { end: disconnect('ping_timeout'), one_by_one: true },
  half_open: { end: disconnect('half_open'), one_by_one: true },
  'a fault, before an event': { end: fault({ when: 'before', as: 'transport_close' }) },
  'a fault, in the middle of an event (amid)': { end: fault({ when: 'amid' }) },
  'a fault, after an event': { end: fault({ when: 'after', as: 'restart' }) },
  'a token that expires': { end: expiry, rule: expires },
  'POST /reset': { end: (mock) => mock.ask('POST', '/reset') },
  SIGTERM: { end: (mock) => mock.terminate(), stops: true },
};

async function serveFor(t, { rule }) {
  const mock = await serveEveryone(t, {}, '--clock', 'manual');
  if (rule) await mock.ask('POST', '/auth/rules', rule);
  return mock;
}

// The client's reaction, which may depend on its own timer.
async function observe(t, way, { connect }, instant, expected) {
  const mock = await serveFor(t, way);
  const proxy = await holdingProxy(t, mock);
  const client = connect(t, proxy, 'alice');
  client.on('error', () => {}); // versions 1 and 2 report a retried error like this
  await bring(proxy, client, mock, instant);
  const ended = eventually(client, 'disconnect', patience_ms);
  const comesBack = () => eventually(client, 'connect', patience_ms).then(() => 'yes');
  const back = ended.then(() => (client.io.skipReconnect ? 'no' : comesBack()));
  const threw = expected.includes(', then ') ? next(throws, 'throw') : undefined;
  const over = way.end(mock);
  if (!way.stops) await over;
  proxy.release();
  await Promise.all([over, threw]);
  if (way.stops) proxy.to(await serveFor(t, way));
  if (expected.endsWith('ping timeout')) await passHeartbeat(mock, heldTimers.advance);
  const [reason] = await ended;
  return { reports: [...thrown.splice(0), reason].join(', then '), back: await back };
}

// The table's rows of a way for a version.
const rowsOf = (name, { version }) =>
  rows.filter(({ way, client }) => way === name && (client === 'all' || client.split(', ').includes(version)));

test('the table has every way, once for every client', () => {
  for (const name of Object.keys(ways)) {
    for (const client of clients) assert.equal(rowsOf(name, client).length, 1, `${name}, ${client.version}`);
  }
});

for (let round = 1; round <= rounds; ++round) {
  for (const [name, way] of Object.entries(ways)) {
    test(`${name}, round ${round}`, { concurrency: way.one_by_one ? 1 : at_once }, async (t) => {
      await Promise.all(Object.entries(instants).flatMap(([when, instant]) => clients.map((client) =>
        t.test(`${client.version}, ${when}`, async (t) => {
          const [row] = rowsOf(name, client);
          const expected = row[instant.column];
          const { reports, back } = await observe(t, way, client, instant, expected);
          assert.ok(expected.split(' or ').includes(reports), `it reports ${reports}`);
          assert.equal(back, row['comes back']);
        }))));
    });
  }
}
