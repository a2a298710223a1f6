// One version in all files that have one, and script/set-version changes it in all of them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../wire/chatmock.mjs';

const places = {
  'CMakeLists.txt': /^project\(chatmock VERSION (\S+)/m,
  'clients/js/package.json': /"version": "(.*?)"/,
  'clients/js/package-lock.json': /"version": "(.*?)"/,
  'clients/python/pyproject.toml': /^version = "(.*)"/m,
  'contracts/control.openapi.yaml': /^ {2}version: (\S+)/m,
  'examples/react-playwright/package.json': /chatmock-(.*?)\.tgz"/,
  'examples/vitest-node/package.json': /chatmock-(.*?)\.tgz"/,
};
// "chatmock-0.1.0.tgz", "chatmock_0.1.0-1+deb12_amd64.deb", "chatmock:0.1.0"
const named = /chatmock[-_:](\d+\.\d+\.\d+)/g;

const git = (folder, ...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' });

// Lists the files that are not ignored. A source archive has no repository, and another user may own one: git gets an
// index of its own.
function filesOf(folder) {
  const index = mkdtempSync(join(tmpdir(), 'chatmock-'));
  git(index, 'init', '--quiet', '--bare');
  const listed = git(folder, '--git-dir', index, '--work-tree', '.', 'ls-files', '--others', '--exclude-standard');
  rmSync(index, { recursive: true });
  return listed.split('\n').filter(Boolean);
}

const files = filesOf(repository);
const pages = files.filter((file) => /\.(md|yml)$/.test(file));

// Each version in a checkout, by the file that has it.
function versionsIn(folder) {
  const read = (file) => readFileSync(join(folder, file), 'utf8');
  const single = Object.entries(places).map(([file, pattern]) => [file, pattern.exec(read(file))?.[1]]);
  const others = pages.flatMap((file) => [...read(file).matchAll(named)].map(([, version]) => [file, version]));
  return [...single, ...others];
}

function assertAll(folder, version) {
  const others = versionsIn(folder).filter(([, each]) => each !== version);
  assert.deepEqual(others, [], `expected version ${version} everywhere`);
}

test('each file has the version of CMakeLists.txt', () => {
  const [[, version]] = versionsIn(repository);
  assertAll(repository, version);
});

test('script/set-version changes all of them, the changelog and the released contract', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(copy, { recursive: true }));
  for (const file of files) cpSync(join(repository, file), join(copy, file));
  git(copy, 'init', '--quiet');
  git(copy, 'add', '--all');
  execFileSync(join(copy, 'script/set-version'), ['23.45.67']);
  assertAll(copy, '23.45.67');
  const read = (file) => readFileSync(join(copy, file), 'utf8');
  assert.match(read('CHANGELOG.md'), /^## Unreleased\n\n## 23\.45\.67 - \d{4}-\d\d-\d\d\n/m);
  assert.equal(read('tests/contracts/released/control.openapi.yaml'), read('contracts/control.openapi.yaml'));
  execFileSync(join(copy, 'script/set-version'), ['23.45.68']);
  assertAll(copy, '23.45.68');
});
