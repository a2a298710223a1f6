// Files that are saved while the mock runs are reloaded; a broken file is refused, and the last good one
// stays.
import assert from 'node:assert/strict';
import { closeSync, cpSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOf, fileOf, fixture, next, repository, run, serve } from './chatmock.mjs';

const newMessage = 'events/NewMessage/default.json';
const profile = 'profiles/default.json';

const message = await fixture('NewMessage');
const withContent = (content) => ({ ...message, content });

// A mock, and its folder of fixtures.
class Bench {
  #seen = 0;

  constructor(mock, folder) {
    this.mock = mock;
    this.folder = folder;
  }

  static async start(t, ...args) {
    const folder = copyOf(t, 'fixtures', {});
    return new Bench(await serve(t, '--fixtures', folder, ...args), folder);
  }

  // A new path becomes a new file; text is written as it is. The file appears in one step: a busy machine may
  // stop a writer for longer than the mock waits for it.
  save(path, content) {
    const unseen = `${this.folder}.unseen`;
    writeFileSync(unseen, typeof content === 'string' ? content : JSON.stringify(content));
    renameSync(unseen, join(this.folder, path));
  }

  // The journal's entry of the next reload that was not returned yet.
  async reload() {
    const match = { kind: 'reload', after: this.#seen };
    const [{ seq, at, kind, ...report }] = await this.mock.journalled(match);
    this.#seen = seq;
    return report;
  }

  // The payload of the next injection.
  async sent(event = 'NewMessage', request = {}) {
    const { seq } = await this.mock.inject(event, request);
    return (await this.mock.journalled({ kind: 'emit', after: seq - 1 }))[0].data;
  }

  async refusal() {
    const { changed, refused } = await this.reload();
    assert.deepEqual(changed, []);
    assert.equal(refused.length, 1);
    return refused[0];
  }
}

test('a fixture is sent as it was saved; broken, it is refused, and sent as it was', async (t) => {
  const bench = await Bench.start(t);
  const file = `fixtures/${newMessage}`;
  const alice = await bench.mock.connected('alice');

  bench.save(newMessage, withContent('first'));
  assert.deepEqual(await bench.reload(), { changed: [file] });
  const received = next(alice, 'NewMessage');
  assert.equal((await bench.sent()).content, 'first');
  assert.equal((await received)[0].content, 'first');

  bench.save(newMessage, withContent('${nwo}'));
  const unknown = await bench.refusal();
  assert.equal(unknown.file, file);
  assert.equal(unknown.at, '/content');
  assert.match(unknown.message, /nwo/);
  assert.equal((await bench.sent()).content, 'first');

  bench.save(newMessage, '{"id": ');
  const malformed = await bench.refusal();
  assert.equal(malformed.file, file);
  assert.match(malformed.message, /line 1, column 8/);
  assert.equal((await bench.sent()).content, 'first');

  bench.save(newMessage, withContent('repaired'));
  assert.deepEqual(await bench.reload(), { changed: [file] });
  assert.equal((await bench.sent()).content, 'repaired');

  const transcript = fileOf(t, await bench.mock.ask('GET', '/journal/export'));
  const { code, stdout, stderr } = await run('replay', transcript);
  assert.equal(code, 0, stdout + stderr);
});

test('fixtures can be added and removed', async (t) => {
  const bench = await Bench.start(t);
  const names = () => bench.mock.ask('GET', '/events/NewMessage/fixtures');
  bench.save('events/NewMessage/mine.json', message);
  assert.deepEqual(await bench.reload(), { changed: ['fixtures/events/NewMessage/mine.json'] });
  assert.ok((await names()).includes('mine'));

  renameSync(join(bench.folder, 'events/NewMessage/mine.json'), join(bench.folder, 'events/NewMessage/ours.json'));
  const changed = ['mine', 'ours'].map((name) => `fixtures/events/NewMessage/${name}.json`);
  assert.deepEqual(await bench.reload(), { changed });
  assert.ok((await names()).includes('ours'));
  assert.ok(!(await names()).includes('mine'));
});

test('of several saved files, the good ones are reloaded', async (t) => {
  const bench = await Bench.start(t);
  const before = await bench.sent('NewMember');
  cpSync(join(bench.folder, newMessage), join(bench.folder, 'events/NewMessage/copy.json'));
  bench.save(newMessage, withContent('good'));
  bench.save('events/NewMember/default.json', 'broken');
  bench.save(profile, { groups: { 7: ['carol'] } });
  const { changed, refused } = await bench.reload();
  assert.deepEqual(changed, ['events/NewMessage/copy.json', newMessage, profile].map((path) => `fixtures/${path}`));
  assert.deepEqual(refused.map(({ file }) => file), ['fixtures/events/NewMember/default.json']);
  assert.equal((await bench.sent()).content, 'good');
  assert.deepEqual(await bench.sent('NewMember'), before);
  assert.deepEqual(await bench.mock.ask('GET', '/groups'), { groups: { 7: ['carol'] } });

  bench.save(newMessage, withContent('better')); // an unchanged broken file is not reported again
  assert.deepEqual(await bench.reload(), { changed: [`fixtures/${newMessage}`] });
});

test('a profile decides as it was saved; broken, it stays as it was; gone, the built-in one shows', async (t) => {
  const bench = await Bench.start(t);
  const file = `fixtures/${profile}`;
  const rules = [{ match: { token: 'bob' }, outcome: { do: 'reject', message: 'Banned' } }];
  bench.save(profile, { auth: { rules } });
  assert.deepEqual(await bench.reload(), { changed: [file] });
  const refused = async () => {
    const bob = bench.mock.client({ token: 'bob', reconnection: false });
    assert.equal((await next(bob, 'connect_error'))[0].message, 'Banned');
  };
  await refused();

  bench.save(profile, { auth: { rules: [{ match: {}, outcome: { do: 'dance' } }] } });
  const wrong = await bench.refusal();
  assert.equal(wrong.file, file);
  assert.equal(wrong.at, '/auth/rules/0/outcome/do');
  await refused();

  rmSync(join(bench.folder, profile));
  assert.deepEqual(await bench.reload(), { changed: [file] });
  (await bench.mock.connected('bob')).disconnect();
  bench.save(profile, { auth: { rules } });
  assert.deepEqual(await bench.reload(), { changed: [file] });
  await refused();

  await bench.mock.ask('PUT', '/auth', { rules: [] });
  bench.save(newMessage, withContent('the rules stay'));
  await bench.reload();
  await bench.mock.connected('bob');
  await bench.mock.ask('POST', '/reset');
  await refused();
});

test('the allowed client events follow the profile at once', async (t) => {
  const bench = await Bench.start(t);
  bench.save(profile, { protocol: { max_payload: 100 } });
  await bench.reload();
  const url = `http://127.0.0.1:${bench.mock.socketPort}/socket.io/?EIO=4&transport=polling`;
  const { sid, maxPayload } = JSON.parse((await (await fetch(url)).text()).slice(1));
  assert.equal(maxPayload, 100);
  const post = (body) => fetch(`${url}&sid=${sid}`, { method: 'POST', body });
  assert.equal((await post('40')).status, 200);
  assert.equal((await post(`42["${'x'.repeat(100)}"]`)).status, 413);
});

test('a saved contract applies, and fixtures that break it are reported', async (t) => {
  const contracts = copyOf(t, 'contracts', {});
  const bench = await Bench.start(t, '--contracts', contracts);
  const path = 'events/NewMessage.schema.json';
  const schema = JSON.parse(readFileSync(join(contracts, path), 'utf8'));
  const save = (content) => writeFileSync(join(contracts, path), JSON.stringify(content));

  save({ ...schema, required: [...schema.required, 'mood'] });
  const { changed, refused, warnings } = await bench.reload();
  assert.deepEqual(changed, [`contracts/${path}`]);
  assert.equal(refused, undefined);
  assert.ok(
    warnings.some(
      ({ file, at, message }) => file === `fixtures/${newMessage}` && at === '/mood' && /^missing field/.test(message),
    ),
  );
  const broken = await bench.mock.control('POST', '/events/NewMessage', {});
  assert.equal(broken.status, 422);
  await bench.sent('NewMessage', { contract: 'skip' });

  save({ properties: { id: { type: 'strin' } } });
  assert.deepEqual((({ file, at }) => ({ file, at }))(await bench.refusal()), {
    file: `contracts/${path}`,
    at: '/properties/id/type',
  });
  save(schema);
  assert.deepEqual(await bench.reload(), { changed: [`contracts/${path}`] });
  await bench.sent();
});

test('contracts that went stay while there are fixtures that need them', async (t) => {
  const contracts = copyOf(t, 'contracts', {});
  const bench = await Bench.start(t, '--contracts', contracts);
  rmSync(join(contracts, 'events', 'NewMember.schema.json'));
  assert.equal((await bench.refusal()).file, 'contracts/events/NewMember.schema.json');
  await bench.sent('NewMember');

  rmSync(join(contracts, 'events'), { recursive: true });
  const { changed, refused } = await bench.reload();
  assert.deepEqual(changed, []);
  assert.equal(refused[0].file, 'contracts/events');
  assert.equal((await bench.mock.control('POST', '/events/NewMessage', { patch: { id: 7 } })).status, 422);

  cpSync(join(repository, 'contracts'), contracts, { recursive: true });
  assert.equal((await bench.reload()).refused, undefined);
});

// Writes a JSON object piece by piece, for longer than the mock waits for a file to settle. Returns the
// longest pause between two writes, in milliseconds.
function writeSlowly(path, text) {
  const file = openSync(path, 'w');
  const until = performance.now() + 1500;
  let written_at = performance.now();
  let pause_ms = 0;
  writeSync(file, text[0]);
  while (written_at < until) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    writeSync(file, ' ');
    const now = performance.now();
    pause_ms = Math.max(pause_ms, now - written_at);
    written_at = now;
  }
  writeSync(file, text.slice(1));
  closeSync(file);
  return pause_ms;
}

