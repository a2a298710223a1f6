// The mock of the npm package, in the process of a test: what holds for it alone.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Chatmock, next } from '../wire/chatmock.mjs';
import { javascriptProject, kitOf, packed, runWell } from './project.mjs';

const packedBytes_max = 1024 * 1024;
const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file
let folder;
let kit;

before(async () => {
  for (const name of ['CHATMOCK_BINARY', 'CHATMOCK_IMAGE', 'CHATMOCK_URL']) delete process.env[name];
  folder = await javascriptProject(suite);
  kit = await kitOf(folder);
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

async function started(test, options = {}) {
  const mock = await kit.Chatmock.start(options);
  test.after(() => mock.close());
  return mock;
}

async function receives(mock, content) {
  const wire = new Chatmock({ socket: mock.socket.url, control: mock.url });
  const socket = await wire.connected('alice');
  const message = next(socket, 'NewMessage');
  await mock.user('alice').receives('NewMessage', { content });
  assert.equal((await message)[0].content, content);
  socket.close();
}

// Runs a module in the project, in a process of its own.
function runModule(text, flags = []) {
  const args = [...flags, '--input-type=module', '-e', text];
  return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
}

test('the packed file is small, and needs no other package', () => {
  const bytes = statSync(packed('.tgz')).size;
  assert.ok(bytes < packedBytes_max, `expected less than ${packedBytes_max} bytes, got ${bytes}`);
  const listed = JSON.parse(execFileSync('npm', ['ls', '--all', '--json'], { cwd: folder, encoding: 'utf8' }));
  assert.deepEqual(Object.keys(listed.dependencies), ['chatmock']);
  const below = Object.values(listed.dependencies.chatmock.dependencies ?? {}); // optional ones, not installed
  assert.deepEqual(below.filter(({ version }) => version !== undefined), []);
});

test('a mock runs in this process, and serves the official client', async (t) => {
  const mock = await started(t, { seed: 7 });
  assert.equal((await mock.version()).seed, 7);
  await receives(mock, 'Hello!');
  assert.match(mock.log, /info ready: clients at ws:/);
});

test('20 mocks run side by side, each with its own seed', async (t) => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  const mocks = await Promise.all(seeds.map((seed) => started(t, { seed })));
  await Promise.all(mocks.map((mock) => receives(mock, mock.url)));
  const versions = await Promise.all(mocks.map((mock) => mock.version()));
  assert.deepEqual(versions.map(({ seed }) => seed), seeds);
});

test('in a worker it answers while this thread is blocked', async (t) => {
  const mock = await started(t, { worker: true });
  const ask = `const answer = await fetch('${mock.url}/healthz'); console.log(answer.status);`;
  assert.equal(runModule(ask), '200\n'); // this process waits, and does nothing else
  await receives(mock, 'from a worker');
});

test('a mock ends with close(), and with the process that started it', async () => {
  const mock = await kit.Chatmock.start();
  await mock.close();
  assert.equal((await mock.version().catch((error) => error)).code, 'unreachable');
  for (const worker of [false, true]) {
    const text = `import { Chatmock } from 'chatmock';
      const mock = await Chatmock.start({ worker: ${worker} });
      console.log(mock.url);`;
    await assert.rejects(fetch(`${runModule(text).trim()}/healthz`));
  }
});

test('a mock that does not start says why', async () => {
  for (const worker of [false, true])
    await assert.rejects(kit.Chatmock.start({ profile: 'defualt', worker }),
      /the mock ended with 2 before it was ready:\n.*defualt/);
  await assert.rejects(kit.Chatmock.start({ args: ['--tls', 'auto'] }), /the npm package has no TLS/);
  await assert.rejects(kit.Chatmock.start({ args: ['--sead', '7'] }), /unknown option "--sead"; did you mean "--seed"/);
});

// The system's answer about a file has another type than the mock expects: an exception of C++ at the next look for
// saved files. Metrics ask for the memory: an exception of JavaScript below the mock.
test('an exception inside ends one mock, with a message; the others and this process go on', () => {
  const fixtures = join(folder, 'fixtures');
  mkdirSync(join(fixtures, 'events'), { recursive: true });
  writeFileSync(join(fixtures, 'events', 'x.json'), '{}');
  const text = `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { Chatmock } from 'chatmock';
    const broken = await Chatmock.start({ fixtures: ${JSON.stringify(fixtures)} });
    const good = await Chatmock.start({ args: ['--reload', 'off'] });
    const { statSync } = fs;
    fs.statSync = () => ({ isDirectory: () => 'perhaps' });
    syncBuiltinESMExports();
    while (!broken.log.includes('the mock failed')) await new Promise((resolve) => setTimeout(resolve, 20));
    fs.statSync = statSync;
    syncBuiltinESMExports();
    const third = await Chatmock.start();
    process.memoryUsage.rss = () => { throw new Error('no memory is known'); };
    const outcome = await fetch(third.url + '/metrics').catch(() => 'no answer');
    console.log(JSON.stringify([broken.log, outcome, third.log, (await good.version()).name]));`;
  const [log, outcome, other, name] = JSON.parse(runModule(text));
  assert.match(log, /the mock failed: \[json\.exception\.type_error/);
  assert.equal(outcome, 'no answer');
  assert.match(other, /the mock failed: .*no memory is known/);
  assert.equal(name, 'chatmock');
});

test('a mock that gets no more memory ends with a message; the others and this process go on', () => {
  const text = `import { Chatmock } from 'chatmock';
    const [full, good] = [await Chatmock.start(), await Chatmock.start()];
    const held = { data: { content: 'x'.repeat(1 << 20) }, contract: 'skip', delay_ms: 3_600_000 };
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(held) };
    const send = () => fetch(full.url + '/events/NewMessage', request);
    const statuses = [];
    for (let answer; statuses.length < 100 && (answer = await send().catch(() => undefined)); )
      statuses.push(answer.status);
    console.log(JSON.stringify([statuses, full.log, (await good.version()).name]));`;
  const [statuses, log, name] = JSON.parse(runModule(text, ['--wasm-max-mem-pages=400'])); // of 64 KiB
  assert.deepEqual([...new Set(statuses)], [202]);
  assert.match(log, /the mock failed: out of memory/);
  assert.equal(name, 'chatmock');
});

test('the memory of ended mocks comes back', (t) => {
  const text = `import { Chatmock } from 'chatmock';
    const rounds = async (count) => {
      for (let i = 0; i < count; ++i) await (await Chatmock.start()).close();
      gc();
      await new Promise((resolve) => setTimeout(resolve, 200));
      gc();
      return process.memoryUsage.rss();
    };
    const before = performance.now();
    const early = await rounds(100);
    const late = await rounds(400);
    console.log(JSON.stringify({ early, late, mean_ms: (performance.now() - before) / 500 }));`;
  const { early, late, mean_ms } = JSON.parse(runModule(text, ['--expose-gc']));
  const mebibytes = (bytes) => Math.round(bytes / 1024 / 1024);
  t.diagnostic(`${mebibytes(early)} MiB after 100 mocks, ${mebibytes(late)} MiB after 500`);
  t.diagnostic(`${mean_ms.toFixed(1)} ms for each mock`);
  assert.ok(late < early + 100 * 1024 * 1024, `expected about ${early} bytes, got ${late}`);
});

test('times from the start to a mock that is ready', async (t) => {
  const text = `import { Chatmock } from 'chatmock';
    const times = [];
    for (let i = 0; i < 11; ++i) {
      const before = performance.now();
      const mock = await Chatmock.start();
      times.push(performance.now() - before);
      await mock.close();
    }
    const [first, ...others] = times;
    console.log(JSON.stringify({ first, median: others.sort((a, b) => a - b)[5] }));`;
  const { first, median } = JSON.parse(runModule(text));
  t.diagnostic(`the first mock of a process ${first.toFixed(0)} ms, each further one ${median.toFixed(1)} ms (median)`);
  const before = performance.now();
  await runWell(process.execPath, [join(folder, 'node_modules/chatmock/dist/bin.js'), '--version']);
  t.diagnostic(`the command line to the version ${(performance.now() - before).toFixed(0)} ms`);
});
