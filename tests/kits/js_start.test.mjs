// A mock that the JavaScript kit starts, and ends.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, repository } from '../wire/chatmock.mjs';
import { javascriptProject, kitOf } from './project.mjs';

const { asyncDispose } = Symbol;
const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file
let folder;
let kit;

before(async () => {
  folder = await javascriptProject(suite);
  kit = await kitOf(folder);
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

const folders = ['fixtures', 'contracts'].map((name) => [name, join(repository, name)]);
const files = { binary, ...Object.fromEntries(folders) };

test('a mock starts with a seed and a held clock, and ends with close()', async () => {
  const own = await kit.Chatmock.start({ ...files, seed: 3, clock: 'manual', clockStart: '2020-01-01T00:00:00Z' });
  assert.equal((await own.version()).seed, 3);
  assert.equal((await own.clock.state()).now, '2020-01-01T00:00:00.000Z');
  await own[asyncDispose]();
  assert.equal((await own.version().catch((error) => error)).code, 'unreachable');
});

test('a mock ends with the process that started it', () => {
  const program = `import { Chatmock } from 'chatmock';
    const mock = await Chatmock.start(${JSON.stringify(files)});
    console.log(mock.url);`;
  const options = { cwd: folder, encoding: 'utf8' };
  const url = execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
  return assert.rejects(fetch(`${url.trim()}/healthz`));
});

test('a mock that does not start gives a reason', async () => {
  await assert.rejects(kit.Chatmock.start({ binary: '/no/such/program' }),
    /expected the program chatmock, got .*ENOENT/);
  await assert.rejects(kit.Chatmock.start({ ...files, profile: 'defualt' }),
    /ended with 2 before it was ready:\n.*defualt/);
});
