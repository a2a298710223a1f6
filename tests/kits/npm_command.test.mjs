// The tests of the wire, and the examples of the docs, with the command of the npm package in place of the program.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../wire/chatmock.mjs';
import { javascriptProject, runWell } from './project.mjs';

// About features of the program alone: TLS, limits and signals of a process, an installation with files beside it,
// `health`, and verbs that speak to a service.
const themesOfProgram = [
  'tls', 'open_files', 'memory', 'lifecycle', 'built_in', 'usage',
  'verify', 'record', 'recovery', 'service_client', 'verbs_end', 'hostile_service',
];
// So are these tests. A module's memory never shrinks; Node.js accepts connections that it has no descriptor for.
const testsOfProgram = ['that names it', 'by every verb', 'out of descriptors', 'leave no memory behind'];
const pagesOfProgram = ['COMMAND_LINE', 'CONTRACTS', 'in-ci', 'tls', 'verify-the-real-service'];
const wire = join(repository, 'tests', 'wire');
const themes = readdirSync(wire).filter((name) => name.endsWith('.test.mjs')).map((name) => name.slice(0, -9));
const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file
let command;

before(async () => {
  command = join(await javascriptProject(suite), 'node_modules', '.bin', 'chatmock');
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

// Runs a file of tests with the package's command. A test whose parent matches the pattern runs, too: so the pattern
// excludes `<root>`, the parent of all.
async function passes(folder, file, excluded) {
  const env = { ...process.env, CHATMOCK_BINARY: command };
  delete env.NODE_TEST_CONTEXT; // else the runner runs nothing
  const flags = ['--test', '--test-name-pattern', `^(?!<root>|.*(${excluded.join('|')}))`];
  const output = await runWell(process.execPath, [...flags, file], { cwd: folder, env, timeout: 900_000 });
  assert.match(output, /^# pass [1-9]/m);
}

for (const theme of themes.filter((name) => !themesOfProgram.includes(name)))
  test(`wire/${theme}`, () => passes(wire, `${theme}.test.mjs`, testsOfProgram));

test('the examples of the docs', () => {
  return passes(join(repository, 'tests', 'docs'), 'run-examples.mjs', pagesOfProgram);
});
