// Clients connect: over each transport, accepted or refused by auth rules.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect, copyOf, events, fixture, next, serve, unsignedJwt } from './chatmock.mjs';

for (const transport of ['polling', 'websocket']) {
  describe(`over ${transport} only`, () => {
    test('all five events arrive as the examples', async (t) => {
      const mock = await serve(t);
      const client = await mock.connected('alice', { transports: [transport] });

      const { connections } = await mock.ask('GET', '/connections');
      assert.deepEqual(
        connections.map(({ sid, user, transport }) => ({ sid, user, transport })),
        [{ sid: client.id, user: 'alice', transport }],
      );
      await assertReceivesEveryEvent(mock, client);
    });

    test('text beyond ASCII passes both ways', async (t) => {
      const mock = await serve(t);
      const client = await mock.connected('alice', { transports: [transport] });
      const content = 'Grüße 👋🏽 שלום \u2028 "\\" \u0000 end';

      const received = next(client, 'NewMessage');
      await mock.inject('NewMessage', { patch: { content } });
      const [message] = await received;
      assert.equal(message.content, content);

      client.emit('typing…', { content });
      const [entry] = await mock.journalled({ kind: 'receive', event: 'typing…', user: 'alice' });
      assert.deepEqual(entry.data, [{ content }]);
    });

    test('a token that must be escaped in a URL arrives whole', async (t) => {
      const mock = await serve(t);
      await mock.connected('anna@example.org', { transports: [transport] });
      const { connections } = await mock.ask('GET', '/connections');
      assert.equal(connections[0].user, 'anna@example.org');
    });

    test('heartbeats keep a quiet connection, and the silence of the client ends it', async (t) => {
      const [ping_interval_ms, ping_timeout_ms] = [50, 60_000];
      const profile = { auth: { rules: [] }, groups: {}, protocol: { ping_interval_ms, ping_timeout_ms } };
      const mock = await serve(t, '--fixtures', copyOf(t, 'fixtures', { 'profiles/default.json': profile }));
      const client = await mock.connected('alice', { transports: [transport] });

      await collect(client.io, 'ping', 6);
      await assertReceivesEveryEvent(mock, client);

      const closed = next(client, 'disconnect');
      client.io.engine.transport.send = () => {};
      await mock.ask('PUT', '/clock', { mode: 'manual' });
      await mock.ask('POST', '/clock/advance', { ms: ping_interval_ms, await: 'nothing' });
      await mock.ask('GET', '/quiesce'); // afterwards a polling client has its ping, and polls again
      await mock.ask('POST', '/clock/advance', { ms: ping_timeout_ms, await: 'nothing' });
      const [entry] = await mock.journalled({ kind: 'disconnect', user: 'alice' });
      assert.equal(entry.reason, 'ping timeout');
      assert.equal((await closed)[0], 'transport close');
    });
  });
}

describe('with upgrade', () => {
  test('polling becomes WebSocket, and all five events arrive as the examples', async (t) => {
    const mock = await serve(t);
    const client = mock.client({ token: 'alice', transports: ['polling', 'websocket'] });
    await Promise.all([next(client, 'connect'), next(client.io.engine, 'upgrade')]);
    await mock.journalled({ kind: 'upgrade' });

    const { connections } = await mock.ask('GET', '/connections');
    assert.equal(connections.length, 1);
    assert.equal(connections[0].sid, client.id);
    assert.equal(connections[0].transport, 'websocket');
    await assertReceivesEveryEvent(mock, client);
  });

  test('no event is lost or out of order on the way from polling to WebSocket', async (t) => {
    const mock = await serve(t);
    const client = mock.client({ token: 'alice', transports: ['polling', 'websocket'] });
    const contents = [];
    client.on('NewMessage', ({ content }) => contents.push(content));
    const upgraded = next(client.io.engine, 'upgrade');
    await next(client, 'connect');

    let injected = 0;
    let isUpgraded = false;
    upgraded.then(() => (isUpgraded = true));
    while (!isUpgraded || injected < 50) {
      await mock.inject('NewMessage', { patch: { content: String(injected++) } });
    }
    await mock.inject('NewMember', { await: 'written' });
    await upgraded;
    client.emit('done');
    await mock.journalled({ kind: 'receive', event: 'done' });
    assert.deepEqual(contents, Array.from({ length: injected }, (_, i) => String(i)));
  });
});

