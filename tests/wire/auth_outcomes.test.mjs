// Each auth outcome as an app observes it, through its client and over each transport; and the request data
// that rules can match.
import './clients/held_timers.cjs';
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { copyOf, fileOf, next, run, serve } from './chatmock.mjs';
import { documentedTable } from './documented_table.mjs';

const require = createRequire(import.meta.url);
const packages = { 2.5: 'client-2', 4.8: 'socket.io-client' };
const connect_timeout_ms = { client: 20_000, mock: 10_000 };

// A mock with this profile, and further files.
function serveProfile(test, profile, files = {}) {
  return serve(test, '--fixtures', copyOf(test, 'fixtures', { 'profiles/default.json': profile, ...files }));
}

// A client that reconnects by itself, and records the events of its app.
function listen(test, mock, version, transport, token) {
  const socket = require(packages[version])(`http://127.0.0.1:${mock.socketPort}`, {
    forceNew: true,
    reconnectionDelay: 10,
    transports: [transport],
    query: { jwt_token: token },
  });
  test.after(() => socket.disconnect());
  const heard = [];
  const app = new EventEmitter();
  for (const event of ['connect', 'connect_error', 'connect_timeout', 'error', 'disconnect']) {
    socket.on(event, (why) => {
      heard.push(why === undefined ? event : `${event}: ${why.message ?? why}`);
      app.emit('heard');
    });
  }
  return { socket, heard, app };
}

// True if it is not connected, and will not reconnect by itself.
function hasGivenUp({ connected, active, io }) {
  return !connected && !(active ?? (io.reconnecting || io.readyState !== 'closed'));
}

describe('the table of docs/EDGE_CASES.md', () => {
  const rows = documentedTable('EDGE_CASES.md', 'auth outcomes');

  test('has every outcome', () => {
    const outcomes = rows.map(({ outcome }) => JSON.parse(outcome));
    const ways = outcomes.map((outcome) => {
      return ['do', 'via', 'at', 'expire_as'].flatMap((field) => outcome[field] ?? []).join(' ');
    });
    const existing = ['accept', 'accept event', 'reject', 'reject http', 'reject event', 'reject close'];
    for (const way of [...existing, 'reject close handshake', 'hang', 'hang handshake']) {
      assert.ok(ways.includes(way), way);
    }
    assert.ok(outcomes.some(({ expire_after_ms }) => expire_after_ms));
    assert.ok(outcomes.some(({ delay_ms }) => delay_ms));
  });

  // Passes the timeout that ends the outcome for clients which neither join nor leave, once `count` of them
  // are refused: a client's own while its handshake hangs, otherwise the mock's.
  async function passTimeout(mock, { do: verdict, via = 'connect_error', at = 'connect' }, count) {
    if (verdict === 'accept' || via !== 'connect_error') return;
    await mock.journalled({ kind: 'refuse' }, count);
    if (at === 'handshake') {
      heldTimers.advance(connect_timeout_ms.client);
      return;
    }
    await mock.ask('PUT', '/clock', { mode: 'manual' });
    await mock.ask('POST', '/clock/advance', { ms: connect_timeout_ms.mock, await: 'nothing' });
    await mock.ask('PUT', '/clock', { mode: 'real' });
  }

  for (const { outcome: text, ...cells } of rows) {
    test(text, async (t) => {
      const outcome = JSON.parse(text);
      const mock = await serveProfile(t, { protocol: { connect_timeout_ms: connect_timeout_ms.mock } });
      const passed = passTimeout(mock, outcome, Object.keys(cells).length);
      await Promise.all(Object.entries(cells).map(async ([column, documented]) => {
        const [, version, transport] = column.match(/^(\S+) over (\S+)$/);
        const token = `${version}-${transport}`;
        const expected = documented.split(', ');
        await mock.ask('POST', '/auth/rules', { match: { token }, times: 1, outcome });
        const { socket, heard, app } = listen(t, mock, version, transport, token);
        await passed;
        while (heard.length < expected.length) await next(app, 'heard');
        await mock.ask('GET', '/quiesce');
        assert.deepEqual(heard, expected, column);
        if (expected.at(-1) !== 'connect') assert.ok(hasGivenUp(socket), `${column}: it comes back`);
      }));
    });
  }
});

const handshakeOf = ({ socketPort }, transport, token) =>
  `http://127.0.0.1:${socketPort}/socket.io/?EIO=4&transport=${transport}&jwt_token=${token}`;

// The answer to a WebSocket handshake.
async function upgradeOf(mock, token) {
  const asked = request(handshakeOf(mock, 'websocket', token), {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    },
  });
  asked.end();
  const [response] = await once(asked, 'response');
  let body = '';
  for await (const text of response) body += text;
  return { status: response.statusCode, reason: response.statusMessage, body };
}

