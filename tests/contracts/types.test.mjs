// contracts/events.d.ts matches the schemas, compiles in a front end, and finds its mistakes.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { errorsOf, markedErrors } from './compiled.mjs';
import { run, serve } from '../wire/chatmock.mjs';

const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));

test('events.d.ts is up to date', async () => {
  const shipped = readFileSync(pathOf('../../contracts/events.d.ts'), 'utf8');
  const { stdout } = await run('types');
  assert.equal(shipped, stdout, 'script/generate-types writes it anew');
});

test('a front end compiles', () => {
  assert.deepEqual(errorsOf(pathOf('front-end.ts')), []);
});

test('a front end with mistakes does not, and each is reported at its place', () => {
  const marked = markedErrors(pathOf('mistakes.ts'));
  assert.ok(marked.length > 0);
  assert.deepEqual(errorsOf(pathOf('mistakes.ts')), marked);
});

// A module of the running mock's types beside a front end's, which the compiler checks.
function errorsWith(t, types, frontEnd) {
  const folder = mkdtempSync(join(pathOf('.'), 'types-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'events.d.ts'), types);
  const lines = ["import { io, type Socket } from 'socket.io-client';",
    "import type { ClientToServerEvents, ConnectError, ServerToClientEvents } from './events';",
    "const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io('http://localhost:8090');", ...frontEnd];
  writeFileSync(join(folder, 'app.ts'), lines.join('\n'));
  return errorsOf(join(folder, 'app.ts')).map((error) =>
    error.replace(/^line (\d+):/, (_, number) => lines[number - 1]));
}

test('the running mock types the events of calls, and those that its profile lets apps send', async (t) => {
  const mock = await serve(t);
  const poll = {
    type: 'object',
    required: ['id'],
    additionalProperties: false,
    properties: { id: { type: 'string' }, votes: { type: 'object', additionalProperties: { type: 'integer' } } },
  };
  await mock.ask('PUT', '/events/poll:closed/contract', poll);
  await mock.ask('PATCH', '/profile', { client_events: {
    typing: { data: { type: 'object', required: ['group_id'], properties: { group_id: { type: 'integer' } } } },
    move: { arguments: { type: 'array', items: [{ type: 'integer' }, { type: 'integer' }], minItems: 2, maxItems: 2 } },
  } });
  const types = await mock.ask('GET', '/types/events.d.ts');
  const good = [
    "socket.on('poll:closed', (closed, acknowledge) => { acknowledge?.(closed.id, (closed.votes?.['x'] ?? 0) + 1); });",
    "socket.on('error', (error) => error.message.length);",
    "socket.on('connect_error', (error: ConnectError) => error.data);",
    "socket.emit('typing', { group_id: 7 });",
    "socket.emit('typing', { group_id: 7 }, (...answer) => answer.length);",
    "socket.emit('move', 1, 2);",
  ];
  assert.deepEqual(errorsWith(t, types, good), []);
  const bad = [
    "socket.on('poll:closed', (closed) => closed.title); TS2339",
    "socket.emit('typing', { group: 7 }); TS2353",
    "socket.emit('move', 1); TS2554",
    "socket.emit('stop'); TS2345",
  ];
  assert.deepEqual(errorsWith(t, types, bad.map((line) => line.replace(/ TS\d+$/, ''))), bad);
});
