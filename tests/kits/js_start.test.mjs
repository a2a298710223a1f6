// A mock that the JavaScript kit starts, and ends.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { host } from './hosts.mjs';
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

test('a mock starts with a seed and a held clock, and ends with close()', async () => {
  const own = await kit.Chatmock.start({ ...host, seed: 3, clock: 'manual', clockStart: '2020-01-01T00:00:00Z' });
  assert.equal((await own.version()).seed, 3);
  assert.equal((await own.clock.state()).now, '2020-01-01T00:00:00.000Z');
  // The ports of a container are published by others.
  if (!host.image) assert.equal((await kit.Chatmock.connect({ url: own.url })).socket.url, own.socket.url);
  await own[asyncDispose]();
  assert.equal((await own.version().catch((error) => error)).code, 'unreachable');
});

test('a mock ends with the process that started it', () => {
  const program = `import { Chatmock } from 'chatmock';
    const mock = await Chatmock.start(${JSON.stringify(host)});
    console.log(mock.url);`;
  const options = { cwd: folder, encoding: 'utf8' };
  const url = execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
  return assert.rejects(fetch(`${url.trim()}/healthz`));
});

test('a mock that does not start gives a reason', async () => {
  await assert.rejects(kit.Chatmock.start({ binary: '/no/such/program' }),
    /expected the program chatmock, got .*ENOENT/);
  await assert.rejects(kit.Chatmock.start({ ...host, profile: 'defualt' }),
    /ended with 2 before it was ready:\n.*defualt/);
});
