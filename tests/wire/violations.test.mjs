// Clients that violate the protocol: they get the protocol's own reaction, the journal gets an entry, and all
// other clients continue.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { test } from 'node:test';
import { fixture, next, serve } from './chatmock.mjs';
import { rawPolling, rawWebSocket, textFrame } from './raw.mjs';

async function assertViolationAlone(mock, bystander) {
  const [entry] = await mock.journalled({ kind: 'violation' });
  assert.ok(entry.message.length > 0);
  const received = next(bystander, 'NewMessage');
  await mock.inject('NewMessage', { to: { user: 'alice' }, min_recipients: 1 });
  assert.deepEqual(await received, [await fixture('NewMessage')]);
}

const garbage = {
  'bytes that are not a frame': Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  'a frame without a mask': Buffer.from([0x81, 0x02, 0x34, 0x30]),
  'a frame of an absurd length': Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
  'text that is not UTF-8': Buffer.concat([textFrame('').subarray(0, 1), Buffer.from([0x82, 0, 0, 0, 0, 0xc3, 0x28])]),
  'an unknown Engine.IO packet': textFrame('abc'),
  'an unknown Socket.IO packet': textFrame('49'),
  'an event before the connection': textFrame('42["typing"]'),
  'an event that is not a list': Buffer.concat([textFrame('40'), textFrame('42{}')]),
  'an event that is not JSON': Buffer.concat([textFrame('40'), textFrame('42["typing",')]),
};
for (const [what, bytes] of Object.entries(garbage)) {
  test(`${what} on a WebSocket costs that client its connection`, async (t) => {
    const mock = await serve(t);
    const bystander = await mock.connected('alice');
    const socket = await rawWebSocket(mock, t);
    const closed = next(socket, 'close');
    socket.resume();
    socket.end(bytes);
    await closed;
    await assertViolationAlone(mock, bystander);
  });
}

test('garbage in a poll costs that client its session', async (t) => {
  const mock = await serve(t);
  const bystander = await mock.connected('alice');
  const session = await rawPolling(mock);

  const posted = await fetch(session, { method: 'POST', body: 'abc' });
  assert.equal(await posted.text(), 'ok');
  const poll = await fetch(session);
  assert.equal(poll.status, 400);
  assert.deepEqual(await poll.json(), { code: 1, message: 'Session ID unknown' });
  await assertViolationAlone(mock, bystander);
});

test('bytes that are not HTTP affect no other client', async (t) => {
  const mock = await serve(t);
  const bystander = await mock.connected('alice');
  for (const port of [mock.socketPort, mock.controlPort]) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    const closed = next(socket, 'close');
    socket.end(Buffer.concat([randomBytes(256), Buffer.from('\r\n\r\n')]));
    await closed;
  }
  const received = next(bystander, 'NewMember');
  await mock.inject('NewMember');
  await received;
});

test('a request that is not a handshake gets its code', async (t) => {
  const mock = await serve(t);
  const url = `http://127.0.0.1:${mock.socketPort}/socket.io/`;
  const cases = [
    ['', 0, 'Transport unknown'],
    ['?EIO=4&transport=carrier-pigeon', 0, 'Transport unknown'],
    ['?EIO=4&transport=polling&sid=nobody', 1, 'Session ID unknown'],
    ['?EIO=5&transport=polling', 5, 'Unsupported protocol version'],
  ];
  for (const [query, code, message] of cases) {
    const response = await fetch(url + query);
    assert.equal(response.status, 400, query);
    assert.deepEqual(await response.json(), { code, message });
  }
});
