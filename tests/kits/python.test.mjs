// The kit for Python, as pip installs it: its verbs against a mock, its pytest plugin, its types.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkingProxy } from '../docs/checking_proxy.mjs';
import { binary, repository } from '../wire/chatmock.mjs';
import { checkCoverage } from './coverage.mjs';
import { mockOfKit, replay } from './hosts.mjs';
import { javascriptProject, kitOf, pythonProject, run, runWell } from './project.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const files = {
  CHATMOCK_FIXTURES: join(repository, 'fixtures'),
  CHATMOCK_CONTRACTS: join(repository, 'contracts'),
};
const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file
let project;
let kit; // that of npm
let program; // that the kit for Python starts; the npm package has it, too

before(async () => {
  project = await pythonProject(suite);
  const folder = await javascriptProject(suite);
  kit = await kitOf(folder);
  program = process.env.CHATMOCK_IN_PROCESS ? join(folder, 'node_modules', '.bin', 'chatmock') : binary;
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

// Runs a file of tests as a user would, with a copy of it in the project.
function pytest(name, args = [], variables = {}) {
  cpSync(here(`pytest/${name}`), join(project.folder, name));
  const env = { ...process.env, ...files, CHATMOCK_BINARY: program, ...variables };
  return run(project.python, ['-m', 'pytest', '-p', 'no:cacheprovider', ...args, name], { cwd: project.folder, env });
}

test('its verbs, sync and async; every call is as the contract has it, and every operation was called', async (t) => {
  const mock = await mockOfKit(t, kit, { seed: 7 });
  const proxy = await checkingProxy(t, mock);
  const urls = { CHATMOCK_URL: `http://127.0.0.1:${proxy.port}`, CHATMOCK_SOCKET_URL: mock.ready.socket };
  const { code, output } = await pytest('verbs_suite.py', [], urls);
  assert.equal(code, 0, output);
  assert.doesNotMatch(output, /skipped/);
  assert.deepEqual(await proxy.breaches(), []);
  checkCoverage(proxy.calls);
});

test('a hundred tests in four workers of xdist, each with a mock of its own', async () => {
  const { code, output } = await pytest('parallel_suite.py', ['-n', '4']);
  assert.equal(code, 0, output);
  assert.match(output, /100 passed/);
});

test('a hundred tests in four workers of xdist, all on one mock', async (t) => {
  const mock = await mockOfKit(t, kit);
  const urls = { CHATMOCK_URL: mock.ready.control, CHATMOCK_SOCKET_URL: mock.ready.socket };
  const { code, output } = await pytest('parallel_suite.py', ['-n', '4'], urls);
  assert.equal(code, 0, output);
  assert.match(output, /100 passed/);
});

test('a report has the journal and replays the run; violations fail a test that does not allow them', async () => {
  const { code, output } = await pytest('reports_suite.py');
  assert.equal(code, 1, output);
  assert.match(output, /2 passed, 1 failed, 1 error|1 failed, 2 passed, 1 error/);
  assert.match(output, /ERROR at teardown of test_violates[^]*verification_failed/);
  assert.match(output, /chatmock's journal -+\n#1 [\d:.]+ emit NewMessage to nobody .*never seen/);
  const [, transcript] = output.match(/^chatmock replay (.+)$/m);
  await replay(transcript);
});

test('its version is that of the mock, and it needs no package', async () => {
  const { version } = JSON.parse(readFileSync(join(repository, 'clients/js/package.json'), 'utf8'));
  const program = 'from importlib.metadata import *; print(version("chatmock"), requires("chatmock"))';
  assert.equal((await runWell(project.python, ['-c', program])).trim(), `${version} None`);
});

test('its types let right programs pass, and no wrong ones', async () => {
  const strict = ['-m', 'mypy', '--strict', '--cache-dir=/dev/null'];
  const check = (name) => run(project.python, [...strict, here(`types/${name}`)]);
  const right = await check('right.py');
  assert.equal(right.code, 0, right.output);
  const lines = readFileSync(here('types/mistakes.py'), 'utf8').split('\n');
  const marked = lines.flatMap((line, i) => {
    const mark = line.match(/ {2}# ([a-z-]+): /);
    return mark === null ? [] : [`${i + 1} ${mark[1]}`];
  });
  assert.ok(marked.length > 5);
  const { output } = await check('mistakes.py');
  const found = [...output.matchAll(/mistakes\.py:(\d+): error: .* \[([a-z-]+)\]$/gm)];
  assert.deepEqual(found.map(([, line, code]) => `${line} ${code}`), marked, output);
});
