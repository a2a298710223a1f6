// Waits for one event from a running mock, and compares it with its example. Then sends another one, if it is named:
// node receive.mjs URL EVENT [SENT]
import assert from 'node:assert/strict';
import { io } from 'socket.io-client';
import { fixture, next } from './chatmock.mjs';

const [url, event, sent] = process.argv.slice(2);
const socket = io(url, { query: { jwt_token: 'alice' } });
const [payload] = await next(socket, event);
assert.deepEqual(payload, await fixture(event));
console.log(`received ${event} as socket ${socket.id}`);
if (sent) socket.emit(sent, { by: 'alice' });
socket.disconnect();
