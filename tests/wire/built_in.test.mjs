// The mock needs no files: what it ships is in the binary, and folders lie over that.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { binary, copyOf, events, next, run, serve, serveIn, start } from './chatmock.mjs';

// A folder with these files.
function folderOf(t, files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  return folder;
}

const shipped = async (t) => (await serve(t)).ask('GET', '/events');

test('a bare chatmock serves in any folder, and says what it uses', async (t) => {
  const mock = await serveIn(t, folderOf(t));
  assert.deepEqual(mock.ready.fixtures, ['built in']);
  assert.equal(mock.ready.contracts, 'built in');
  assert.deepEqual(await mock.ask('GET', '/events'), await shipped(t));
  assert.equal((await mock.ask('GET', '/scenarios')).scenarios.length, 12);
  for (const event of events) await mock.inject(event);
});

test('folders of other programs are not ours', async (t) => {
  const cwd = folderOf(t, { 'fixtures/users.json': {}, 'contracts/events/pact.json': {} });
  const mock = await serveIn(t, cwd);
  assert.deepEqual(mock.ready.fixtures, ['built in']);
  assert.equal(mock.ready.contracts, 'built in');
  const ours = folderOf(t, { 'fixtures/profiles/default.json': { groups: { 5: ['eve'] } } });
  const other = await serveIn(t, ours);
  assert.deepEqual(other.ready.fixtures, [join(ours, 'fixtures'), 'built in']);
  assert.deepEqual(Object.keys((await other.ask('GET', '/groups')).groups), ['5']);
});

test('an installed one finds its files beside it, wherever that is', async (t) => {
  const prefix = folderOf(t);
  execFileSync('cmake', ['--install', dirname(binary), '--prefix', prefix]);
  writeFileSync(
    join(prefix, 'share/chatmock/fixtures/profiles/default.json'),
    JSON.stringify({ groups: { 5: ['eve'] } }),
  );
  const child = start(
    ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'],
    { cwd: folderOf(t) },
    join(prefix, 'bin/chatmock'),
  );
  t.after(() => child.kill());
  const [line] = await next(createInterface({ input: child.stdout }), 'line');
  const { fixtures, contracts, control } = JSON.parse(line);
  assert.deepEqual(fixtures, [join(prefix, 'share/chatmock/fixtures'), 'built in']);
  assert.equal(contracts, join(prefix, 'share/chatmock/contracts'));
  assert.deepEqual(await (await fetch(`${control}/groups`)).json(), { groups: { 5: ['eve'] } });
});

test('each --fixtures lies over the one before, and all over the built-in set', async (t) => {
  const message = (content) => ({ 'events/NewMessage/mine.json': { ...base, content } });
  const base = await (await serve(t)).ask('GET', '/events/NewMessage/fixtures/default');
  const lower = folderOf(t, {
    ...message('lower'),
    'profiles/quick.json': { extends: 'default', protocol: { ping_interval_ms: 900 } },
  });
  const upper = folderOf(t, {
    ...message('upper'),
    'profiles/quick.json': { extends: 'quick', protocol: { ping_timeout_ms: 800 } },
  });
  const mock = await serve(
    t,
    '--fixtures',
    lower,
    '--fixtures',
    upper,
    '--profile',
    'quick',
    '--set',
    'groups={"5":["eve"]}',
  );
  assert.equal((await mock.ask('GET', '/events/NewMessage/fixtures/mine')).content, 'upper');
  assert.deepEqual(await mock.ask('GET', '/events/NewMessage/fixtures/default'), base);
  const profile = await mock.ask('GET', '/profile');
  assert.deepEqual([profile.protocol.ping_interval_ms, profile.protocol.ping_timeout_ms], [900, 800]);
  assert.deepEqual(profile.groups[5], ['eve']);
  assert.ok(profile.auth.rules.length > 0, 'those of the built-in default');

  rmSync(join(upper, 'events/NewMessage/mine.json'));
  await mock.journalled({ kind: 'reload' });
  assert.equal((await mock.ask('GET', '/events/NewMessage/fixtures/mine')).content, 'lower');
  writeFileSync(join(lower, 'profiles/quick.json'), JSON.stringify({ protocol: { ping_interval_ms: 700 } }));
  await mock.journalled({ kind: 'reload' }, 2);
  assert.deepEqual((await mock.ask('GET', '/profile')).protocol, { ping_interval_ms: 700, ping_timeout_ms: 800 });
});

test('with contracts of one\'s own, what does not fit them is passed over', async (t) => {
  const contracts = folderOf(t, {
    'events/Pinned.schema.json': { type: 'object' },
    'events/NewMessage.schema.json': { required: ['pinned'] },
  });
  const fixtures = folderOf(t, { 'events/Pinned/default.json': {} });
  const args = ['--fixtures', fixtures, '--contracts', contracts];
  const mock = await serveIn(t, folderOf(t), ...args);
  assert.deepEqual(await mock.ask('GET', '/events'), [
    { event: 'NewMessage', fixtures: [] },
    { event: 'Pinned', fixtures: ['default'] },
  ]);
  const { code, stdout } = await run('check', ...args);
  assert.equal(code, 0, stdout);
});

test('a mistake of --set is reported, and so is a profile that extends nothing', async (t) => {
  const ports = ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'];
  for (const [setting, said] of [
    ['protocol.ping_interval_ms=0', /--set protocol\.ping_interval_ms: expected an integer/],
    ['protocl.x=1', /--set protocl\.x#\/protocl: .*protocol/],
    ['nonsense', /--set: expected PATH=VALUE/],
  ]) {
    const { code, stderr } = await run('serve', ...ports, '--set', setting);
    assert.equal(code, 2);
    assert.match(stderr, said);
  }
  const fixtures = copyOf(t, 'fixtures', { 'profiles/mine.json': { extends: 'defualt' } });
  const { code, stdout } = await run('check', '--fixtures', fixtures);
  assert.equal(code, 2);
  assert.match(stdout, /mine\.json#\/extends: .*did you mean "default"/);
});
