// The kits with the mock in a container. CHATMOCK_IMAGE names the image; script/docker-check runs this.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Chatmock, copyOf, fixture, next, patience_ms } from '../wire/chatmock.mjs';
import { javascriptProject, kitOf, pythonProject, run } from './project.mjs';

const image = process.env.CHATMOCK_IMAGE;
const patience = { timeout: patience_ms };
const options = { encoding: 'utf8' };
const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file
const greeting = { content: 'from our own fixture' };
let folder;
let kit;

before(async () => {
  assert.ok(image, 'expected CHATMOCK_IMAGE, the name of an image');
  folder = await javascriptProject(suite);
  kit = await kitOf(folder);
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

const containers = () => execFileSync('docker', ['ps', '--all', '--format', '{{.Names}}'], options).split('\n');

async function ownFixtures(t) {
  const message = await fixture('NewMessage');
  return copyOf(t, 'fixtures', { 'events/NewMessage/default.json': { ...message, ...greeting } });
}

// The app logs in, and receives the fixture.
async function receiveGreeting(mock) {
  const alice = mock.user('alice');
  const app = new Chatmock({ socket: mock.socket.url, control: mock.url }, () => {});
  const received = next(app.client({ token: alice.token() }), 'NewMessage');
  await alice.connected(patience);
  await alice.receives('NewMessage', {}, patience);
  assert.equal((await received)[0].content, greeting.content);
  app.stop();
}

test('a container starts with a seed, a held clock and own fixtures, and ends with close()', async (t) => {
  const earlier = containers();
  const clock = { clock: 'manual', clockStart: '2020-01-01T00:00:00Z' };
  const mock = await kit.Chatmock.start({ image, seed: 3, fixtures: await ownFixtures(t), ...clock });
  assert.equal((await mock.version()).seed, 3);
  assert.equal((await mock.clock.state()).now, '2020-01-01T00:00:00.000Z');
  await receiveGreeting(mock);
  assert.match(mock.log, /connect/);
  await mock.close();
  assert.equal((await mock.version().catch((error) => error)).code, 'unreachable');
  assert.deepEqual(containers(), earlier);
});

test('a container ends with the process that started it', () => {
  const earlier = containers();
  const program = `import { Chatmock } from 'chatmock';
    console.log((await Chatmock.start({ image: ${JSON.stringify(image)} })).url);
    process.exit();`;
  const url = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, ...options });
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\n$/);
  assert.deepEqual(containers(), earlier);
});

test('a container that does not start gives a reason, and is removed', async () => {
  const earlier = containers();
  await assert.rejects(kit.Chatmock.start({ image, profile: 'defualt' }),
    /ended with 2 before it was ready:\n.*defualt/);
  await assert.rejects(kit.Chatmock.start({ image: 'no/such:image' }), /docker create: .*no\/such/s);
  await assert.rejects(kit.Chatmock.start({ image, fixtures: '/no/such/folder' }), /docker cp: .*\/no/);
  assert.deepEqual(containers(), earlier);
});

test('Testcontainers starts it', async (t) => {
  const module = pathToFileURL(join(folder, 'node_modules/chatmock/dist/runners/testcontainers.js')).href;
  const { ChatmockContainer } = await import(module);
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true'; // its container removes what a killed test leaves behind
  const made = new ChatmockContainer(image).withFixtures(await ownFixtures(t)).withSeed(7).withManualClock();
  const container = await made.start();
  t.after(() => container.stop());
  const mock = await container.client();
  assert.equal(mock.url, container.getControlUrl());
  assert.equal((await mock.version()).seed, 7);
  assert.equal((await mock.clock.state()).mode, 'manual');
  await receiveGreeting(mock);
});

test('the kit for Python starts it', async (t) => {
  const project = await pythonProject(t);
  const name = 'container_suite.py';
  cpSync(fileURLToPath(new URL(`pytest/${name}`, import.meta.url)), join(project.folder, name));
  const earlier = containers();
  const env = { ...process.env, CHATMOCK_FIXTURES: await ownFixtures(t), CHATMOCK_TEST_CONTENT: greeting.content };
  const args = ['-m', 'pytest', '-p', 'no:cacheprovider', name];
  const { code, output } = await run(project.python, args, { cwd: project.folder, env });
  assert.equal(code, 0, output);
  assert.match(output, /3 passed/);
  assert.deepEqual(containers(), earlier);
});