describe('auth', () => {
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  const refused = {
    'no token': undefined,
    'an invalid token': 'invalid-x',
    'an expired token': 'expired-x',
    'a JWT past its exp': unsignedJwt({ sub: 'alice', exp: hourAgo }),
  };
  for (const [name, token] of Object.entries(refused)) {
    test(`${name} is refused with Unauthorization`, async (t) => {
      const mock = await serve(t);
      for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
        const client = mock.client({ token, transports });
        const [error] = await next(client, 'connect_error');
        assert.equal(error.message, 'Unauthorization');
        assert.equal(client.active, false, 'the client takes it as final');
      }
      const { connections } = await mock.ask('GET', '/connections');
      assert.deepEqual(connections, []);
      const entries = await mock.journalled({ kind: 'refuse' }, 3);
      assert.deepEqual(new Set(entries.map(({ message }) => message)), new Set(['Unauthorization']));
    });
  }

  test('a JWT identifies the user', async (t) => {
    const mock = await serve(t);
    const claims = { sub: 'alice', role: 'admin', exp: hourAgo + 7200 };
    await mock.connected(unsignedJwt(claims));
    const { connections } = await mock.ask('GET', '/connections');
    assert.equal(connections[0].user, 'alice');
    assert.deepEqual(connections[0].claims, claims);
  });

  test('a rule put in front decides first, with its own message, until a reset', async (t) => {
    const mock = await serve(t);
    await mock.ask('POST', '/auth/rules', {
      match: { claims: { sub: 'bob' } },
      outcome: { do: 'reject', message: 'Banned' },
    });
    await mock.connected('alice');
    const [error] = await next(mock.client({ token: unsignedJwt({ sub: 'bob' }) }), 'connect_error');
    assert.equal(error.message, 'Banned');

    await mock.ask('POST', '/reset');
    await mock.connected(unsignedJwt({ sub: 'bob' }));
  });

  test('rules put whole replace the others', async (t) => {
    const mock = await serve(t);
    const rules = [{ match: { token: 'expired*' }, outcome: { do: 'accept' } }];
    await mock.ask('PUT', '/auth', { rules });
    assert.deepEqual((await mock.ask('GET', '/auth')).rules, [{ id: 'call-1', ...rules[0] }]);
    await mock.connected('expired-x');
    await mock.connected(undefined);
  });
});

async function assertReceivesEveryEvent(mock, client) {
  for (const event of events) {
    const received = next(client, event);
    await mock.inject(event, { min_recipients: 1 });
    assert.deepEqual(await received, [await fixture(event)]);
  }
}

test('a wait for connections takes those that have settled, on the transport that it names', async (t) => {
  const mock = await serve(t);
  const waitFor = async (wish) => (await mock.ask('POST', '/connections/wait', wish)).connections;
  mock.client({ token: 'alice', transports: ['polling', 'websocket'] });
  const [alice] = await waitFor({ match: { user: 'alice' } });
  assert.equal(alice.transport, 'websocket');
  mock.client({ token: 'bob', transports: ['polling'] });
  const [bob] = await waitFor({ match: { transport: 'polling' } });
  assert.equal(bob.user, 'bob');
  assert.equal((await waitFor({ match: { user: 'bob', transport: 'polling' }, settled: false })).length, 1);
  await mock.inject('NewMessage', { to: { user: 'bob' }, min_recipients: 1, settled: true });
  for (const match of [{ transport: 'pigeon' }, { user: 'bob', all: true }, { user: 'bob', via: 'polling' }]) {
    assert.equal((await mock.control('POST', '/connections/wait', { match })).status, 400);
  }
});
