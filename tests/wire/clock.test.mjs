// The clock: held, advanced and released; and the call that waits until all is quiet.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { collect, next, patience_ms, run, serve, unsignedJwt } from './chatmock.mjs';
import { combinations, connected, serveEveryone } from './clients/versions.mjs';
import { rawPolling, rawWebSocket, textFrame } from './raw.mjs';

const second_ms = 1000;
const minute_ms = 60 * second_ms;
const hour_ms = 60 * minute_ms;
const start_ms = Date.parse('2020-01-01T00:00:00.000Z');
const at = (ms) => new Date(start_ms + ms).toISOString();

const serveHeld = (t, ...args) => serve(t, '--clock', 'manual', ...args);
const advance = (mock, ms) => mock.ask('POST', '/clock/advance', { ms, timeout_ms: patience_ms });
const journal = async (mock) => (await mock.ask('GET', '/journal')).entries;

// A client that joins, and then sends nothing more.
async function silentClient(t, mock, user) {
  const socket = await rawWebSocket(mock, t, user);
  socket.write(textFrame('40'));
  await mock.ask('POST', '/connections/wait', { match: { user } });
  return socket;
}

// One client by WebSocket, one by polling.
async function bothTransports(mock) {
  const clients = [];
  for (const transport of ['websocket', 'polling']) {
    clients.push(await mock.connected(transport, { transports: [transport] }));
  }
  return clients;
}

describe('while the clock is held', () => {
  // The only test that waits: all armed timers would fire within this time.
  test('nothing fires by itself', async (t) => {
    const timings = { ping_interval_ms: 100, ping_timeout_ms: 60_000, connect_timeout_ms: 100 };
    const mock = await serveEveryone(t, timings, '--clock', 'manual');
    const clients = await Promise.all(combinations.map((each) => connected(t, mock, each, each.version)));
    await rawWebSocket(mock, t, 'never-joins');
    await mock.inject('NewMessage', { delay_ms: 1, fixture: 'live' });
    const before = await journal(mock);
    const clock = await mock.ask('GET', '/clock');
    assert.equal(clock.now, at(0));
    assert.equal(clock.next.at, at(1));

    await sleep(5 * second_ms);
    clients[0].emit('typing');
    const [said] = await mock.journalled({ kind: 'receive' });
    await sleep(5 * second_ms);
    assert.deepEqual(await journal(mock), [...before, said]);
    assert.equal(said.at, at(0));
    assert.deepEqual(await mock.ask('GET', '/clock'), clock);

    const received = Promise.all(clients.map((client) => next(client, 'NewMessage')));
    const { fired } = await advance(mock, 100);
    assert.ok(fired.every((each) => each.at === at(each.timer === 'injection' ? 1 : 100)), JSON.stringify(fired));
    const timers = new Set(fired.map(({ timer }) => timer));
    assert.deepEqual(timers, new Set(['injection', 'ping', 'connect_timeout']));
    for (const [{ timestamp }] of await received) assert.equal(timestamp, at(1));
  });

  test('a heartbeat passes at once', async (t) => {
    const mock = await serveHeld(t);
    const clients = await bothTransports(mock);
    for (const now of [at(25 * second_ms), at(50 * second_ms)]) {
      const pinged = Promise.all(clients.map((client) => next(client.io, 'ping')));
      const answer = await advance(mock, 25 * second_ms);
      await pinged;
      assert.equal(answer.now, now);
      assert.deepEqual(
        answer.fired.map(({ at, timer, user }) => ({ at, timer, user })),
        ['websocket', 'polling'].map((user) => ({ at: now, timer: 'ping', user })),
      );
    }
  });

  test('an hour passes at once, with each heartbeat in it, and clients stay', async (t) => {
    const mock = await serveHeld(t);
    const clients = await bothTransports(mock);
    const before = await journal(mock);
    const { now, fired } = await advance(mock, hour_ms);
    assert.equal(now, at(hour_ms));
    for (const user of ['websocket', 'polling']) {
      const pings = fired.filter((each) => each.user === user);
      assert.deepEqual(pings.map((each) => each.at), Array.from({ length: 144 }, (_, i) => at(25_000 * (i + 1))));
      assert.ok(pings.every(({ timer }) => timer === 'ping'));
    }
    const received = Promise.all(clients.map((client) => next(client, 'NewMessage')));
    await mock.inject('NewMessage', { min_recipients: 2 });
    await received;
    const kinds = (await journal(mock)).slice(before.length).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['control', 'emit']);
  });

  test('a token expires at its instant', async (t) => {
    const mock = await serveHeld(t);
    const token = unsignedJwt({ sub: 'alice', exp: (start_ms + hour_ms) / 1000 });
    const early = await mock.connected(token);
    await advance(mock, hour_ms - 1);
    await mock.connected(token);
    await advance(mock, 1);
    const [error] = await next(mock.client({ token }), 'connect_error');
    assert.equal(error.message, 'Unauthorization');
    const [refused] = await mock.journalled({ kind: 'refuse' });
    assert.equal(refused.at, at(hour_ms));
    assert.ok(early.connected);
  });

  test('a message held for a minute arrives at its time', async (t) => {
    const mock = await serveHeld(t);
    const client = await mock.connected('alice');
    const held = await mock.inject('NewMessage', { fixture: 'live', delay_ms: minute_ms });
    assert.equal(held.due, at(minute_ms));
    await advance(mock, minute_ms - 1);
    await mock.ask('POST', '/journal/verify', { match: { kind: 'emit' }, exactly: 0 });

    const received = next(client, 'NewMessage');
    assert.deepEqual(await advance(mock, 1), { now: held.due, fired: [{ at: held.due, timer: 'injection' }] });
    assert.equal((await received)[0].timestamp, held.due);
  });

  test('timers in between fire in order, each at its own time', async (t) => {
    const mock = await serveHeld(t);
    const client = await mock.connected('alice');
    const received = collect(client, 'NewMessage', 4);
    for (const delay_ms of [3000, 1000, 2000, 1000]) {
      await mock.inject('NewMessage', { patch: { content: '${seq} at ${now}' }, delay_ms });
    }
    await advance(mock, hour_ms);
    const order = [1000, 1000, 2000, 3000];
    assert.deepEqual(
      (await received).map(({ content }) => content),
      order.map((due_ms, i) => `${i + 1} at ${at(due_ms)}`),
    );
    const emitted = await mock.journalled({ kind: 'emit' }, 4);
    assert.deepEqual(emitted.map((entry) => entry.at), order.map(at));
  });

  test('a call that waits does so by its own clock', async (t) => {
    const mock = await serveHeld(t);
    const { status } = await mock.control('POST', '/connections/wait', { match: {}, timeout_ms: 20 });
    assert.equal(status, 408);
  });
});

