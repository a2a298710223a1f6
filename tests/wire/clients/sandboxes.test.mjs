// Each way to choose a sandbox, with every generation of the real client over every transport.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { describe, test } from 'node:test';
import { next, unsignedJwt } from '../chatmock.mjs';
import { PythonClient } from './python_client.mjs';
import { combinations, connected, serveEveryone } from './versions.mjs';

// A browser looks a name below localhost up itself; not every system does.
const loopback = (name, { all }, answer) =>
  all ? answer(null, [{ address: '127.0.0.1', family: 4 }]) : answer(null, '127.0.0.1', 4);

// A client's way into a sandbox: its token, and options of socket.io-client; `host` is the address.
const ways = {
  path: (name) => ['alice', { path: `/sandbox/${name}/socket.io` }],
  query: (name) => ['alice', { query: { jwt_token: 'alice', sandbox: name } }],
  'opaque token': (name) => [`${name}:alice`, {}],
  'claim of a token': (name) => [unsignedJwt({ sub: 'alice', sandbox: name }), {}],
  cookie: (name) => ['alice', { extraHeaders: { cookie: `other=1; chatmock_sandbox=${name}` } }],
  host: (name) => ['alice', { host: `${name}.localhost`, agent: new Agent({ lookup: loopback }) }],
  header: (name) => ['alice', { extraHeaders: { 'X-Chatmock-Sandbox': name } }],
};

const usersIn = async (mock, sandbox) =>
  (await mock.ask('GET', `/sandboxes/${sandbox}/connections`)).connections.map(({ user }) => user);

// The client is in the sandbox, gets its events, and no events of others.
async function assertIn(mock, sandbox, client) {
  assert.deepEqual(await usersIn(mock, sandbox), ['alice']);
  assert.deepEqual(await usersIn(mock, 'default'), []);
  const received = next(client, 'NewMessage');
  await mock.inject('NewMessage', { patch: { content: 'to default' } });
  await mock.ask('POST', `/sandboxes/${sandbox}/events/NewMessage`, { patch: { content: 'to the sandbox' } });
  assert.equal((await received)[0].content, 'to the sandbox');
}

for (const combination of combinations) {
  test(`${combination.name} is in the sandbox that it names`, async (t) => {
    const mock = await serveEveryone(t);
    for (const [i, [way, choose]] of Object.entries(ways).entries()) {
      const name = `w${i}`;
      await mock.ask('POST', '/sandboxes', { name });
      const [token, { host, ...options }] = choose(name);
      await t.test(`by ${way}`, async (t) => {
        const address = { socketHost: host, socketPort: mock.socketPort };
        await assertIn(
          mock,
          name,
          await connected(t, address, combination, token, { reconnection: false, ...options }),
        );
      });
    }
    await t.test('and is refused where there is none', async (t) => {
      const client = combination.connect(t, mock, 'alice', { reconnection: false, path: '/sandbox/w9/socket.io' });
      await next(client, 'connect_error');
      const [entry] = await mock.journalled({ kind: 'refuse' });
      assert.equal(entry.status, 404);
      assert.match(entry.message, /^unknown sandbox "w9"; did you mean "w0", "w1" or "w2"\?/);
    });
  });
}

// Why a client is refused: the name that it gives, the status, and the message.
const refusals = {
  'has ended': ['ended', 404, /^the sandbox "ended" has ended; unknown sandbox "ended"/],
  'is malformed': ['W!1', 400, /^expected a sandbox's name .*, got "W!1"$/],
  'is one too many': ['late', 409, /^expected at most 256 sandboxes besides "default"; end one first$/],
};

for (const combination of combinations) {
  if (!['2.5.0', '4.8.4'].includes(combination.version) || combination.upgrades) continue;
  test(`${combination.name} is refused if the name of its sandbox`, async (t) => {
    const mock = await serveEveryone(t);
    const full = await serveEveryone(t, {}, '--sandboxes', 'auto');
    await mock.ask('POST', '/sandboxes', { name: 'ended' });
    await mock.ask('DELETE', '/sandboxes/ended');
    for (let i = 0; i < 256; ++i) await full.ask('POST', '/sandboxes', {});
    for (const [why, [name, status, message]] of Object.entries(refusals)) {
      await t.test(why, async (t) => {
        const refusing = status === 409 ? full : mock;
        const options = { reconnection: false, query: { jwt_token: 'alice', sandbox: name } };
        const client = combination.connect(t, refusing, undefined, options);
        await next(client, 'connect_error');
        const entry = (await refusing.journalled({ kind: 'refuse' })).at(-1);
        assert.deepEqual([entry.via, entry.status, entry.transport], ['sandbox', status, combination.transport]);
        assert.match(entry.message, message);
        assert.deepEqual(await usersIn(refusing, 'default'), []);
      });
    }
  });
}

const pythonWays = {
  path: ['alice', { socketio_path: 'sandbox/w1/socket.io' }],
  query: ['alice', { query: { sandbox: 'w1' } }],
  'opaque token': ['w1:alice', {}],
  'claim of a token': [unsignedJwt({ sub: 'alice', sandbox: 'w1' }), {}],
  cookie: ['alice', { headers: { Cookie: 'chatmock_sandbox=w1' } }],
  host: ['alice', { host: 'w1.localhost' }],
  header: ['alice', { headers: { 'X-Chatmock-Sandbox': 'w1' } }],
};

for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
  describe(`the Python client over ${transports.join(' to ')}`, { concurrency: 2 }, () => {
    for (const [way, [token, options]] of Object.entries(pythonWays)) {
      test(`is in the sandbox that it names by ${way}`, async (t) => {
        const mock = await serveEveryone(t);
        await mock.ask('POST', '/sandboxes', { name: 'w1' });
        const client = new PythonClient(t, mock, token, transports, options);
        await client.hears('connect');
        await client.hears('ready');
        assert.deepEqual(await usersIn(mock, 'w1'), ['alice']);
        await mock.inject('NewMessage', { patch: { content: 'to default' } });
        await mock.ask('POST', '/sandboxes/w1/events/NewMessage', { patch: { content: 'to w1' } });
        assert.equal((await client.hears('event')).arguments[0].content, 'to w1');
      });
    }
  });
}
