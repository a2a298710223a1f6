// Ends of connections, and the reason that each client reports.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, next, serve } from './chatmock.mjs';

for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
  describe(`over ${transports.join(' to ')}`, () => {
    async function connected(mock, token) {
      const client = mock.client({ token, transports });
      const upgraded = transports.length > 1 ? next(client.io.engine, 'upgrade') : undefined;
      await next(client, 'connect');
      await upgraded;
      return client;
    }

    test('server_disconnect is final', async (t) => {
      const mock = await serve(t);
      const alice = await connected(mock, 'alice');
      const bob = await connected(mock, 'bob');
      const ended = next(alice, 'disconnect');
      const { disconnected } = await mock.ask('POST', '/connections/disconnect', {
        to: { user: 'alice' },
        as: 'server_disconnect',
      });
      assert.deepEqual(disconnected.map(({ user }) => user), ['alice']);
      assert.equal((await ended)[0], 'io server disconnect');
      assert.equal(alice.active, false, 'the client does not come back by itself');

      const { connections } = await mock.ask('GET', '/connections');
      assert.deepEqual(connections.map(({ sid }) => sid), [bob.id]);
    });

    test('after transport_close the client reconnects', async (t) => {
      const mock = await serve(t);
      const client = await connected(mock, 'alice');
      const { id } = client;
      const ended = next(client, 'disconnect');
      const back = next(client, 'connect');
      await mock.ask('POST', '/connections/disconnect', { to: { sid: id }, as: 'transport_close' });
      assert.equal((await ended)[0], 'transport close');
      await back;
      assert.notEqual(client.id, id);

      const received = next(client, 'NewMessage');
      await mock.inject('NewMessage', { min_recipients: 1 });
      assert.deepEqual(await received, [await fixture('NewMessage')]);
    });

    test('a client that leaves is gone at once', async (t) => {
      const mock = await serve(t);
      const client = await connected(mock, 'alice');
      const { id } = client;
      client.disconnect();
      await mock.ask('POST', '/connections/wait', { match: { user: 'alice' }, count: 0 });
      const [entry] = await mock.journalled({ kind: 'disconnect', sid: id });
      assert.equal(entry.reason, 'client namespace disconnect');
      const { recipients } = await mock.inject('NewMessage');
      assert.deepEqual(recipients, []);
    });

    test('a reset looks like a restarting server', async (t) => {
      const mock = await serve(t);
      const client = await connected(mock, 'alice');
      await mock.ask('PUT', '/groups/4711', { members: ['alice'] });
      const ended = next(client, 'disconnect');
      const back = next(client, 'connect');
      assert.deepEqual(await mock.ask('POST', '/reset'), { closed: 1 });
      assert.equal((await ended)[0], 'transport close');
      await back;
      const { connections } = await mock.ask('GET', '/connections');
      assert.ok(!connections[0].groups.includes('4711'));
    });
  });
}

test('a reset may keep connections', async (t) => {
  const mock = await serve(t);
  const client = await mock.connected('alice');
  const { id } = client;
  assert.deepEqual(await mock.ask('POST', '/reset', { connections: 'keep' }), { closed: 0 });
  const received = next(client, 'NewMessage');
  await mock.inject('NewMessage', { to: { sid: id }, min_recipients: 1 });
  await received;
});

test('one connection can be looked up, and waited for', async (t) => {
  const mock = await serve(t);
  const waiting = mock.ask('POST', '/connections/wait', { match: { user: 'alice' }, count: 2 });
  const first = await mock.connected('alice');
  const second = await mock.connected('alice');
  assert.deepEqual((await waiting).connections.map(({ sid }) => sid), [first.id, second.id]);
  assert.equal((await mock.ask('GET', `/connections/${second.id}`)).sid, second.id);

  const { status, body } = await mock.control('POST', '/connections/wait', {
    match: { user: 'alice' },
    count: 3,
    timeout_ms: 20,
  });
  assert.equal(status, 408);
  assert.equal(body.error.code, 'timed_out');
});
