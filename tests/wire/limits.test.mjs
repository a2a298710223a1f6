// The memory that clients and calls can make the process use is bounded for all of them together. Measured
// from outside.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { next, serve, unsignedJwt } from './chatmock.mjs';
import { binaryFrame, rawConnection, rawWebSocket, textFrame, until } from './raw.mjs';

const kib_per_mib = 1024;

// The process's peak so far, in MiB.
function peak_mib(mock) {
  const status = readFileSync(`/proc/${mock.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)[1]) / kib_per_mib;
}

async function joined(mock, test, user) {
  const socket = await rawWebSocket(mock, test, user);
  socket.write(textFrame('40'));
  await until(socket, /40\{"sid"/);
  return socket;
}

test('thirty thousand placeholders for one attachment cost as much as the attachment', async (t) => {
  const mock = await serve(t);
  const socket = await joined(mock, t, 'alice');
  const placeholders = Array(30_000).fill('{"_placeholder":true,"num":0}').join(',');
  socket.write(textFrame(`451-["x",${placeholders}]`));
  socket.write(binaryFrame(Buffer.alloc(990_000)));
  const [entry] = await mock.journalled({ kind: 'receive' });
  assert.equal(entry.data.length, 30_000);
  assert.ok(entry.data[0].$binary.length > 1_000_000);
  assert.equal(entry.data.at(-1).bytes, 990_000);
  assert.ok(peak_mib(mock) < 300, `${peak_mib(mock)} MiB`);
});

test('clients that do not read share a limit of queued bytes, or are disconnected', async (t) => {
  const mock = await serve(t);
  const sockets = [];
  for (let i = 0; i < 30; ++i) sockets.push(await joined(mock, t, `user${i}`));
  for (const socket of sockets) socket.pause();
  const inject = (repeat) =>
    mock.control('POST', '/events/NewMessage', {
      data: { text: `${'${user}'}${'x'.repeat(100_000)}` },
      contract: 'skip',
      repeat,
    });
  const refused = await inject(300);
  assert.equal(refused.status, 400);
  assert.match(refused.body.error.message, /bytes of events/);
  for (let i = 0; i < 12; ++i) assert.equal((await inject(30)).status, 200);
  assert.ok(peak_mib(mock) < 900, `${peak_mib(mock)} MiB`);
  const [violation] = await mock.journalled({ kind: 'violation', after: await mock.lastDropped() });
  assert.match(violation.message, /does not read, and the queues of all clients are full/);
  const reads = await mock.connected('reads');
  const heard = next(reads, 'NewMessage');
  await mock.inject('NewMessage', { to: { user: 'reads' } });
  await heard;
});

test('handshakes past the memory limit for clients are refused with 503', async (t) => {
  const mock = await serve(t);
  const before = await mock.connected('before');
  const socket = rawConnection(mock, t);
  await once(socket, 'connect');
  let made = 0;
  let refused = '';
  while (refused === '' && made < 15_000) {
    let requests = '';
    for (let i = 0; i < 16; ++i) {
      const token = unsignedJwt({ sub: `${made + i}${'x'.repeat(8000)}` }, 'x');
      requests += `GET /socket.io/?EIO=4&transport=polling&jwt_token=${token} HTTP/1.1\r\nHost: x\r\n\r\n`;
    }
    socket.write(requests);
    const answers = await until(socket, new AllAnswers(16));
    made += 16;
    refused = /HTTP\/1\.1 503 [\s\S]*/.exec(answers)?.[0] ?? '';
  }
  assert.match(refused, /the memory for clients/);
  assert.ok(made > 1000, `${made} sessions`);
  assert.ok(peak_mib(mock) < 400, `${peak_mib(mock)} MiB`);
  const [limit] = await mock.journalled({ kind: 'limit' });
  assert.equal(limit.limit, 'remembered_bytes');
  const heard = next(before, 'NewMessage');
  await mock.inject('NewMessage', { to: { user: 'before' } });
  await heard;
});

test('requests and messages that never end have a bound for all clients, and others are served', async (t) => {
  const mock = await serve(t);
  const part = Buffer.alloc(990_000, 'x');
  const begin =
    'POST /socket.io/?EIO=4&transport=polling&sid=none HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n';
  let refused = '';
  const posts = Array.from({ length: 280 }, () => rawConnection(mock, t));
  for (const socket of posts) {
    socket.on('data', (bytes) => (refused ||= bytes.toString()));
    socket.write(begin);
    socket.write(part);
  }
  const sockets = [];
  for (let i = 0; i < 10; ++i) {
    sockets.push(await joined(mock, t, `user${i}`));
    sockets[i].write(textFrame('x'.repeat(999_000)).subarray(0, 998_000));
  }
  const [violation] = await mock.journalled({ kind: 'violation' });
  assert.match(violation.message, /not complete, and all clients together/);
  assert.match(refused, /^HTTP\/1\.1 503 [^]*unfinished requests/);
  assert.ok(peak_mib(mock) < 700, `${peak_mib(mock)} MiB`);
  const heard = await mock.connected('heard');
  const event = next(heard, 'NewMessage');
  await mock.inject('NewMessage', { to: { user: 'heard' } });
  await event;
});

// The answers of this number of pipelined requests: each ends with a JSON object.
class AllAnswers {
  constructor(count) {
    this.count = count;
  }

  test(text) {
    return text.split('HTTP/1.1 ').length - 1 === this.count && text.endsWith('}');
  }
}
