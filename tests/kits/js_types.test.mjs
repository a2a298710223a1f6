// The kit for JavaScript, as npm installs it: its package, and its types.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { errorsOf, markedErrors } from '../contracts/compiled.mjs';
import { repository } from '../wire/chatmock.mjs';
import { javascriptProject } from './project.mjs';

let folder;
const cleanups = [];

before(async () => {
  folder = await javascriptProject({ after: (cleanup) => cleanups.unshift(cleanup) });
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

test('it needs the Node.js that the tests need, and no package', () => {
  const packageOf = (path) => JSON.parse(readFileSync(join(repository, path, 'package.json'), 'utf8'));
  const { engines, dependencies } = packageOf('clients/js');
  assert.deepEqual([engines, dependencies], [packageOf('tests/wire').engines, undefined]);
});

describe('its types', () => {
  const lib = ['es2022', 'dom', 'dom.asynciterable', 'esnext.disposable'].map((name) => `lib.${name}.d.ts`);
  const copied = (name) => {
    cpSync(fileURLToPath(new URL(`types/${name}`, import.meta.url)), join(folder, name));
    return join(folder, name);
  };

  test('let right programs compile', () => {
    assert.deepEqual(errorsOf(copied('right.ts'), { lib }), []);
  });

  for (const name of ['mistakes.ts', 'runners.ts']) {
    test(`keep wrong programs from compiling, and say where: ${name}`, () => {
      const path = copied(name);
      assert.ok(markedErrors(path).length > 0);
      // The runners' own declarations are not as strict as these options.
      assert.deepEqual(errorsOf(path, { lib, skipLibCheck: true }), markedErrors(path));
    });
  }
});
