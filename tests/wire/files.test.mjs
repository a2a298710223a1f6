// Files that are missing, hidden, too large or not regular files: a verb refuses them with a message, and a
// running server keeps the loaded ones.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { binary, copyOf, events, fixture, next, repository, run, serve } from './chatmock.mjs';

const message = await fixture('NewMessage');
const newMessage = 'events/NewMessage/default.json';
const pipeAt = (path) => execFileSync('mkfifo', [path]);

function emptyFolder(t) {
  const path = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test('hidden files and editors\' leftovers are not fixtures, profiles, scenarios or contracts', async (t) => {
  const leftovers = ['._NAME', '.NAME.swp', '#NAME#', 'NAME~', '.#NAME'];
  const fixtures = copyOf(t, 'fixtures', {});
  const contracts = copyOf(t, 'contracts', {});
  const places = [
    [fixtures, newMessage],
    [fixtures, 'profiles/default.json'],
    [fixtures, 'scenarios/server-restart.json'],
    [contracts, 'events/NewMessage.schema.json'],
  ];
  for (const [folder, place] of places) {
    for (const leftover of leftovers)
      writeFileSync(join(folder, place, '..', leftover.replace('NAME', place.split('/').pop())), '\0\x05\x16\x07');
  }
  for (const folder of ['.idea', 'NewMessage~', '#NewMessage#']) {
    mkdirSync(join(fixtures, 'events', folder));
    writeFileSync(join(fixtures, 'events', folder, 'x.json'), '{');
  }
  const { code, stdout } = await run('check', '--fixtures', fixtures, '--contracts', contracts);
  assert.equal(code, 0, stdout);
  const plain = await run('check');
  assert.equal(stdout, plain.stdout, 'nothing more is counted');
});

test('a folder that is missing or wrong is refused with the flag that names it', async (t) => {
  const empty = emptyFolder(t);
  const file = join(empty, 'file');
  writeFileSync(file, '');
  const ports = ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'];
  for (const verb of [['check'], ['serve', ...ports]]) {
    for (const flag of ['--fixtures', '--contracts']) {
      for (const folder of ['/nowhere', empty, file, 'fixtures/profiles', 'contracts/events']) {
        const { code, stdout, stderr } = await run(...verb, flag, folder);
        assert.equal(code, 2, `${verb} ${flag} ${folder}`);
        assert.ok(`${stdout}${stderr}`.includes(`${flag}: expected a folder with events/`), `${stdout}${stderr}`);
        assert.ok(
          `${stdout}${stderr}`.includes(`got \\"${folder}\\"`) || `${stdout}${stderr}`.includes(`got "${folder}"`),
        );
      }
    }
  }
  for (const verb of [['verify', 'ws://127.0.0.1:1'], ['record', 'ws://127.0.0.1:1', '--out', empty]]) {
    const { code, stderr } = await run(...verb, '--contracts', '/nowhere');
    assert.equal(code, 2);
    assert.match(stderr, /--contracts: expected a folder with events\/.*got "\/nowhere", which does not exist/);
  }
  const parent = await run('check', '--contracts', 'contracts/events');
  assert.match(parent.stderr, /did you mean ".*contracts"\?/);
  const given = await run('check', { CHATMOCK_FIXTURES: '/nowhere' });
  assert.match(given.stderr, /--fixtures: expected/);
});

test('a pipe in the place of a file is refused at once, by every verb', async (t) => {
  const withPipe = (path) => {
    const copies = { fixtures: copyOf(t, 'fixtures', {}), contracts: copyOf(t, 'contracts', {}) };
    const [folder, ...rest] = path.split('/');
    const file = join(copies[folder], ...rest);
    rmSync(file, { force: true });
    pipeAt(file);
    return ['--fixtures', copies.fixtures, '--contracts', copies.contracts];
  };
  for (const path of [`fixtures/${newMessage}`, 'fixtures/profiles/default.json', 'fixtures/scenarios/mine.json',
    'contracts/events/NewMessage.schema.json']) {
    const { code, stdout, stderr } = await run('check', ...withPipe(path));
    assert.equal(code, 2, `${path}: ${stdout}${stderr}`);
    assert.match(stdout, /expected a file, got a pipe/);
  }
  const keys = copyOf(t, 'fixtures', { 'profiles/keys.json': { jwt: { public_key: 'key.pem' } } });
  pipeAt(join(keys, 'profiles', 'key.pem'));
  const keyed = await run('check', '--fixtures', keys);
  assert.equal(keyed.code, 2);
  assert.match(keyed.stdout, /keys\.json#\/jwt\/public_key: expected a file, got a pipe/);

  const pipe = join(emptyFolder(t), 'pipe');
  pipeAt(pipe);
  for (const args of [['replay', pipe], ['listen', 'wss://127.0.0.1:1', '--ca', pipe]]) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 2);
    assert.match(stderr, /expected a file, got a pipe/);
  }
});

