// The mock explains itself: reasons of refusals, targets of calls, events that never arrive. A test can undo its calls.
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { copyOf, next, patience_ms, run, serve, start, unsignedJwt } from './chatmock.mjs';

// The journal's entry about the refusal of a client with these options.
async function refusalOf(mock, options) {
  const after = (await mock.ask('GET', '/journal')).entries.at(-1)?.seq ?? 0;
  const socket = mock.client({ reconnection: false, ...options });
  await next(socket, 'connect_error');
  const [entry] = await mock.journalled({ kind: 'refuse', after });
  socket.disconnect();
  return entry;
}

describe('why was I refused?', () => {
  const secret = { jwt: { secret: 'the service\'s own' } };
  const clock = ['--clock', 'manual', '--clock-start', '2026-01-01T00:00:00Z'];
  const time = Date.parse('2026-01-01T00:00:00Z') / 1000;

  for (const [name, options, profile, expected] of [
    ['no token', {}, {}, { layer: 'auth', rule: 'profile-1', rule_from: 'profile', seen: 'no token in jwt_token' }],
    ['a token in auth', { auth: { token: 'alice' } }, {},
      { seen: 'a token is in auth.token, not in jwt_token', hint: /"token_from": \["auth:token"\]/ }],
    ['a token in a header', { extraHeaders: { Authorization: 'Bearer alice' } }, {},
      { seen: 'a token is in the header authorization, not in jwt_token' }],
    ['a token past its exp', { token: unsignedJwt({ sub: 'alice', exp: time - 720 }) }, {},
      { seen: /^exp is 12 min before the mock's clock/ }],
    ['a signature', { token: unsignedJwt({ sub: 'alice' }, 'forged') }, secret,
      { rule: 'keys-signature', rule_from: 'keys', seen: /^the signature is not valid: its alg is "none"/ }],
  ]) {
    for (const transports of [['websocket'], ['polling']]) {
      test(`${name}, by ${transports}`, async (t) => {
        const rules = [
          { match: { missing: true }, outcome: { do: 'reject' } },
          { match: { expired: true }, outcome: { do: 'reject' } },
        ];
        const fixtures = copyOf(t, 'fixtures', { 'profiles/mine.json': { auth: { rules }, ...profile } });
        const mock = await serve(t, '--fixtures', fixtures, '--profile', 'mine', ...clock);
        const entry = await refusalOf(mock, { ...options, transports });
        for (const [field, value] of Object.entries(expected)) {
          if (value instanceof RegExp) assert.match(entry[field], value);
          else assert.equal(entry[field], value, field);
        }
        assert.ok(entry.hint.length > 0);
      });
    }
  }

  test('a namespace that is the path', async (t) => {
    const mock = await serve(t);
    const socket = mock.client({ token: 'alice' }).io.socket('/socket.io');
    t.after(() => socket.disconnect());
    assert.equal((await next(socket.connect(), 'connect_error'))[0].message, 'Invalid namespace');
    const [entry] = await mock.journalled({ kind: 'refuse' });
    assert.equal(entry.layer, 'namespace');
    assert.match(entry.hint, /is the path of the socket endpoint, not a namespace/);
  });

  test('another path, and a request that is not Engine.IO', async (t) => {
    const mock = await serve(t);
    assert.equal((await refusalOf(mock, { token: 'alice', path: '/chat' })).layer, 'path');
    await fetch(`http://127.0.0.1:${mock.socketPort}/socket.io/?EIO=2&transport=polling`);
    const [, entry] = await mock.journalled({ kind: 'refuse' }, 2);
    assert.deepEqual([entry.layer, entry.seen], ['engineio', 'EIO is "2"']);
  });
});

test('rules, groups and the clock are taken back by calls', async (t) => {
  const mock = await serve(t);
  const before = await mock.ask('GET', '/auth');
  const outcome = { do: 'reject', message: 'Banned' };
  await mock.ask('POST', '/auth/rules', { match: { token: 'alice' }, outcome });
  await mock.ask('POST', '/auth/rules', { id: 'no-bob', match: { token: 'bob' }, outcome });
  assert.equal((await refusalOf(mock, { token: 'bob' })).rule, 'no-bob');
  const left = await mock.ask('DELETE', '/auth/rules/no-bob');
  assert.deepEqual(left.rules.map(({ id }) => id), ['call-1', ...before.rules.map(({ id }) => id)]);
  await mock.connected('bob');
  assert.deepEqual(await mock.ask('DELETE', '/auth/rules'), before);
  await mock.connected('alice');
  const unknown = await mock.control('DELETE', '/auth/rules/call-1');
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'unknown_rule']);

  await mock.ask('PUT', '/groups/77', { members: ['alice'] });
  await mock.ask('DELETE', '/groups/77');
  assert.equal((await mock.control('DELETE', '/groups/77')).body.error.code, 'unknown_group');

  const set = await mock.ask('PUT', '/clock', { mode: 'manual', at: '2030-01-01T00:00:00Z' });
  assert.deepEqual([set.mode, set.now], ['manual', '2030-01-01T00:00:00.000Z']);
  await mock.ask('POST', '/clock/advance', { ms: 1000, to: { user: 'alice' } });
  const back = await mock.ask('PUT', '/clock', { mode: 'real', at: 'machine' });
  assert.ok(Math.abs(Date.parse(back.now) - Date.now()) < patience_ms);
  await mock.ask('GET', '/quiesce?user=alice');
  await mock.ask('POST', '/quiesce', { to: { user: ['alice', 'bob'] }, timeout_ms: 1000 });
  assert.equal((await mock.control('PUT', '/clock', { at: 'tomorrow' })).status, 400);
});

