// Events in both directions, with every generation of the real client.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { events, fixture, next } from '../chatmock.mjs';
import { combinations, connected, refusal, serveEveryone } from './versions.mjs';

const foreign = 'Grüße 👋🏽 שלום \u2028 "\\" \u0000 end';
const binary = { $binary: 'AAEC/w==' };
const bytes = Buffer.from(binary.$binary, 'base64');

for (const combination of combinations) {
  describe(combination.name, { concurrency: 4 }, () => {
    test('all five events arrive as the examples', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      for (const event of events) {
        const received = next(client, event);
        await mock.inject(event, { to: { user: 'alice' }, min_recipients: 1 });
        assert.deepEqual(await received, [await fixture(event)]);
      }
    });

    test('the mock knows its user and its protocol', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      // The client reports it before the mock knows.
      if (combination.upgrades) await mock.journalled({ kind: 'upgrade', user: 'alice' });
      const { connections } = await mock.ask('POST', '/connections/wait', { match: { user: 'alice' } });
      const { sid, user, transport, protocol } = connections[0];
      const { engineio } = combination;
      assert.deepEqual({ sid, user, transport, protocol }, {
        sid: client.id,
        user: 'alice',
        transport: combination.transport,
        protocol: { engineio, socketio: engineio + 1 },
      });
    });

    test('text beyond ASCII arrives', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      const received = next(client, 'NewMessage');
      await mock.inject('NewMessage', { patch: { content: foreign } });
      assert.equal((await received)[0].content, foreign);
    });

    test('text beyond ASCII is understood', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      client.emit('typing…', { content: foreign });
      const [entry] = await mock.journalled({ kind: 'receive', event: 'typing…', user: 'alice' });
      assert.deepEqual(entry.data, [{ content: foreign }]);
    });

    test('binary arrives', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      const received = next(client, 'NewMessage');
      await mock.inject('NewMessage', { data: { first: binary, rest: [1, binary] }, contract: 'skip' });
      const [payload] = await received;
      assert.deepEqual(Buffer.from(payload.first), bytes);
      assert.equal(payload.rest[0], 1);
      assert.deepEqual(Buffer.from(payload.rest[1]), bytes);
    });

    test('binary is understood', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      client.emit('upload', { first: bytes, rest: [1, bytes] }, foreign);
      const [entry] = await mock.journalled({ kind: 'receive', event: 'upload', user: 'alice' });
      assert.deepEqual(entry.data, [{ first: binary, rest: [1, binary] }, foreign]);
    });

    test('a reaction answers with the event\'s arguments, binary included', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      const received = next(client, 'message-back');
      client.emit('message', 1, { bytes }, foreign);
      const [number, object, text] = await received;
      assert.deepEqual([number, Buffer.from(object.bytes), text], [1, bytes, foreign]);
    });

    test('its events are acknowledged', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      const acknowledged = (...args) => new Promise((resolve) => {
        client.emit('message-with-ack', ...args, (...answer) => resolve(answer));
      });
      assert.deepEqual(await acknowledged(1, foreign, { nested: [null] }), [1, foreign, { nested: [null] }]);
      assert.deepEqual(Buffer.from((await acknowledged(bytes))[0]), bytes);
      assert.deepEqual(await acknowledged(), []);
    });

    test('it acknowledges events', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      client.on('NewMessage', ({ content }, acknowledge) => acknowledge('got', content, bytes));
      const { recipients } = await mock.inject('NewMessage', { patch: { content: foreign }, await: 'acked' });
      assert.deepEqual(
        recipients.map(({ user, state, acknowledgement }) => ({ user, state, acknowledgement })),
        [{ user: 'alice', state: 'acked', acknowledgement: ['got', foreign, binary] }],
      );
    });

    test('many in a row keep their order, both ways', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      const numbers = Array.from({ length: 50 }, (_, i) => i);
      const received = [];
      client.on('message-back', (number) => received.push(number));
      for (const number of numbers) client.emit('message', number);
      await new Promise((resolve) => client.emit('message-with-ack', resolve));
      assert.deepEqual(received, numbers);
    });

    for (const token of [undefined, 'invalid-x']) {
      test(`${token ?? 'no token'} is refused with Unauthorization`, async (t) => {
        const mock = await serveEveryone(t);
        const client = combination.connect(t, mock, token);
        assert.equal(await refusal(client, combination), 'Unauthorization');
        const [entry] = await mock.journalled({ kind: 'refuse' });
        assert.equal(entry.message, 'Unauthorization');
      });
    }

    test('a namespace of its own', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      const custom = client.io.socket('/custom');
      t.after(() => custom.disconnect());
      await next(custom, 'connect');
      const received = next(custom, 'message-back');
      custom.emit('message', 'in custom');
      assert.deepEqual(await received, ['in custom']);
    });
  });
}