test('a file that is too large is refused, and the server goes on with the last good one', async (t) => {
  const fixtures = copyOf(t, 'fixtures', {});
  const mock = await serve(t, '--fixtures', fixtures);
  const large = join(fixtures, newMessage);
  truncateSync(large, 100_000_000);
  const [{ refused, changed }] = await mock.journalled({ kind: 'reload' });
  assert.deepEqual(changed, []);
  assert.match(refused[0].message, /expected at most \d+ bytes, got 100000000/);
  await mock.inject('NewMessage');
  const { code, stdout } = await run('check', '--fixtures', fixtures);
  assert.equal(code, 2);
  assert.match(stdout, /expected at most/);
});

test('a pipe, or a removed folder, is reported while the server runs, and loaded files stay', async (t) => {
  const fixtures = copyOf(t, 'fixtures', {});
  const mock = await serve(t, '--fixtures', fixtures);
  rmSync(join(fixtures, newMessage));
  pipeAt(join(fixtures, newMessage));
  const [first] = await mock.journalled({ kind: 'reload' });
  assert.deepEqual(first.refused.map(({ file }) => file), [`fixtures/${newMessage}`]);
  await mock.inject('NewMessage');

  renameSync(join(fixtures, 'events'), join(fixtures, 'elsewhere'));
  const [second] = await mock.journalled({ kind: 'reload', after: first.seq });
  assert.deepEqual(second.changed, []);
  assert.deepEqual(second.refused.map(({ file }) => file), ['fixtures/events']);
  for (const event of events) await mock.inject(event);

  rmSync(join(fixtures, 'elsewhere', 'NewMessage', 'default.json'));
  writeFileSync(
    join(fixtures, 'elsewhere', 'NewMessage', 'default.json'),
    JSON.stringify({ ...message, content: 'back' }),
  );
  renameSync(join(fixtures, 'elsewhere'), join(fixtures, 'events'));
  const [third] = await mock.journalled({ kind: 'reload', after: second.seq });
  assert.equal(third.refused, undefined);
  const { seq } = await mock.inject('NewMessage');
  assert.equal((await mock.journalled({ kind: 'emit', after: seq - 1 }))[0].data.content, 'back');
});

test('out of descriptors, a saved file is read later, and nothing that was loaded is gone', async (t) => {
  const fixtures = copyOf(t, 'fixtures', {});
  const ports = ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'];
  const limited = ['-c', 'ulimit -n 60 && exec "$0" "$@"', binary, 'serve', ...ports, '--fixtures', fixtures];
  const mock = spawn('sh', limited, { cwd: repository });
  t.after(() => mock.kill('SIGKILL'));
  const log = createInterface({ input: mock.stderr });
  const lines = [];
  log.on('line', (text) => lines.push(text));
  const logged = async (pattern) => {
    while (!lines.some((text) => pattern.test(text))) await next(log, 'line');
  };
  const [line] = await next(createInterface({ input: mock.stdout }), 'line');
  const { socket, control } = JSON.parse(line);
  const headers = { 'content-type': 'application/json' };
  const ask = async (path, body) =>
    (await fetch(control + path, body && { method: 'POST', headers, body: JSON.stringify(body) })).json();
  const names = await ask('/events/NewMessage/fixtures');

  const sockets = Array.from({ length: 100 }, () =>
    connect(Number(new URL(socket).port), '127.0.0.1').on('error', () => {}),
  );
  t.after(() => sockets.forEach((each) => each.destroy()));
  await logged(/no connection could be accepted/);
  writeFileSync(join(fixtures, newMessage), JSON.stringify({ ...message, content: 'saved in need' }));
  await logged(/folders cannot be listed for lack of descriptors/);
  sockets.forEach((each) => each.destroy());
  await logged(new RegExp(`reloaded: fixtures/${newMessage}`));

  assert.deepEqual(await ask('/events/NewMessage/fixtures'), names);
  for (const event of events) assert.equal((await ask(`/events/${event}`, {})).event, event);
  assert.equal((await ask('/events/NewMessage/fixtures/default')).content, 'saved in need');
  const exited = once(mock, 'close');
  mock.kill('SIGTERM');
  assert.equal((await exited)[0], 0);
});