test('set writes null; patch removes a field', async (t) => {
  const mock = await serve(t);
  const alice = await mock.connected('alice');
  const received = next(alice, 'NewMessage');
  await mock.inject('NewMessage', { set: { '/group_id': null, '/content': 'set' } });
  const [message] = await received;
  assert.deepEqual([message.group_id, message.content], [null, 'set']);
  const { status, body } = await mock.control('POST', '/events/NewMessage', { set: { '/nowhere/at/all': 1 } });
  assert.deepEqual([status, body.error.at], [400, '/set/~1nowhere~1at~1all']);
});

test('calls with their targets, and events that never arrive', async (t) => {
  const mock = await serve(t);
  await mock.connected('alice');
  await mock.connected('bob');
  await mock.ask('POST', '/connections/disconnect', { to: { user: 'alice' }, as: 'half_open' });
  await mock.ask('POST', '/connections/disconnect', { to: { user: 'bob' }, as: 'ping_timeout' });
  const { connections, silent } = await mock.ask('GET', '/connections');
  assert.deepEqual(connections.map(({ user, state }) => [user, state]), [['alice', 'half_open']]);
  assert.deepEqual(silent.map(({ user, state }) => [user, state]), [['bob', 'silent']]);
  const { unreached } = await mock.inject('NewMessage');
  assert.deepEqual(unreached.map(({ user, state }) => [user, state]), [['alice', 'half_open'], ['bob', 'silent']]);
  const { entries } = await mock.ask('GET', '/journal?kind=control&user=bob');
  assert.deepEqual(entries.map(({ call, as, to }) => ({ call, as, to })), [
    { call: 'disconnect', as: 'ping_timeout', to: { user: 'bob' } },
  ]);
});

describe('the log', () => {
  // The lines of a mock's log until one matches.
  async function linesUntil(mock, pattern) {
    const lines = [];
    for await (const line of createInterface({ input: mock.stderr })) {
      lines.push(line);
      if (pattern.test(line)) return lines;
    }
    throw new Error(lines.join('\n'));
  }

  async function startedWith(t, ...args) {
    const mock = start(['serve', '--socket', '127.0.0.1:0', '--control', '127.0.0.1:0', ...args]);
    t.after(() => mock.kill('SIGKILL'));
    const [line] = await next(createInterface({ input: mock.stdout }), 'line');
    return { mock, ready: JSON.parse(line) };
  }

  const refuse = ({ socket }) => fetch(socket.replace('ws:', 'http:') + '?EIO=2&transport=polling');

  test('logs events, as text and as JSON with the same facts', async (t) => {
    for (const format of ['text', 'json']) {
      const { mock, ready } = await startedWith(t, '--log', format);
      const lines = linesUntil(mock, /NewMessage/);
      await refuse(ready);
      await fetch(`${ready.control}/events/NewMessage`, { method: 'POST' });
      const [first, refused, emitted] = await lines;
      if (format === 'text') {
        assert.match(first, /^\S+Z info ready: clients at ws:/);
        assert.match(refused, /^\S+Z warn a client was refused by engineio \(http\): EIO is "2"; hint: /);
        assert.match(emitted, /^\S+Z info NewMessage to nobody \(default\)$/);
      } else {
        assert.equal(JSON.parse(first).socket, ready.socket);
        const { level, kind, layer, seen } = JSON.parse(refused);
        assert.deepEqual([level, kind, layer, seen], ['warn', 'refuse', 'engineio', 'EIO is "2"']);
        const { event, recipient_count } = JSON.parse(emitted);
        assert.deepEqual([event, recipient_count], ['NewMessage', 0]);
      }
    }
  });

  test('has a level', async (t) => {
    for (const [level, first] of [['warn', /refused/], ['debug', /ready/]]) {
      const { mock, ready } = await startedWith(t, '--log-level', level);
      const lines = linesUntil(mock, /refused/);
      await refuse(ready);
      assert.match((await lines)[0], first, level);
    }
    assert.equal((await run('serve', '--log-level', 'loud')).code, 2);
  });

  test('without a reader does not stop the mock, and counts lost lines', async (t) => {
    const { mock, ready } = await startedWith(t, '--log', 'json'); // long lines, more than the system keeps
    const post = (path, body) =>
      fetch(ready.control + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    for (let i = 0; i < 2000; i++) assert.equal((await post('/events/NewMessage', {})).status, 200);
    const lines = linesUntil(mock, /log lines lost/);
    for (let i = 0; i < 20; i++) await post('/events/NewMessage', {});
    const { level, message } = JSON.parse((await lines).at(-1));
    assert.equal(level, 'warn');
    assert.match(message, /^log lines lost, as stderr was not read in time: \d+$/);
  });
});