test('a file that is being written is left in peace', async (t) => {
  const text = JSON.stringify(withContent('written slowly'));
  let bench;
  let pause_ms;
  let attempts = 0;
  do { // repeats if a busy machine stopped the writer for longer
    assert.ok(++attempts < 20, `the last writer paused for ${pause_ms} ms`);
    bench = await Bench.start(t);
    pause_ms = writeSlowly(join(bench.folder, newMessage), text);
  } while (pause_ms > 100);
  assert.deepEqual(await bench.reload(), { changed: [`fixtures/${newMessage}`] });
  assert.equal((await bench.sent()).content, 'written slowly');
});

test('with --reload off nothing is reloaded', async (t) => {
  const bench = await Bench.start(t);
  const still = await serve(t, '--fixtures', bench.folder, { CHATMOCK_RELOAD: 'off' });
  for (const content of ['one', 'two']) {
    bench.save(newMessage, withContent(content));
    await bench.reload();
  }
  assert.deepEqual((await still.ask('GET', '/journal?kind=reload')).entries, []);
  assert.equal((await still.ask('GET', '/events/NewMessage/fixtures/default')).content, message.content);
});

test('a scenario runs as it was saved; broken, it is refused, and runs as it was', async (t) => {
  const bench = await Bench.start(t);
  const file = 'scenarios/mine.json';
  const steps = (count) => ({ steps: Array(count).fill({ delay: { ms: 0 } }) });
  const taken = async () => (await bench.mock.ask('POST', '/scenarios/mine/run')).steps_taken;

  bench.save(file, steps(2));
  assert.deepEqual(await bench.reload(), { changed: [`fixtures/${file}`] });
  assert.equal(await taken(), 2);

  bench.save(file, { steps: [{ dealy: { ms: 0 } }] });
  const { changed, refused } = await bench.reload();
  assert.deepEqual(changed, []);
  assert.deepEqual([...new Set(refused.map(({ file: name }) => name))], [`fixtures/${file}`]);
  assert.ok(refused.some(({ at, message }) => at === '/steps/0/dealy' && message.includes('"delay"')));
  assert.equal(await taken(), 2);

  bench.save(file, steps(3));
  await bench.reload();
  assert.equal(await taken(), 3);
});
