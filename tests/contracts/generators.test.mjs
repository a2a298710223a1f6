// Generators of clients read the control API's contract as it is: openapi-typescript, with its defaults.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { errorsOf, markedErrors } from './compiled.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

test('openapi-typescript types the calls of README, and finds mistakes in them', (t) => {
  const folder = mkdtempSync(join(here, 'generated-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const contract = join(here, '../../contracts/control.openapi.yaml');
  execFileSync(join(here, 'node_modules/.bin/openapi-typescript'), [contract, '-o', join(folder, 'control.d.ts')]);
  const client = join(folder, 'control-client.ts');
  copyFileSync(join(here, 'control-client.ts'), client);
  assert.deepEqual(errorsOf(client), markedErrors(client));
});
