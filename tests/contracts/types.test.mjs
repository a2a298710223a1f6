// contracts/events.d.ts matches the schemas, compiles in a front end, and finds its mistakes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { errorsOf, markedErrors } from './compiled.mjs';
import { eventTypes } from './event_types.mjs';

const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));

test('events.d.ts is up to date', async () => {
  const shipped = readFileSync(pathOf('../../contracts/events.d.ts'), 'utf8');
  assert.equal(shipped, await eventTypes(), 'script/generate-types writes it anew');
});

test('a front end compiles', () => {
  assert.deepEqual(errorsOf(pathOf('front-end.ts')), []);
});

test('a front end with mistakes does not, and each is reported at its place', () => {
  const marked = markedErrors(pathOf('mistakes.ts'));
  assert.ok(marked.length > 0);
  assert.deepEqual(errorsOf(pathOf('mistakes.ts')), marked);
});