describe('a client that does not answer its ping', () => {
  test('stops an advance, which names it', async (t) => {
    const mock = await serveHeld(t);
    await mock.connected('alice');
    await silentClient(t, mock, 'mallory');
    const { status, body } = await mock.control('POST', '/clock/advance', { ms: hour_ms, timeout_ms: 3000 });
    assert.equal(status, 408);
    assert.equal(body.error.code, 'timed_out');
    assert.match(body.error.message, /expected the clock to move by 3600000 ms, got 25000 ms, held up by mallory /);
    assert.equal(body.error.nearest.length, 1);
    assert.match(body.error.nearest[0], /^mallory .*pong/);
    assert.equal((await mock.ask('GET', '/clock')).now, at(25 * second_ms));
  });

  test('is given up where nothing is awaited', async (t) => {
    const mock = await serveHeld(t);
    const socket = await silentClient(t, mock, 'mallory');
    socket.resume();
    const closed = next(socket, 'close');
    const { fired } = await mock.ask('POST', '/clock/advance', { ms: hour_ms, await: 'nothing' });
    assert.deepEqual(fired.map(({ at, timer }) => [at, timer]), [
      [at(25 * second_ms), 'ping'],
      [at(45 * second_ms), 'ping_timeout'],
    ]);
    await closed;
    const [entry] = await mock.journalled({ kind: 'disconnect' });
    assert.deepEqual([entry.user, entry.reason, entry.at], ['mallory', 'ping timeout', at(45 * second_ms)]);
  });

  test('no longer stops an advance when the clock is released', async (t) => {
    const mock = await serveHeld(t);
    await silentClient(t, mock, 'mallory');
    const advancing = mock.control('POST', '/clock/advance', { ms: hour_ms });
    await mock.journalled({ kind: 'control' });
    await mock.ask('PUT', '/clock', { mode: 'real' });
    const { status, body } = await advancing;
    assert.deepEqual([status, body.error.code], [409, 'clock_is_running']);
  });
});

