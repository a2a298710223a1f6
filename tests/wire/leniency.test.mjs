// Unusual behaviour of real clients that the mock accepts as the real server does: places of tokens, forms of
// bytes and texts, paths and revisions; and the client's own files.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { copyOf, fileOf, next, run, serve, unsignedJwt } from './chatmock.mjs';
import { lengthPrefixed } from './differential/payload.mjs';
import { rawPolling } from './raw.mjs';

const require = createRequire(import.meta.url);
const clientFolder = join(dirname(require.resolve('socket.io-client')), '..', '..');
const open = { auth: { rules: [] } };
const withProfile = (t, profile) => ['--fixtures', copyOf(t, 'fixtures', { 'profiles/default.json': profile })];

describe('a token', () => {
  const places = ['query:jwt_token', 'auth:token', 'header:authorization', 'cookie:jwt'];
  const jwt = unsignedJwt({ sub: 'alice' }, 'c2lnbmF0dXJl');
  const clients = {
    query: { query: { jwt_token: jwt } },
    auth: { auth: { token: jwt } },
    header: { extraHeaders: { Authorization: `Bearer ${jwt}` } },
    cookie: { extraHeaders: { Cookie: `theme=dark; jwt=${jwt}` } },
  };
  for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
    test(`is found wherever it stands, over ${transports.join(' and ')}`, async (t) => {
      const rules = [{ match: { missing: true }, outcome: { do: 'reject' } }];
      const profile = { token_from: places, auth: { rules } };
      const mock = await serve(t, ...withProfile(t, profile));
      for (const [place, options] of Object.entries(clients)) {
        const client = await mock.connected(undefined, { transports, ...options });
        const received = next(client, 'NewMessage');
        await mock.inject('NewMessage', { to: { user: 'alice' }, min_recipients: 1 });
        assert.ok(await received, place);
        client.disconnect();
        await mock.ask('POST', '/connections/wait', { match: {}, count: 0 });
      }
      const refused = mock.client({ transports });
      assert.equal((await next(refused, 'connect_error'))[0].message, 'Unauthorization');

      const transcript = (await mock.control('GET', '/journal/export')).body;
      assert.ok(!transcript.includes(jwt) && !transcript.includes('c2lnbmF0dXJl'), 'no token is in the transcript');
      const { code, stdout } = await run('replay', fileOf(t, transcript));
      assert.equal(code, 0, stdout);
    });
  }

  test('in another place counts as soon as the profile is saved', async (t) => {
    const fixtures = copyOf(t, 'fixtures', { 'profiles/default.json': { ...open, token_from: ['auth:old'] } });
    const mock = await serve(t, '--fixtures', fixtures);
    writeFileSync(join(fixtures, 'profiles', 'default.json'), JSON.stringify({ ...open, token_from: ['auth:new'] }));
    await mock.journalled({ kind: 'reload' });
    await mock.connected(undefined, { auth: { old: 'alice', new: 'bob' } });
    const { connections } = await mock.ask('GET', '/connections');
    assert.deepEqual(connections.map(({ user }) => user), ['bob']);
  });
});

