// chatmock's requests to a service: cookies that it returns, and the payload of CONNECT.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Server } from 'server-4';
import { fixture, next, run, serve } from './chatmock.mjs';

const message = await fixture('NewMessage');

// A load balancer with one server of Socket.IO 4: it sets a cookie on each client without one, and accepts a
// session only with its cookie. Resolves with its URL, and the cookies of each request.
async function balanced(t, { mark = 'LB=here; Path=/', marker = /(^|; )LB=here(;|$)/, path, greet } = {}) {
  const server = http.createServer();
  const io = new Server(server, { pingInterval: 1000, pingTimeout: 1000, path });
  const seen = [];
  const listeners = { request: server.listeners('request'), upgrade: server.listeners('upgrade') };
  server.removeAllListeners('request').removeAllListeners('upgrade');
  const isLost = (request) => /[?&]sid=/.test(request.url) && !marker.test(request.headers.cookie ?? '');
  server.on('request', (request, response) => {
    seen.push(request.headers.cookie ?? '');
    if (isLost(request)) return response.writeHead(400).end('{"code":1,"message":"Session ID unknown"}');
    if (!/[?&]sid=/.test(request.url)) response.setHeader('set-cookie', mark);
    for (const listener of listeners.request) listener.call(server, request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    seen.push(request.headers.cookie ?? '');
    if (isLost(request)) return socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    for (const listener of listeners.upgrade) listener.call(server, request, socket, head);
  });
  for (const namespace of ['/', '/chat'])
    io.of(namespace).on('connection', (socket) => (greet ? greet(socket) : socket.emit('NewMessage', message)));
  server.listen(0, '127.0.0.1');
  await next(server, 'listening');
  t.after(() => {
    io.close();
    server.closeAllConnections?.();
  });
  return { url: `ws://127.0.0.1:${server.address().port}`, seen };
}

test('a session stays where its cookie says, by polling and through the upgrade', async (t) => {
  for (const by of ['polling', 'upgrade']) {
    for (const verb of [['verify', '--expect', 'NewMessage'], ['listen', '--count', '1']]) {
      const { url, seen } = await balanced(t);
      const { code, stdout, stderr } = await run(verb[0], url, '--transport', by, ...verb.slice(1));
      assert.equal(code, 0, `${verb[0]} ${by}: ${stdout}${stderr}`);
      assert.equal(seen.shift(), '');
      assert.ok(seen.length > 0 && seen.every((cookie) => cookie === 'LB=here'), seen.join(' | '));
    }
  }
});

test('several cookies, and those that the user gives, go in one header', async (t) => {
  const mark = ['LB=here; Expires=Fri, 01 Jan 2100 00:00:00 GMT', 'B=2; Path=/', 'S=3; Secure', 'GONE=4; Max-Age=0'];
  const { url, seen } = await balanced(t, { mark });
  const { code, stderr } = await run(
    'listen',
    url,
    '--transport',
    'polling',
    '--count',
    '1',
    '--header',
    'cookie: mine=1',
  );
  assert.equal(code, 0, stderr);
  assert.equal(seen.shift(), 'mine=1');
  assert.ok(seen.every((cookie) => cookie === 'mine=1; LB=here; B=2'), seen.join(' | '));
});

test('--auth is the payload of CONNECT, for each verb that connects', async (t) => {
  const got = [];
  const { url } = await balanced(t, {
    greet: (socket) => {
      got.push([socket.nsp.name, socket.handshake.auth]);
      socket.emit('NewMessage', message);
    },
  });
  const auth = { token: 'T-1', roles: ['a', { b: 'ü' }] };
  const out = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(out, { recursive: true }));
  const verbs = [
    ['listen', '--count', '1'],
    ['verify', '--expect', 'NewMessage'],
    ['record', '--for', '200ms', '--out', out],
  ];
  for (const [verb, ...flags] of verbs) {
    const { code, stderr } = await run(verb, url, '--auth', JSON.stringify(auth), '--namespace', '/chat', ...flags);
    assert.equal(code, 0, stderr);
    assert.deepEqual(got.pop(), ['/chat', auth]);
  }
  assert.equal((await run('listen', url, '--count', '1', { CHATMOCK_AUTH: '{"token":"T-2"}' })).code, 0);
  assert.deepEqual(got.pop(), ['/', { token: 'T-2' }]);
});

test('an --auth that no CONNECT can carry is refused, and not repeated', async (t) => {
  const mock = await serve(t);
  for (const [auth, why] of [
    ['secret', /expected a JSON object.*, got no JSON/],
    ['"secret"', /got string/],
    ['["secret"]', /got array/],
  ]) {
    const { code, stderr } = await run('listen', mock.ready.socket, '--auth', auth);
    assert.equal(code, 2);
    assert.match(stderr, why);
    assert.ok(!stderr.includes('secret'), stderr);
  }
  const old = await run('listen', mock.ready.socket, '--auth', '{}', '--eio', '3');
  assert.equal(old.code, 2);
  assert.match(old.stderr, /--auth: expected --eio 4/);
});

test('a refusal that repeats the value of --auth does not show it', async (t) => {
  const server = http.createServer((_, response) => response.writeHead(401).end('no user sesame-4711 here'));
  server.listen(0, '127.0.0.1');
  await next(server, 'listening');
  t.after(() => server.close());
  const url = `ws://127.0.0.1:${server.address().port}`;
  const { code, stderr } = await run('listen', url, '--auth', '{"user":{"key":"sesame-4711"}}');
  assert.equal(code, 2);
  assert.match(stderr, /no user <token> here/);
});
