// The program and the mock of the npm package are the same code: they give the same bytes.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, events, repository } from '../wire/chatmock.mjs';
import { mockOfKit } from './hosts.mjs';
import { javascriptProject, kitOf, run, runWell, temporaryFolder } from './project.mjs';

const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file
let kit;
let command; // of the package

before(async () => {
  const folder = await javascriptProject(suite);
  kit = await kitOf(folder);
  command = join(folder, 'node_modules', '.bin', 'chatmock');
  delete process.env.CHATMOCK_BINARY;
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

test('the package replays each golden transcript, byte for byte', async () => {
  const golden = join(repository, 'tests', 'golden');
  const files = readdirSync(golden).filter((name) => name.endsWith('.jsonl'));
  assert.ok(files.length > 20);
  for (const file of files) {
    const output = await runWell(command, ['replay', join(golden, file)]);
    assert.match(output, /inputs replayed: the same, byte for byte/, file);
  }
});

// Numbers below a limit, from a seed: the same run each time.
function dice(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const users = ['alice', 'bob', 'carol'];
const texts = ['', 'Hello!', '\u{1f600} \u05e9\u05dc\u05d5\u05dd', '\ud800', 'a'.repeat(5000)];
const kinds = [{ do: 'drop' }, { do: 'delay', ms: [0, 9] }, { do: 'duplicate' }, { do: 'truncate' }, { do: 'corrupt' }];

// Actions of a test, one after another. Returns the number of calls that succeeded.
async function perform(mock, seed, steps) {
  const random = dice(seed);
  const one = (list) => list[random(list.length)];
  const clients = new Map();
  const connect = async () => {
    const user = one(users);
    clients.get(user)?.close();
    const transports = one([['websocket'], ['polling'], ['polling', 'websocket']]);
    clients.set(user, await mock.connected(user, { transports }));
  };
  const send = (body) => mock.control('POST', `/events/${one(events)}`, { to: { user: one(users) }, ...body });
  const actions = [
    connect,
    connect,
    () => clients.get(one(users))?.close(),
    () => clients.get(one(users))?.emit(one(events), { content: one(texts) }),
    () => send({ patch: { content: one(texts) }, contract: 'skip' }),
    () => send({ patch: { fraction: random(1e6) / 64, large: 2 ** random(80) }, contract: 'skip' }),
    () => send({ mutant: '*' }),
    () => mock.control('PUT', '/faults/one', { on: { event: one(events), nth: 1 + random(3) }, ...one(kinds) }),
    () => mock.control('POST', '/connections/disconnect', { to: { user: one(users) }, as: 'transport_close' }),
    () => mock.control('PUT', `/groups/${random(3)}`, { members: [one(users)] }),
    () => mock.control('POST', '/tokens', { user: one(users) }),
  ];
  let succeeded = 0;
  for (let step = 0; step < steps; ++step) {
    const answer = await one(actions)();
    if (answer?.status === 200) ++succeeded;
  }
  return succeeded;
}

test('a random run of one is replayed by the other', async (t) => {
  const folder = temporaryFolder(t);
  for (const [name, options, other] of [['package', { binary: undefined }, binary], ['program', { binary }, command]]) {
    for (const seed of [1, 2, 3]) {
      const mock = await mockOfKit(t, kit, { ...options, seed });
      assert.ok(await perform(mock, seed, 200) > 50);
      const file = join(folder, `${name}-${seed}.jsonl`);
      writeFileSync(file, (await mock.control('GET', '/journal/export')).body);
      const output = await runWell(other, ['replay', file]);
      assert.match(output, /byte for byte/);
      t.diagnostic(`${name}, seed ${seed}: ${output.trim()}`);
    }
  }
});

test('verbs that need no other service give the same words and exit codes', async () => {
  const calls = [
    ['--version'], ['serve', '--help'], ['serve', '--sead', '7'], ['srve'], ['serve', '--seed', 'x'],
    ['check', '--fixtures', join(repository, 'fixtures'), '--contracts', join(repository, 'contracts')],
    ['types', '--contracts', join(repository, 'contracts')], ['types', '--contracts', '/no/such/folder'],
    ['diff', join(repository, 'fixtures'), join(repository, 'contracts')], ['diff', '/no', '/such'],
    ['serve', '--socket', 'localhost'], ['serve', '--clock-start', 'now'], ['serve', '--profile', 'defualt'],
  ];
  const withoutTimes = (text) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replace(/\(commit .*\)/, '');
  for (const args of calls) {
    const [native, packaged] = [await run(binary, args), await run(command, args)];
    assert.equal(packaged.code, native.code, `${args.join(' ')}: ${packaged.output}`);
    assert.equal(withoutTimes(packaged.output), withoutTimes(native.output), args.join(' '));
  }
});

test('verbs that speak to a service name the program', async () => {
  const { code, output } = await run(command, ['listen', 'ws://127.0.0.1:1']);
  assert.equal(code, 2);
  assert.match(output, /^listen: .* the program chatmock/);
});