describe('bytes and texts', () => {
  test('base64 is read as Node reads it, in both revisions', async (t) => {
    const mock = await serve(t, ...withProfile(t, open));
    const header = '451-["picture",{"_placeholder":true,"num":0}]';
    for (const base64 of ['AQID', 'AQID\n', 'AQ\r\nID', 'A Q\tID', 'AQIDB', 'AQ!ID=']) {
      for (const eio of [3, 4]) {
        const query = `EIO=${eio}&transport=polling&jwt_token=java`;
        const at = `http://127.0.0.1:${mock.socketPort}/socket.io/?${query}`;
        const { sid } = JSON.parse(/\{.*?\}/.exec(await (await fetch(at)).text())[0]);
        const post = (body) => fetch(`${at}&sid=${sid}`, { method: 'POST', body });
        if (eio === 4) await post('40');
        await post(eio === 4 ? `${header}\x1eb${base64}` : lengthPrefixed(header, `b4${base64}`));
        const { entries } = await mock.ask('GET', '/journal?kind=receive');
        assert.deepEqual(entries.at(-1)?.data, [{ $binary: 'AQID' }], `EIO ${eio}, ${JSON.stringify(base64)}`);
        await mock.ask('DELETE', '/journal');
      }
    }
  });

  test('a text that was cut within an emoji passes both ways', async (t) => {
    const mock = await serve(t, ...withProfile(t, open));
    const cut = 'hi 😀'.slice(0, 4);
    for (const transports of [['polling'], ['websocket']]) {
      const client = await mock.connected('alice', { transports });
      client.emit('say', { [cut]: cut });
      const [entry] = await mock.journalled({ kind: 'receive', event: 'say', user: 'alice' });
      assert.deepEqual(entry.data, [{ [cut]: cut }]);
      const received = next(client, 'NewMessage');
      await mock.inject('NewMessage', { contract: 'skip', data: { content: cut } });
      assert.deepEqual(await received, [{ content: cut }]);
      client.disconnect();
      await mock.ask('DELETE', '/journal');
    }
  });

  test('a POST that is not UTF-8 is read with U+FFFD', async (t) => {
    const mock = await serve(t);
    const url = await rawPolling(mock);
    await fetch(url, { method: 'POST', body: '40' });
    const body = Buffer.concat([Buffer.from('42["say","'), Buffer.from([0xed, 0xa0, 0xbd]), Buffer.from('"]')]);
    await fetch(url, { method: 'POST', body });
    const [entry] = await mock.journalled({ kind: 'receive', event: 'say' });
    assert.deepEqual(entry.data, ['\ufffd\ufffd\ufffd']);
  });

  test('a payload is any JSON, and an event has several arguments or none', async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    const cases = [
      [{ data: 'text' }, ['text']], [{ data: 7 }, [7]], [{ data: [1, 2] }, [[1, 2]]], [{ data: false }, [false]],
      [{ data: null }, [null]], [{ args: [] }, []], [{ args: ['a', { b: [null] }] }, ['a', { b: [null] }]],
      [{ args: [{ $binary: 'AQ\nID' }, 1] }, [Buffer.from([1, 2, 3]), 1]],
    ];
    for (const [content, expected] of cases) {
      const received = next(client, 'NewMessage');
      await mock.inject('NewMessage', { contract: 'skip', ...content });
      assert.deepEqual(await received, expected, JSON.stringify(content));
    }
    for (const content of [{ data: { a: { $binary: 'A' } } }, { args: [{ $binary: 'not base64!' }] }]) {
      const { status, body } = await mock.control('POST', '/events/NewMessage', { contract: 'skip', ...content });
      assert.equal(status, 400);
      assert.match(body.error.at, /\$binary$/);
    }
  });

  test('a fixture may hold arguments, which the contract and a reaction know', async (t) => {
    const fixtures = copyOf(t, 'fixtures', {
      'profiles/default.json': {
        ...open,
        reactions: [
          { on: { event: 'ask' }, emit: { event: 'NewMessage', fixture: 'several' } },
          { on: { event: 'ping' }, emit: { event: 'pong', args: ['${args}', 2] } },
        ],
      },
    });
    const folder = join(fixtures, 'events', 'NewMessage');
    const payload = JSON.parse(readFileSync(join(folder, 'default.json'), 'utf8'));
    writeFileSync(join(folder, 'several.json'), JSON.stringify({ args: [payload, 'second'] }));
    const mock = await serve(t, '--fixtures', fixtures);
    const client = await mock.connected('alice');
    for (const act of [
      () => mock.inject('NewMessage', { fixture: 'several', patch: { content: payload.content } }),
      () => client.emit('ask'),
    ]) {
      const received = next(client, 'NewMessage');
      act();
      assert.deepEqual(await received, [payload, 'second']);
    }
    const answered = next(client, 'pong');
    client.emit('ping', 1);
    assert.deepEqual(await answered, [[1], 2]);
  });

  test('a fixture with malformed base64 prevents the start, and the error names the place', async (t) => {
    const fixtures = copyOf(t, 'fixtures', { 'events/NewMessage/default.json': { file: { $binary: 'A' } } });
    const { code, stderr } = await run('serve', '--socket', '127.0.0.1:0', '--fixtures', fixtures);
    assert.equal(code, 2);
    assert.match(stderr, /default\.json.*\/file\/\$binary/);
  });
});

