// The tests of the wire against the command of the npm package, in place of the program.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../wire/chatmock.mjs';
import { javascriptProject, runWell } from './project.mjs';

// About features of the program alone: TLS, limits and signals of a process, an installation with files beside it,
// `health`, and verbs that speak to a service.
const programsAlone = [
  'tls', 'open_files', 'memory', 'lifecycle', 'built_in', 'usage',
  'verify', 'record', 'service_client', 'verbs_end', 'hostile_service',
];
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

for (const theme of themes.filter((name) => !programsAlone.includes(name))) {
  test(`wire/${theme}`, async () => {
    const env = { ...process.env, CHATMOCK_BINARY: command };
    delete env.NODE_TEST_CONTEXT; // else the runner runs nothing
    const args = ['--test', `${theme}.test.mjs`];
    const output = await runWell(process.execPath, args, { cwd: wire, env, timeout: 900_000 });
    assert.match(output, /^# pass [1-9]/m);
  });
}
