// contracts/events.d.ts is what the schemas say, lets a front end compile, and keeps it from mistakes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { eventTypes } from './event_types.mjs';

const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));

// As strict as a front end may be; the declarations of the contracts are checked too.
const options = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  types: [],
};

// What the compiler says of a file and all that it imports, as `FILE:LINE TSCODE`.
function errorsOf(name) {
  const program = ts.createProgram([pathOf(name)], options);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const { file, start, code, messageText } = diagnostic;
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    if (file === undefined) return text;
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    return file.fileName === pathOf(name) ? `line ${line}: TS${code}` : `${file.fileName}:${line} TS${code} ${text}`;
  });
}

// The errors that the marks of a file announce.
function markedErrors(name) {
  const lines = readFileSync(pathOf(name), 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    const mark = line.match(/\/\/ (TS\d+): /);
    return mark === null ? [] : [`line ${i + 1}: ${mark[1]}`];
  });
}

test('events.d.ts is up to date', async () => {
  const shipped = readFileSync(pathOf('../../contracts/events.d.ts'), 'utf8');
  assert.equal(shipped, await eventTypes(), 'script/generate-types writes it anew');
});

test('a front end compiles', () => {
  assert.deepEqual(errorsOf('front-end.ts'), []);
});

test('a front end with mistakes does not, and each is told where it is', () => {
  const marked = markedErrors('mistakes.ts');
  assert.ok(marked.length > 0);
  assert.deepEqual(errorsOf('mistakes.ts'), marked);
});