describe('a path and a revision', () => {
  test('a client without a slash at the path\'s end connects, whatever the profile\'s form', async (t) => {
    for (const path of ['/chat', '/chat/']) {
      const mock = await serve(t, ...withProfile(t, { ...open, endpoints: [{ path }] }));
      assert.ok(mock.ready.socket.endsWith('/chat/'), mock.ready.socket);
      for (const addTrailingSlash of [true, false]) {
        for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
          const client = await mock.connected('alice', { path: '/chat', addTrailingSlash, transports });
          client.disconnect();
        }
      }
    }
  });

  test('a client that sends no EIO has the revision that the profile names', async (t) => {
    const mock = await serve(t, ...withProfile(t, { ...open, eio_default: 3 }));
    const answer = await (await fetch(`http://127.0.0.1:${mock.socketPort}/socket.io/?transport=polling`)).text();
    assert.match(answer, /^\d+:0\{/);
    await mock.connected('alice'); // a client that names it has its own
  });
});

describe('the official client', () => {
  test('is handed out as the real server does, whole', async (t) => {
    const mock = await serve(t, '--client', clientFolder);
    const at = (name) => `http://127.0.0.1:${mock.socketPort}/socket.io/${name}`;
    const { version } = require(join(clientFolder, 'package.json'));
    const names = ['js', 'js.map', 'min.js', 'min.js.map', 'esm.min.js', 'esm.min.js.map', 'msgpack.min.js'];
    for (const name of names.map((end) => `socket.io.${end}`)) {
      const type = name.endsWith('.map') ? 'json' : 'javascript';
      const answer = await fetch(at(name));
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), `application/${type}; charset=utf-8`);
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=0');
      assert.equal(answer.headers.get('etag'), `"${version}"`);
      assert.ok((await answer.arrayBuffer()).byteLength > 1000);
      const again = await fetch(at(name), { headers: { 'if-none-match': `W/"${version}"` } });
      assert.equal(again.status, 304);
    }
    const module = { exports: {} };
    new Function('module', 'exports', await (await fetch(at('socket.io.js'))).text())(module, module.exports);
    assert.equal(typeof module.exports.io, 'function');
  });

  test('is said to be missing where it is not installed', async (t) => {
    const mock = await serve(t);
    const answer = await fetch(`http://127.0.0.1:${mock.socketPort}/socket.io/socket.io.js`);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /npm install socket\.io-client/);
    const { code, stderr } = await run('serve', '--client', '/nowhere');
    assert.equal(code, 2);
    assert.match(stderr, /--client: expected the folder of socket\.io-client/);
  });
});

test('stray acknowledgements are counted separately, and a 408 lists the clients with the event', async (t) => {
  const mock = await serve(t);
  const client = await mock.connected('alice');
  client.on('NewMessage', () => {}); // receives it, and does not acknowledge
  const late = await mock.control('POST', '/events/NewMessage', { await: 'acked', timeout_ms: 300 });
  assert.equal(late.status, 408);
  assert.match(late.body.error.nearest[0], /: written$/);
  client.io.engine.write('30[]');
  client.io.engine.write('30[]');
  client.io.engine.write('377[]');
  await mock.journalled({ kind: 'stray_acknowledge', user: 'alice' }, 2);
  await mock.ask('POST', '/journal/verify', { match: { kind: 'acknowledge' }, exactly: 1 });
});
