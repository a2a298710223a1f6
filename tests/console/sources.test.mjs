// The console's sources: their types, their lint, and that nothing in them leads elsewhere.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../console', import.meta.url));

const files = readdirSync(root, { recursive: true }).map(String).filter((name) => /\.\w+$/.test(name));

function run(script, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(here, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

test('the types hold', () => run('typescript/bin/tsc', '-p', join(here, 'tsconfig.json')));

test('the lint finds nothing', () => {
  run('eslint/bin/eslint.js', '--config', join(here, 'eslint.config.mjs'), '--max-warnings', '0', '.');
});

test('nothing is inline, and nothing is from elsewhere', () => {
  assert.ok(files.length > 30);
  for (const name of files) {
    const text = readFileSync(join(root, name), 'utf8');
    const elsewhere = (text.match(/\b(https?|wss?):\/\/[\w.]+/g) ?? []).filter(
      (url) => !/\/\/(www\.w3\.org|localhost)$/.test(url),
    );
    assert.deepEqual(elsewhere, [], name);
    if (name.endsWith('.html')) assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)/);
  }
});

test('every module is used, and each import names a file', () => {
  const imported = new Set(['main.js']);
  for (const name of files.filter((file) => file.endsWith('.js'))) {
    const text = readFileSync(join(root, name), 'utf8');
    for (const [, path] of text.matchAll(/^(?:import|export) [^;]*?'(\.[^']+\.js)'/gms))
      imported.add(join(name, '..', path));
  }
  assert.deepEqual([...imported].sort(), files.filter((file) => file.endsWith('.js')).sort());
});
