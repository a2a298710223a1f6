// The socket port as HTTP clients, health checks, proxies and attackers use it: requests byte by byte.
import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import tls from 'node:tls';
import { next, serve, start } from './chatmock.mjs';
import { everything, rawConnection, rawPolling, until, upgradeRequest } from './raw.mjs';

const handshake = 'GET /socket.io/?EIO=4&transport=polling&jwt_token=alice HTTP/1.1\r\nHost: x\r\n';

test('HEAD is answered without a body', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  socket.write(`HEAD /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  assert.match(await everything(socket), /\r\n\r\n$/);
});

test('a header cannot smuggle a line into the answer', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  socket.write(`${handshake}Origin: a\nSet-Cookie: b\r\n\r\n`);
  const answer = await everything(socket);
  assert.match(answer, /^HTTP\/1\.1 400 /);
  assert.doesNotMatch(answer, /Set-Cookie/);
});

test('100 Continue is sent to clients that wait for it', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  socket.write('POST /elsewhere HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n');
  await until(socket, /^HTTP\/1\.1 100 Continue\r\n\r\n$/);
  socket.write('40');
  await until(socket, /^HTTP\/1\.1 404 /);
});

const chunks = (...texts) =>
  texts.map((text) => `${text.length.toString(16)};x=1\r\n${text}\r\n`).join('') + '0\r\nX-Sum: 1\r\n\r\n';

async function postChunks(mock, t, body) {
  const { pathname, search } = new URL(await rawPolling(mock));
  const socket = rawConnection(mock, t);
  socket.write(
    `POST ${pathname}${search} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTRANSFER-ENCODING: Chunked\r\n\r\n${body}`,
  );
  return everything(socket);
}

test('a client that finishes its side behind many requests gets every answer', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t, { allowHalfOpen: true });
  socket.end('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(500));
  assert.equal((await everything(socket)).split('HTTP/1.1 404 ').length - 1, 500);
});

test('a body in chunks is read, with extensions and trailers', async (t) => {
  const mock = await serve(t);
  assert.match(await postChunks(mock, t, chunks('4', '0')), /^HTTP\/1\.1 200 [^]*\r\n\r\nok$/);
  await mock.ask('POST', '/connections/wait', { match: { user: 'mallory' } });
});

test('a body in chunks is bounded as one with a length is', async (t) => {
  const mock = await serve(t);
  assert.match(await postChunks(mock, t, `${'f'.repeat(7)}\r\n`), /^HTTP\/1\.1 413 /);
  assert.match(await postChunks(mock, t, `${'f'.repeat(17)}\r\n`), /^HTTP\/1\.1 400 /);
});

for (const [what, head] of Object.entries({
  'a folded length': 'X: 1\r\n Content-Length: 5\r\n',
  'a blank before the colon': 'Content-Length : 5\r\n',
  'a length and chunks': 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
  'two lengths': 'Content-Length: 5\r\nContent-Length: 5\r\n',
  'an empty length': 'Content-Length:\r\n',
  'a line feed alone': 'X: 1\nContent-Length: 5\r\n',
  'another coding': 'Transfer-Encoding: gzip, chunked\r\n',
})) {
  test(`a head that two readers take differently is refused, and nothing after it is read: ${what}`, async (t) => {
    const mock = await serve(t);
    const socket = rawConnection(mock, t);
    socket.write(`POST /a HTTP/1.1\r\nHost: x\r\n${head}\r\nhelloGET /b HTTP/1.1\r\nHost: x\r\n\r\n`);
    const answers = await everything(socket);
    assert.match(answers, /^HTTP\/1\.1 400 [^]*\r\nConnection: close\r\n/);
    assert.equal(answers.match(/HTTP\/1\.1 /g).length, 1);
  });
}

test('health checkers and proxies speak as they do', async (t) => {
  const mock = await serve(t);
  const handshake = '/socket.io/?EIO=4&transport=polling&jwt_token=alice';
  for (const request of [
    `GET ${handshake} HTTP/1.0\r\n\r\n`,
    `GET http://mock.test${handshake} HTTP/1.1\r\nHost: mock.test\r\nConnection: close\r\n\r\n`,
    `\r\n\r\nGET ${handshake} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  ]) {
    const socket = rawConnection(mock, t);
    socket.write(request);
    assert.match(await everything(socket), /^HTTP\/1\.1 200 [^]*"sid"/);
  }
  const nameless = rawConnection(mock, t);
  nameless.write(`GET ${handshake} HTTP/1.1\r\n\r\n`);
  assert.match(await everything(nameless), /^HTTP\/1\.1 400 /);
});

test('a proxy asks for a WebSocket in HTTP/1.0', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  socket.write(upgradeRequest('mallory').replace('HTTP/1.1', 'HTTP/1.0'));
  await until(socket, /^HTTP\/1\.1 101 [^]*"sid"/);
});

test('an upgrade without Connection: Upgrade is refused, and no session begins', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  socket.write(upgradeRequest('mallory', 'Connection: close\r\n'));
  assert.match(await everything(socket), /^HTTP\/1\.1 4\d\d [^]*\r\n\r\n[^\x81]*$/);
  const { entries } = await mock.ask('GET', '/journal');
  assert.deepEqual(entries.map(({ kind }) => kind), ['refuse']);
  assert.match(entries[0].hint, /proxy .* header Upgrade/);
});

test('extensions are passed over, as none is on offer', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  socket.write(upgradeRequest('mallory', 'Connection: Upgrade\r\nSec-WebSocket-Extensions: ;;\r\n'));
  assert.doesNotMatch(await until(socket, /"sid"/), /sec-websocket-extensions/i);
});

test('a wss:// client at the plain port gets an error at once, and the log has it', async (t) => {
  const mock = start(['serve', '--socket', '127.0.0.1:0', '--control', '127.0.0.1:0']);
  t.after(() => mock.kill('SIGKILL'));
  const [line] = await next(createInterface({ input: mock.stdout }), 'line');
  const log = createInterface({ input: mock.stderr });
  const told = (async () => {
    for await (const each of log) if (/TLS handshake.*ws:\/\//.test(each)) return true;
    return false;
  })();
  const { port } = new URL(JSON.parse(line).socket);
  const client = tls.connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false });
  const [error] = await next(client, 'error');
  assert.match(error.message, /wrong version number|packet length|EPROTO/i);
  assert.equal(await told, true);
});

test('a mock on localhost is found at each address that localhost has here', async (t) => {
  const mock = start(['serve', '--socket', 'localhost:0', '--control', '127.0.0.1:0']);
  t.after(() => mock.kill('SIGKILL'));
  const [line] = await next(createInterface({ input: mock.stdout }), 'line');
  const { port } = new URL(JSON.parse(line).socket);
  // A container may have no IPv6.
  const own = Object.values(networkInterfaces()).flatMap((each) => each.map(({ address }) => address));
  const named = (await lookup('localhost', { all: true })).map(({ address }) => address);
  for (const address of named.filter((each) => own.includes(each))) {
    const socket = connect(Number(port), address);
    t.after(() => socket.destroy());
    await next(socket, 'connect');
  }
});
