// The socket port with raw HTTP and WebSocket: pipelines, half-closed connections, clients that do not read.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOf, serve, soon_ms } from './chatmock.mjs';
import { everything, rawConnection, rawWebSocket, textFrame, until, upgradeRequest } from './raw.mjs';

const handshake = 'GET /socket.io/?EIO=4&transport=polling&jwt_token=alice HTTP/1.1\r\nHost: x\r\n';
const megabyte = 'x'.repeat(1_000_000);

const burst = (repeat) => ({
  to: { user: 'mallory' },
  data: { content: megabyte },
  contract: 'skip',
  repeat,
  min_recipients: 1,
});

test('an event counts as written only after the client has read on', async (t) => {
  const mock = await serve(t);
  const socket = await rawWebSocket(mock, t);
  socket.write(textFrame('40'));
  await mock.ask('POST', '/connections/wait', { match: { user: 'mallory' } });
  socket.pause();
  const answer = mock.ask('POST', '/events/NewMessage', { ...burst(20), await: 'written', timeout_ms: 20_000 });
  socket.resume(); // more than the kernel buffers: the rest is sent when it is read
  const { recipients } = await answer;
  assert.equal(recipients[0].state, 'written');
});

test('a client that does not read is closed, and the journal says so', async (t) => {
  const mock = await serve(t);
  const socket = await rawWebSocket(mock, t);
  socket.write(textFrame('40'));
  await mock.ask('POST', '/connections/wait', { match: { user: 'mallory' } });
  socket.pause();
  for (let i = 0; i < 4; ++i) await mock.ask('POST', '/events/NewMessage', { ...burst(30), min_recipients: 0 });
  const [violation] = await mock.journalled({ kind: 'violation', after: await mock.lastDropped() });
  assert.match(violation.message, /does not read/);
  await mock.ask('POST', '/connections/wait', { match: { user: 'mallory' }, count: 0 });
});

