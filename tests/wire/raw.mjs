// Clients of the socket port that send raw bytes, unlike any library.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';

// A client's text frame, masked with zeros so that its payload stays readable.
export function textFrame(text) {
  return frame(0x81, Buffer.from(text));
}

export function binaryFrame(bytes) {
  return frame(0x82, bytes);
}

function frame(first, payload) {
  const mask = [0, 0, 0, 0];
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([first, 0x80 | length, ...mask]), payload]);
  if (length < 65536) return Buffer.concat([Buffer.from([first, 0xfe, length >> 8, length & 255, ...mask]), payload]);
  const head = Buffer.from([first, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, ...mask]);
  head.writeUInt32BE(length, 6);
  return Buffer.concat([head, payload]);
}

// A TCP connection to the socket port; errors at its end are ignored.
export function rawConnection(mock, test, options = {}) {
  const socket = connect({ port: mock.socketPort, host: '127.0.0.1', ...options });
  test.after(() => socket.destroy());
  socket.on('error', () => {});
  return socket;
}

export function upgradeRequest(user, headers = 'Connection: Upgrade\r\n') {
  return (
    `GET /socket.io/?EIO=4&transport=websocket&jwt_token=${user} HTTP/1.1\r\n` +
    `Host: 127.0.0.1\r\n${headers}Upgrade: websocket\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`
  );
}

// A raw WebSocket, after its handshake.
export async function rawWebSocket(mock, test, user = 'mallory') {
  const socket = rawConnection(mock, test);
  socket.write(upgradeRequest(user));
  const [answer] = await once(socket, 'data');
  assert.match(answer.toString('latin1'), /^HTTP\/1\.1 101 /);
  return socket;
}

// A raw polling session: the address of its polls and POSTs.
export async function rawPolling(mock, user = 'mallory') {
  const url = `http://127.0.0.1:${mock.socketPort}/socket.io/?EIO=4&transport=polling&jwt_token=${user}`;
  const opened = await (await fetch(url)).text();
  return `${url}&sid=${JSON.parse(opened.slice(1)).sid}`;
}

// All bytes until the server ends the connection.
export async function everything(socket) {
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

// The bytes until they match.
export async function until(socket, pattern) {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += chunk.toString('latin1');
    if (pattern.test(text)) return text;
  }
  throw new Error(`the server ended the connection before ${pattern}:\n${text}`);
}
