// Debian's python3-socketio: an independent implementation of the protocol.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { events, fixture } from '../chatmock.mjs';
import { PythonClient } from './python_client.mjs';
import { serveEveryone } from './versions.mjs';

const foreign = 'Grüße 👋🏽 שלום \u2028 "\\" \u0000 end';
const binary = { $binary: 'AAEC/w==' };

for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
  describe(`over ${transports.join(' to ')}`, { concurrency: 2 }, () => {
    async function connected(t, mock) {
      const client = new PythonClient(t, mock, 'alice', transports);
      const { sid, transport } = await client.hears('connect');
      assert.equal(transport, transports.at(-1));
      // Before that, it ignores a disconnection.
      await client.hears('ready');
      return { client, sid };
    }

    test('the five events, and text beyond ASCII both ways', async (t) => {
      const mock = await serveEveryone(t);
      const { client, sid } = await connected(t, mock);
      assert.equal((await mock.ask('GET', '/connections')).connections[0].sid, sid);
      for (const event of events) {
        await mock.inject(event);
        const heard = await client.hears('event');
        assert.deepEqual([heard.event, heard.arguments], [event, [await fixture(event)]]);
      }
      await mock.inject('NewMessage', { patch: { content: foreign } });
      assert.equal((await client.hears('event')).arguments[0].content, foreign);

      client.order({ emit: 'typing…', arguments: [{ content: foreign }] });
      const [entry] = await mock.journalled({ kind: 'receive', event: 'typing…', user: 'alice' });
      assert.deepEqual(entry.data, [{ content: foreign }]);
    });

    test('binary and acknowledgements both ways', async (t) => {
      const mock = await serveEveryone(t);
      const { client } = await connected(t, mock);
      client.order({ emit: 'message', arguments: [binary, { nested: [binary, foreign] }] });
      assert.deepEqual((await client.hears('event')).arguments, [binary, { nested: [binary, foreign] }]);
      client.order({ call: 'message-with-ack', arguments: [1, binary] });
      assert.deepEqual((await client.hears('acknowledged')).answer, [1, binary]);

      const data = { content: foreign, attachment: binary };
      const { recipients } = await mock.inject('NewMessage', { data, contract: 'skip', await: 'acked' });
      assert.equal(recipients[0].state, 'acked');
      assert.deepEqual(recipients[0].acknowledgement, ['got', data]);
    });

    test('it is refused with Unauthorization', async (t) => {
      const mock = await serveEveryone(t);
      const client = new PythonClient(t, mock, 'invalid-x', transports);
      assert.deepEqual((await client.hears('connect_error')).error, { message: 'Unauthorization' });
    });

    test('server_disconnect ends it', async (t) => {
      const mock = await serveEveryone(t);
      const { client } = await connected(t, mock);
      await mock.ask('POST', '/connections/disconnect', { to: { user: 'alice' }, as: 'server_disconnect' });
      await client.hears('disconnect');
      await mock.ask('POST', '/connections/wait', { match: { user: 'alice' }, count: 0 });
    });

    // This client treats a close packet, which only polls carry, as final; a WebSocket's end it does not.
    test('transport_close', async (t) => {
      const mock = await serveEveryone(t);
      const { client } = await connected(t, mock);
      await mock.ask('POST', '/connections/disconnect', { to: { user: 'alice' }, as: 'transport_close' });
      await client.hears('disconnect');
      if (transports.at(-1) === 'polling') return;
      await client.hears('connect');
      await mock.inject('NewMember', { min_recipients: 1 });
      assert.equal((await client.hears('event')).event, 'NewMember');
    });

    test('heartbeats keep it, and its own disconnect reaches the mock', async (t) => {
      const mock = await serveEveryone(t, { ping_interval_ms: 50, ping_timeout_ms: 10_000 });
      const { client } = await connected(t, mock);
      for (let beaten = 0; beaten < 25; ++beaten) await client.hears('ping');
      await mock.inject('NewMember', { min_recipients: 1 });
      await client.hears('event');
      client.order({ disconnect: true });
      const [entry] = await mock.journalled({ kind: 'disconnect', user: 'alice' });
      // It leaves without waiting for its packets, so either its packet or its transport's end arrives first.
      const reasons = ['client namespace disconnect', 'transport close'];
      if (transports.at(-1) === 'polling') reasons.push('ping timeout');
      assert.ok(reasons.includes(entry.reason), entry.reason);
    });
  });
}
