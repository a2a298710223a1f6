// The version, the commit and the build's date: the same in each place that has them, and read from Git, from a source
// archive or from the environment.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository, run, serve } from '../wire/chatmock.mjs';

const name = 'Tester';
const email = 'tester@example.com';
const author = {
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: email,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: email,
};
const date = '2026-02-03T04:05:06Z';
const fact_files = ['cmake/build_facts.cmake', 'cmake/commit.txt', '.gitattributes'];

function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function git(folder, ...args) {
  const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  return execFileSync('git', ['-C', folder, ...args], { env: { ...process.env, ...author, ...dates } });
}

// A folder with the files of the sources that the facts are read from.
function sourcesIn(folder) {
  for (const file of fact_files) cpSync(join(repository, file), join(folder, file));
  return folder;
}

function repositoryOf(t) {
  const folder = sourcesIn(temporaryFolder(t));
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'All');
  return { folder, commit: git(folder, 'rev-parse', 'HEAD').toString().trim() };
}

// The facts that a build of these sources would have.
function factsOf(t, folder, environment = {}) {
  const output = join(temporaryFolder(t), 'facts');
  const template = join(temporaryFolder(t), 'template');
  writeFileSync(template, '@VERSION@ @commit@ @date@');
  const { CHATMOCK_COMMIT: _, SOURCE_DATE_EPOCH: __, ...inherited } = process.env;
  const facts = { VERSION: '9.9.9', SOURCE: folder, TEMPLATE: template, OUTPUT: output };
  const definitions = Object.entries(facts).map(([key, value]) => `-D${key}=${value}`);
  execFileSync('cmake', [...definitions, '-P', join(folder, 'cmake/build_facts.cmake')], {
    env: { ...inherited, ...environment },
    stdio: 'pipe',
  });
  return readFileSync(output, 'utf8').trim();
}

test('--version, the ready line and GET /version agree', async (t) => {
  const mock = await serve(t);
  const { version, commit, build_date } = mock.ready;
  assert.match(commit, /^([0-9a-f]{40}(-dirty)?|unknown)$/);
  assert.match(build_date, /^(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ|unknown)$/);
  const answer = await mock.ask('GET', '/version');
  assert.deepEqual([answer.version, answer.commit, answer.build_date], [version, commit, build_date]);
  const { stdout } = await run('--version');
  assert.equal(stdout, `chatmock ${version} (commit ${commit}, built ${build_date})\n`);
});

test('a checkout has the commit and its date', (t) => {
  const { folder, commit } = repositoryOf(t);
  assert.equal(factsOf(t, folder), `9.9.9 ${commit} ${date}`);
});

test('a checkout with changed files says so', (t) => {
  const { folder, commit } = repositoryOf(t);
  writeFileSync(join(folder, '.gitattributes'), '# changed\n', { flag: 'a' });
  assert.equal(factsOf(t, folder), `9.9.9 ${commit}-dirty ${date}`);
});

test('a source archive has the commit and its date, in the repository of something else too', (t) => {
  const { folder, commit } = repositoryOf(t);
  const { folder: other } = repositoryOf(t);
  const archive = join(temporaryFolder(t), 'sources.tar');
  git(folder, 'archive', '--output', archive, 'HEAD');
  const unpacked = join(other, 'vendor');
  mkdirSync(unpacked);
  execFileSync('tar', ['-xf', archive, '-C', unpacked]);
  assert.equal(factsOf(t, unpacked), `9.9.9 ${commit} ${date}`);
});

test('sources without Git build, and say that they do not know', (t) => {
  const folder = sourcesIn(temporaryFolder(t));
  assert.equal(factsOf(t, folder), '9.9.9 unknown unknown');
});

test('the environment can name the commit and the date', (t) => {
  const { folder, commit } = repositoryOf(t);
  assert.equal(factsOf(t, folder, { SOURCE_DATE_EPOCH: '0' }), `9.9.9 ${commit} 1970-01-01T00:00:00Z`);
  const named = { CHATMOCK_COMMIT: 'abcdef0', SOURCE_DATE_EPOCH: '86400' };
  assert.equal(factsOf(t, folder, named), '9.9.9 abcdef0 1970-01-02T00:00:00Z');
  assert.throws(() => factsOf(t, folder, { CHATMOCK_COMMIT: 'a"; b' }), /expected a commit such as 7b75984/);
});