// Consecutive steps of a scenario without an await are one turn of the loop.
test('events of one turn arrive in order, for all recipients', async (t) => {
  const mock = await serve(t);
  const sockets = [await rawWebSocket(mock, t, 'alice'), await rawWebSocket(mock, t, 'bob')];
  for (const socket of sockets) socket.write(textFrame('40'));
  await mock.ask('POST', '/connections/wait', { match: { all: true }, count: sockets.length });
  const heard = sockets.map(everything);
  await mock.ask('PUT', '/scenarios/turn', {
    steps: [
      { inject: { event: 'NewMessage', to: { all: true } } },
      { inject: { event: 'NewMember', to: { all: true } } },
      { inject: { event: 'ViewedMessage', to: { user: 'bob' } } },
      { inject: { event: 'DeleteMember', to: { all: true } } },
      { disconnect: { to: { all: true }, as: 'transport_close' } },
    ],
  });
  const { state } = await mock.ask('POST', '/scenarios/turn/run', { to: { all: true } });
  assert.equal(state, 'passed');
  const [alice, bob] = (await Promise.all(heard)).map((text) => text.match(/(?<=42\[")\w+/g));
  assert.deepEqual(alice, ['NewMessage', 'NewMember', 'DeleteMember']);
  assert.deepEqual(bob, ['NewMessage', 'NewMember', 'ViewedMessage', 'DeleteMember']);
});

// So many are sent to by several threads.
test('a large crowd gets all events, each client in order, while some leave', async (t) => {
  const mock = await serve(t);
  const crowd = await Promise.all(Array.from({ length: 700 }, (_, i) => rawWebSocket(mock, t, `user-${i}`)));
  for (const socket of crowd) socket.write(textFrame('40'));
  await mock.ask('POST', '/connections/wait', { match: { all: true }, count: crowd.length, timeout_ms: 60_000 });
  const heard = crowd.map(everything);
  const contents = Array.from({ length: 30 }, (_, i) => `no. ${i};`);
  for (const [i, content] of contents.entries()) {
    await mock.inject('NewMessage', { patch: { content }, ...(i % 2 === 0 && { await: 'written' }) });
    crowd[i].destroy();
  }
  await mock.ask('POST', '/connections/disconnect', { to: { all: true }, as: 'transport_close' });
  const texts = await Promise.all(heard);
  for (const text of texts.slice(contents.length))
    assert.deepEqual(text.match(/no\. \d+;/g), contents);
  for (const [i, text] of texts.slice(0, contents.length).entries())
    assert.deepEqual(text.match(/no\. \d+;/g), contents.slice(0, text.match(/no\. \d+;/g).length), `user-${i}`);
});

test('a burst that no client could take is refused', async (t) => {
  const mock = await serve(t);
  const { status, body } = await mock.control('POST', '/events/NewMessage', { ...burst(100), min_recipients: 0 });
  assert.equal(status, 400);
  assert.equal(body.error.at, '/repeat');
});

test('pipelined requests are answered in order', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  socket.write(`${handshake}\r\nGET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n${handshake}Connection: close\r\n\r\n`);
  const statuses = (await everything(socket)).match(/HTTP\/1\.1 \d+/g);
  assert.deepEqual(statuses, ['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
});

test('many pipelined requests delay no other client', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  const request = 'GET / HTTP/1.1\r\nHost:x\r\n\r\n';
  const requests = 40_000;
  socket.write(request.repeat(requests - 1) + request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
  const flood = everything(socket);
  let answered = 0;
  let done = false;
  flood.then(() => (done = true));
  while (!done) {
    await mock.ask('GET', '/connections');
    ++answered;
  }
  assert.equal((await flood).match(/HTTP\/1\.1 404/g).length, requests);
  assert.ok(answered > 3, `${answered} calls were answered meanwhile`);
});

const delaying = (t, first_frame_delay_ms) =>
  serve(t, '--fixtures', copyOf(t, 'fixtures', { 'profiles/default.json': { protocol: { first_frame_delay_ms } } }));

test("a WebSocket's first frame waits behind the answer to its handshake", async (t) => {
  const mock = await delaying(t, 300);
  const socket = rawConnection(mock, t);
  const asked_at = performance.now();
  socket.write(upgradeRequest('mallory'));
  await until(socket, /0\{"sid"/);
  assert.ok(performance.now() - asked_at >= 300);
});

test('a client that speaks first gets the first frame at once', async (t) => {
  const delay_ms = 10_000;
  const mock = await delaying(t, delay_ms);
  const socket = await rawWebSocket(mock, t);
  const spoke_at = performance.now();
  socket.write(textFrame('40'));
  await until(socket, /0\{"sid"/);
  assert.ok(performance.now() - spoke_at < delay_ms);
});

test('a first frame does not wait for one with a longer delay of the former profile', async (t) => {
  const fixtures = copyOf(t, 'fixtures', { 'profiles/default.json': { protocol: { first_frame_delay_ms: 10_000 } } });
  const mock = await serve(t, '--fixtures', fixtures);
  await rawWebSocket(mock, t);
  writeFileSync(join(fixtures, 'profiles/default.json'), '{}');
  await mock.journalled({ kind: 'reload' });
  const socket = rawConnection(mock, t);
  const asked_at = performance.now();
  socket.write(upgradeRequest('mallory'));
  await until(socket, /0\{"sid"/);
  assert.ok(performance.now() - asked_at < soon_ms);
});

test('frames in one piece with the request for the WebSocket arrive in order', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t);
  const events = Array.from({ length: 300 }, (_, i) => textFrame(`42["n",${i},"${'x'.repeat(1000)}"]`));
  socket.write(Buffer.concat([Buffer.from(upgradeRequest('mallory')), textFrame('40'), ...events]));
  const { entries } = await mock.ask('POST', '/journal/wait', { match: { kind: 'receive' }, count: 300 });
  assert.deepEqual(entries.map((entry) => entry.data[0]), [...Array(300).keys()]);
});

test('a client that half-closes after its request gets its answer', async (t) => {
  const mock = await serve(t);
  const socket = rawConnection(mock, t, { allowHalfOpen: true });
  socket.end(`${handshake}\r\n`);
  assert.match(await everything(socket), /^HTTP\/1\.1 200 OK\r\n[^]*0\{"sid":/);
});

for (const [what, payload] of Object.entries({
  'of one byte': [0x03],
  'with a reserved code': [0x03, 0xed],
  'with a reason that is not UTF-8': [0x03, 0xe8, 0xc3, 0x28],
})) {
  test(`a Close frame ${what} is a violation`, async (t) => {
    const mock = await serve(t);
    const socket = await rawWebSocket(mock, t);
    socket.resume();
    socket.write(Buffer.from([0x88, 0x80 | payload.length, 0, 0, 0, 0, ...payload]));
    const [violation] = await mock.journalled({ kind: 'violation' });
    assert.match(violation.message, /WebSocket protocol/);
  });
}