test('a status has its reason, and the message the reference server\'s form', async (t) => {
  const mock = await serve(t);
  const reasons = { 401: 'Unauthorized', 429: 'Too Many Requests', 503: 'Service Unavailable' };
  for (const [status, reason] of Object.entries(reasons)) {
    const outcome = { do: 'reject', via: 'http', status: Number(status), message: 'No' };
    await mock.ask('POST', '/auth/rules', { match: { token: status }, outcome });
    const headers = { origin: 'http://app.example' };
    const polling = await fetch(handshakeOf(mock, 'polling', status), { headers });
    assert.equal(polling.status, Number(status));
    assert.equal(polling.statusText, reason);
    assert.equal(polling.headers.get('access-control-allow-origin'), 'http://app.example');
    assert.deepEqual(await polling.json(), { code: 4, message: 'No' });
    assert.deepEqual(await upgradeOf(mock, status), { status: Number(status), reason, body: 'No' });
  }
});

test('a client is known by its address', async (t) => {
  const mock = await serve(t);
  const outcome = { do: 'reject', message: 'Not from here' };
  await mock.ask('POST', '/auth/rules', { match: { address: '127.0.0.*' }, times: 1, outcome });
  const client = mock.client({ token: 'alice' });
  assert.equal((await next(client, 'connect_error'))[0].message, 'Not from here');
  await mock.ask('POST', '/auth/rules', { match: { address: '10.*' }, outcome });
  await mock.connected('alice');
});

test('a client that gives up while it waits leaves nothing behind', async (t) => {
  const mock = await serve(t);
  await mock.ask('PUT', '/auth', { rules: [{ match: {}, outcome: { do: 'hang', at: 'handshake' } }] });
  for (const transport of ['polling', 'websocket']) {
    const client = mock.client({ token: transport, transports: [transport], reconnection: false });
    const gaveUp = next(client, 'connect_error');
    assert.equal((await mock.journalled({ kind: 'refuse', user: transport }))[0].via, 'hang');
    heldTimers.advance(connect_timeout_ms.client);
    assert.equal((await gaveUp)[0].message, 'timeout');
  }
  await mock.ask('PUT', '/auth', { rules: [] });
  await mock.connected('alice');
});

describe('signatures', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = (alg, claims, by) => {
    const text = `${encoded({ alg, typ: 'JWT' })}.${encoded(claims)}`;
    return `${text}.${by(text).toString('base64url')}`;
  };
  const hs256 = (claims, secret) =>
    signed('HS256', claims, (text) => createHmac('sha256', secret).update(text).digest());
  const rs256 = (claims) => signed('RS256', claims, (text) => sign('sha256', Buffer.from(text), privateKey));
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }] };
  const kinds = {
    'a secret': { jwt: { secret: 'hush' }, token: (claims) => hs256(claims, 'hush') },
    'a public key': { jwt: { public_key: pem }, token: rs256 },
    'a file with a public key': {
      jwt: { public_key: 'key.pem' },
      files: { 'profiles/key.pem': pem },
      token: rs256,
    },
    'a file with a key set': { jwt: { jwks: '../keys.json' }, files: { 'keys.json': jwks }, token: rs256 },
  };
  for (const [name, { jwt, files, token }] of Object.entries(kinds)) {
    test(`are checked with ${name}, and a run shows neither keys nor tokens`, async (t) => {
      const mock = await serveProfile(t, { jwt }, files);
      const alice = token({ sub: 'alice' });
      await mock.connected(alice);
      const now_s = Math.floor(Date.now() / 1000);
      const refused = [
        hs256({ sub: 'alice' }, pem),
        hs256({ sub: 'alice' }, 'guessed'),
        signed('none', { sub: 'alice' }, () => Buffer.alloc(0)),
        token({ sub: 'alice', exp: now_s - 60 }),
        token({ sub: 'alice', nbf: now_s + 60 }),
        'alice',
        undefined,
      ];
      for (const each of refused) {
        const client = mock.client({ token: each });
        assert.equal((await next(client, 'connect_error'))[0].message, 'Unauthorization', each);
      }

      const { body: transcript } = await mock.control('GET', '/journal/export');
      for (const hidden of ['hush', 'BEGIN PUBLIC', jwks.keys[0].n, alice]) {
        assert.ok(!transcript.includes(hidden), hidden);
      }
      const { code, stdout } = await run('replay', fileOf(t, transcript));
      assert.match(stdout, /the same, byte for byte/);
      assert.equal(code, 0);
    });
  }
});

test('a token is in no journal and no answer', async (t) => {
  const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.c2VjcmV0LXNpZ25hdHVyZQ';
  const mock = await serve(t);
  const outcomes = [
    { do: 'reject', via: 'http' },
    { do: 'reject', via: 'event' },
    { do: 'hang' },
    { do: 'accept' },
  ];
  for (const outcome of outcomes) {
    await mock.ask('PUT', '/auth', { rules: [{ match: {}, outcome }] });
    mock.client({ token, reconnection: false });
    await mock.journalled(outcome.do === 'accept' ? { kind: 'connect', after: 1 } : { kind: 'refuse' });
  }
  for (const path of ['/journal', '/journal/export', '/connections', '/auth']) {
    assert.ok(!JSON.stringify(await mock.control('GET', path)).includes('c2VjcmV0'), path);
  }
});