describe('the clock', () => {
  test('that is released runs on from the time at which it was held', async (t) => {
    const mock = await serveHeld(t);
    const client = await mock.connected('alice');
    await advance(mock, hour_ms);
    const { due } = await mock.inject('NewMessage', { fixture: 'live', delay_ms: 200 });
    const received = next(client, 'NewMessage');
    assert.equal((await mock.ask('PUT', '/clock', { mode: 'real' })).mode, 'real');
    const [{ timestamp }] = await received;
    assert.equal(timestamp, due);
    assert.equal(due, at(hour_ms + 200));
    const { now } = await mock.ask('GET', '/clock');
    assert.ok(now >= due && now < at(2 * hour_ms), now);
  });

  test('that runs is held where it is', async (t) => {
    const mock = await serve(t);
    const held = await mock.ask('PUT', '/clock', { mode: 'manual' });
    assert.ok(Math.abs(Date.parse(held.now) - Date.now()) < minute_ms, held.now);
    assert.deepEqual(await mock.ask('GET', '/clock'), held);
    const { now } = await advance(mock, minute_ms);
    assert.equal(Date.parse(now), Date.parse(held.now) + minute_ms);
  });

  const held = ['--clock', 'manual'];
  const start = '2024-02-29T12:00:00.000Z';
  for (const [what, args, mode, now] of [
    ['is real by default', [], 'real'],
    ['is held by a flag', held, 'manual', at(0)],
    ['is held by the environment', [{ CHATMOCK_CLOCK: 'manual' }], 'manual', at(0)],
    ['is set by the flag before the environment', ['--clock', 'real', { CHATMOCK_CLOCK: 'manual' }], 'real'],
    ['starts where a flag says', [...held, '--clock-start', start], 'manual', start],
    ['starts where the environment says', [...held, { CHATMOCK_CLOCK_START: start }], 'manual', start],
    ['may leave out its milliseconds', [...held, '--clock-start', '2024-02-29T12:00:00Z'], 'manual', start],
  ]) {
    test(what, async (t) => {
      const mock = await serve(t, ...args);
      const clock = await mock.ask('GET', '/clock');
      assert.deepEqual([mock.ready.clock, clock.mode], [mode, mode]);
      if (now) assert.equal(clock.now, now);
    });
  }

  test('runs from the given start', async (t) => {
    const mock = await serve(t, '--clock-start', start);
    const { now } = await mock.ask('GET', '/clock');
    assert.ok(now >= start && now < '2024-02-29T13', now);
  });

  for (const [args, names] of [
    [['--clock', 'fast'], /--clock: expected "real" or "manual", got "fast"/],
    [[{ CHATMOCK_CLOCK: 'fast' }], /--clock: expected "real" or "manual", got "fast"/],
    [['--clock-start', 'yesterday'], /--clock-start.*2020-01-01T00:00:00Z.*"yesterday"/],
    [['--clock-start', '2020-01-01'], /--clock-start.*got "2020-01-01"/],
    [['--clock-start', '2020-02-30T00:00:00Z'], /--clock-start.*got "2020-02-30T00:00:00Z"/],
    [[{ CHATMOCK_CLOCK_START: 'yesterday' }], /clock-start.*"yesterday"/],
  ]) {
    test(`${JSON.stringify(args)} ends the start`, async () => {
      const { code, stdout, stderr } = await run('serve', ...args);
      assert.equal(code, 2, stdout + stderr);
      assert.equal(stdout, '');
      assert.match(stderr, names);
    });
  }
});

describe('GET /quiesce', () => {
  test('answers when all was delivered', async (t) => {
    const mock = await serve(t);
    const [, polling] = await bothTransports(mock);
    let received = 0;
    polling.on('NewMessage', () => ++received);
    await mock.inject('NewMessage', { repeat: 100 });
    const { quiet, now } = await mock.ask('GET', '/quiesce');
    assert.equal(quiet, true);
    assert.ok(now);
    assert.equal(received, 100); // its next poll shows that it has read them
  });

  test('waits for held events while the clock runs, and not while it is held', async (t) => {
    const mock = await serve(t);
    await mock.connected('alice');
    await mock.inject('NewMessage', { delay_ms: 100 });
    await mock.ask('GET', '/quiesce');
    await mock.ask('POST', '/journal/verify', { match: { kind: 'emit' }, exactly: 1 });

    await mock.inject('NewMessage', { delay_ms: hour_ms });
    const { status, body } = await mock.control('GET', '/quiesce?timeout_ms=20');
    assert.equal(status, 408);
    assert.match(body.error.nearest.join(), /held injection/);
    await mock.ask('PUT', '/clock', { mode: 'manual' });
    assert.equal((await mock.ask('GET', '/quiesce')).quiet, true);
  });

  test('names a client that does not poll', async (t) => {
    const mock = await serve(t);
    await mock.connected('alice');
    const session = await rawPolling(mock);
    await fetch(session, { method: 'POST', body: '40' });
    const { status, body } = await mock.control('GET', '/quiesce?timeout_ms=50');
    assert.equal(status, 408);
    assert.equal(body.error.code, 'timed_out');
    assert.equal(body.error.nearest.length, 1);
    assert.match(body.error.nearest[0], /^mallory .*polled/);

    const quiet = mock.ask('GET', '/quiesce');
    await (await fetch(session)).text();
    const parked = new AbortController();
    const poll = fetch(session, { signal: parked.signal });
    assert.equal((await quiet).quiet, true);
    parked.abort();
    await assert.rejects(poll);
  });

  test('names a client that does not read', async (t) => {
    const mock = await serve(t);
    await mock.connected('alice');
    const socket = await silentClient(t, mock, 'mallory');
    socket.pause();
    const data = { content: 'x'.repeat(1_000_000) };
    await mock.inject('NewMessage', { to: { user: 'mallory' }, data, contract: 'skip', repeat: 30 });
    const { status, body } = await mock.control('GET', '/quiesce?timeout_ms=50');
    assert.equal(status, 408);
    assert.equal(body.error.nearest.length, 1);
    assert.match(body.error.nearest[0], /^mallory .*read/);

    socket.resume();
    assert.equal((await mock.ask('GET', '/quiesce')).quiet, true);
  });
});
