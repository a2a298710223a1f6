// The control port over real sockets: callers that disconnect, that are slow, and that are not allowed to
// call.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import tls from 'node:tls';
import { next, serve, start } from './chatmock.mjs';

const json = (method, path, body) => {
  const text = JSON.stringify(body);
  return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${text.length}\r\n\r\n${text}`;
};

async function open(t, mock) {
  const socket = connect({ port: mock.controlPort, host: '127.0.0.1', allowHalfOpen: true });
  t.after(() => socket.destroy());
  await once(socket.on('error', () => {}), 'connect');
  return socket;
}

// All bytes until the server closes.
async function everything(socket) {
  let text = '';
  for await (const bytes of socket) text += bytes.toString('latin1');
  return text;
}

const statuses = (text) => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));

// Resolves once `holds` does.
async function until(holds) {
  for (const deadline = performance.now() + 20_000; !(await holds()); ) {
    assert.ok(performance.now() < deadline, 'it never came true');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

for (const [how, leave] of [
  ['closes', (socket) => socket.destroy()],
  ['resets', (socket) => socket.resetAndDestroy()],
]) {
  test(`an injection whose caller ${how} its connection is not sent`, async (t) => {
    const mock = await serve(t);
    const socket = await open(t, mock);
    socket.write(json('POST', '/events/NewMessage', { min_recipients: 1, timeout_ms: 600_000 }));
    await mock.ask('GET', '/connections');
    await new Promise((resolve) => setTimeout(resolve, 100)); // the server has read the bytes by now
    leave(socket);
    await until(async () => {
      const { entries } = await mock.ask('GET', '/journal?kind=control');
      return entries.some(({ failed }) => /closed its connection/.test(failed));
    });
    await mock.connected('alice');
    assert.deepEqual((await mock.ask('GET', '/journal?kind=emit')).entries, []);
  });
}

test('calls whose callers left make room for others', async (t) => {
  const mock = await serve(t);
  const sockets = await Promise.all(Array.from({ length: 256 }, () => open(t, mock)));
  for (const socket of sockets) socket.write(json('POST', '/connections/wait', { count: 5, timeout_ms: 600_000 }));
  const full = async () =>
    (await mock.control('POST', '/connections/wait', { count: 0, timeout_ms: 0 })).status === 503;
  await until(full);
  assert.equal((await mock.control('POST', '/reset')).status, 200);
  for (const socket of sockets) socket.destroy();
  await until(async () => !(await full()));
});

test('a connection past the limit gets an answer, and there is room again when others close', async (t) => {
  const mock = await serve(t);
  const sockets = [];
  for (let i = 0; i < 4096; i += 256) {
    sockets.push(...(await Promise.all(Array.from({ length: 256 }, () => open(t, mock)))));
  }
  assert.match(await everything(await open(t, mock)), /^HTTP\/1\.1 503 [^]*4096 connections/);
  for (const socket of sockets) socket.destroy();
  const version = () => mock.control('GET', '/version').then(({ status }) => status, () => 0);
  await until(async () => (await version()) === 200);
});

test('a peer that speaks TLS to the port is closed, and the log says so', async (t) => {
  const mock = start(['serve', '--socket', '127.0.0.1:0', '--control', '127.0.0.1:0', '--log-level', 'warn']);
  t.after(() => mock.kill('SIGKILL'));
  const [line] = await next(createInterface({ input: mock.stdout }), 'line');
  const { port } = new URL(JSON.parse(line).control);
  const told = next(createInterface({ input: mock.stderr }), 'line');
  const client = tls.connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false });
  await next(client, 'error');
  assert.match((await told)[0], /a client at 127\.0\.0\.1 sent the control port a TLS handshake/);
});

test('a client that only finishes its side gets its answer, at once or later', async (t) => {
  const mock = await serve(t);
  const quick = await open(t, mock);
  quick.end('GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n');
  assert.deepEqual(statuses(await everything(quick)), [200]);
  const patient = await open(t, mock);
  patient.end(json('POST', '/connections/wait', { match: { user: 'alice' }, timeout_ms: 60_000 }));
  await once(patient, 'readable'); // a probe checks that it still reads
  const answer = everything(patient);
  await mock.connected('alice');
  assert.deepEqual(statuses(await answer), [100, 200]);
});

test('slow heads delay no other caller', async (t) => {
  const mock = await serve(t);
  const slow = await Promise.all(Array.from({ length: 300 }, () => open(t, mock)));
  for (const socket of slow) socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ');
  for (let i = 0; i < 3; ++i) {
    for (const socket of slow) socket.write('a');
    assert.deepEqual(await mock.ask('GET', '/readyz'), { status: 'ready' });
  }
});

test('callers that do not read a long journal delay no other, and it arrives whole', async (t) => {
  const mock = await serve(t);
  const large = { data: { text: 'x'.repeat(1024 * 1024) }, contract: 'skip', repeat: 20 };
  await mock.inject('NewMessage', large);
  const slow = await Promise.all(Array.from({ length: 40 }, () => open(t, mock)));
  for (const socket of slow) socket.pause().write('GET /journal HTTP/1.1\r\nHost: localhost\r\n\r\n');
  assert.deepEqual(await mock.ask('GET', '/healthz'), { status: 'ok' });
  const { entries } = await mock.ask('GET', '/journal?kind=emit');
  assert.equal(entries.length, 20);
  assert.ok(entries.every(({ data }) => data.text.length === 1024 * 1024));
});

// The status and code of a call with these headers.
async function asked(mock, method, path, headers) {
  const sending = request(`${mock.ready.control}${path}`, { method, headers, agent: false }).end();
  const [response] = await once(sending, 'response');
  const text = (await response.setEncoding('utf8').toArray()).join('');
  return { status: response.statusCode, headers: response.headers, code: text && JSON.parse(text).error?.code };
}

test('foreign pages and foreign names are refused, and flags admit them', async (t) => {
  const mock = await serve(t);
  const page = { Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' };
  assert.equal((await asked(mock, 'POST', '/reset', page)).code, 'foreign_origin');
  assert.equal((await asked(mock, 'GET', '/journal', { Host: 'evil.example' })).code, 'foreign_host');
  assert.equal((await asked(mock, 'GET', '/version', { Host: 'chatmock:8091' })).status, 200);
  const open = await serve(t, '--control-host', 'mock.example', '--control-host', 'other.example',
    '--control-cors', 'http://localhost:5173', '--control-token', 'secret');
  const token = { Authorization: 'Bearer secret' };
  assert.equal((await asked(open, 'GET', '/version', { ...token, Host: 'other.example:1' })).status, 200);
  assert.equal((await asked(open, 'GET', '/version', { ...token, Host: 'evil.example' })).status, 403);
  assert.equal((await asked(open, 'GET', '/version', {})).status, 401);
  assert.equal((await asked(open, 'GET', '/readyz', {})).status, 200);
  const admitted = await asked(open, 'GET', '/version', { ...token, Origin: 'http://localhost:5173' });
  assert.equal(admitted.headers['access-control-allow-origin'], 'http://localhost:5173');
});
