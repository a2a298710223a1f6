// Records a real server, and serves the recording: a client gets the server's events without personal data.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { binary, events, fixture, next, repository, run, serve } from './chatmock.mjs';
import { generations, startService } from './service.mjs';

const ada = '0f0e0d0c-aaaa-4bbb-8ccc-112233445566';
const person = { uuid: ada, id: 4711, username: 'ada.lovelace', email: 'ada@analytical.example',
  profile: { name: 'Ada Lovelace', avatar: 'https://cdn.service.example/u/4711/face.jpg?sig=abc' } };
const secrets = [ada, '4711', 'lovelace', 'ada@', 'Lovelace', 'service.example', 'sig=', 'Meet me', 'نلتقي'];

// Real payloads: one user in several events, in several shapes.
async function lively() {
  const original = await fixture('NewMessage');
  const message = { ...original, sender_id: ada, content: 'Meet me at 7, Ada! 😀', group_id: 4711 };
  const member = { ...(await fixture('NewMember')), member_id: ada, member_info: person };
  return [
    ['NewMessage', message],
    ['NewMessage', { ...message, content: 'نلتقي غدا' }],
    ['NewMessage', { ...message, friendship_id: null }],
    ['NewMessage', { ...message, attachments: [] }],
    ['NewMember', member],
    ['NewMember', { ...member, viewed_message_id: null }],
    ['UpdatedGroup', await fixture('UpdatedGroup')],
  ];
}

function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

function fixturesIn(path) {
  const all = {};
  for (const event of readdirSync(join(path, 'events'))) {
    for (const file of readdirSync(join(path, 'events', event)))
      all[`${event}/${file}`] = JSON.parse(readFileSync(join(path, 'events', event, file), 'utf8'));
  }
  return all;
}

// The shape of a value: its types, place by place.
const shape = (value) =>
  Array.isArray(value)
    ? value.map(shape)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]))
      : value === null
        ? 'null'
        : typeof value;

for (const generation of Object.keys(generations)) {
  test(`Socket.IO ${generation}: recorded, checked, served and received`, async (t) => {
    const sent = await lively();
    const url = await startService(t, generation, { alice: sent });
    const out = join(folder(t), 'recording');
    const args = ['record', url, '--token', 'alice', ...generations[generation].flags, '--for', '300ms', '--seed', '7'];
    const recorded = await run(...args, '--out', out);
    assert.equal(recorded.code, 0, recorded.stderr);
    const fixtures = fixturesIn(out);
    assert.deepEqual(Object.keys(fixtures).sort(), [
      'NewMember/default.json', 'NewMember/null-viewed_message_id.json', 'NewMessage/default.json',
      'NewMessage/empty-attachments.json', 'NewMessage/null-friendship_id.json', 'UpdatedGroup/default.json',
    ]);

    const checked = await run('check', '--fixtures', out);
    assert.equal(checked.code, 0, checked.stdout);
    const mock = await serve(t, '--fixtures', out);
    const client = await mock.connected('bob');
    for (const [file, disguised] of Object.entries(fixtures)) {
      const [event, name] = file.replace('.json', '').split('/');
      const received = next(client, event);
      await mock.inject(event, { fixture: name });
      const [payload] = await received;
      assert.deepEqual(payload, disguised);
      const original = sent.find(
        ([of, each]) => of === event && JSON.stringify(shape(each)) === JSON.stringify(shape(payload)),
      );
      assert.ok(original, `nothing of the shape of ${file} was sent`);
    }

    const written = JSON.stringify(fixtures);
    for (const secret of secrets) assert.ok(!written.includes(secret), `"${secret}" is in the recording`);
    const sender = fixtures['NewMessage/default.json'].sender_id;
    assert.equal(fixtures['NewMember/default.json'].member_id, sender, 'one user has become two');
    assert.equal(fixtures['NewMember/default.json'].member_info.uuid, sender);

    const again = await run(...args, '--out', out);
    assert.equal(again.code, 0);
    assert.equal(again.stdout, '', 'shapes that are known are not saved again');
    const elsewhere = join(folder(t), 'elsewhere');
    await run(...args, '--out', elsewhere);
    assert.deepEqual(fixturesIn(elsewhere), fixtures, 'the same seed gives the same fakes');
  });
}

test('with --infer the contracts grow, and the recording can be served with them', async (t) => {
  const message = await fixture('NewMessage');
  const { friendship_id: _, ...changed } = { ...message, reply_to: null };
  const url = await startService(t, '4', {
    alice: [
      ['NewMessage', message],
      ['NewMessage', changed],
      ['Typing', { group_id: 7 }],
    ],
  });
  const out = folder(t);
  const plain = await run('record', url, '--token', 'alice', '--for', '300ms', '--out', out);
  assert.equal(plain.code, 0);
  assert.match(plain.stderr, /Typing: 1 received.*no contract: --infer/);
  assert.equal((await run('check', '--fixtures', out)).code, 1, 'the drift is in the recording');

  const inferred = await run('record', url, '--token', 'alice', '--for', '300ms', '--out', out, '--infer');
  assert.equal(inferred.code, 0, inferred.stderr);
  assert.match(inferred.stdout, /NewMessage\.schema\.json \/properties\/reply_to: nothing -> .*\(1 of 2 payloads\)/);
  assert.match(inferred.stdout, /NewMessage\.schema\.json \/required: /);
  assert.match(inferred.stdout, /Typing\.schema\.json: nothing -> /);
  const contracts = join(out, 'contracts');
  const checked = await run('check', '--fixtures', out, '--contracts', contracts);
  assert.equal(checked.code, 0, checked.stdout);
  const verified = await run(
    'verify',
    url,
    '--token',
    'alice',
    '--strict',
    '--expect',
    'NewMessage,Typing',
    '--contracts',
    contracts,
  );
  assert.equal(verified.code, 0, verified.stdout);

  const differences = await run('diff', join(repository, 'contracts'), out);
  assert.equal(differences.code, 1);
  assert.match(differences.stdout, /NewMessage +\+ \/reply_to/);
  assert.match(differences.stdout, /Typing +\+/);
  assert.ok(!differences.stdout.includes('NewMember'), 'a recording\'s gap is not a difference');
  assert.deepEqual(await run('diff', contracts, out), { code: 0, stdout: '', stderr: '' });
  const [later, silent] = [
    await startService(t, '4', { alice: [['NewMessage', message]] }),
    await startService(t, '4', { alice: [] }),
  ];
  const again = await run('record', later, '--token', 'alice', '--for', '300ms', '--out', out, '--infer');
  assert.equal(again.code, 0);
  assert.equal(
    (await run('check', '--fixtures', out, '--contracts', contracts)).code,
    0,
    'earlier inferred contracts are kept',
  );
  assert.equal(
    (await run('record', silent, '--token', 'alice', '--for', '100ms', '--out', out)).code,
    1,
    'nothing came',
  );
  assert.equal((await run('diff', contracts, join(out, 'nothing'))).code, 2);
});

test('a recording keeps existing files, and reports unusable events', async (t) => {
  const message = await fixture('NewMessage');
  const sent = [['NewMessage', message, 2], ['NewMessage', { ...message, content: Buffer.from('abc') }], ['../up', 1]];
  const url = await startService(t, '4', { alice: sent, bob: [['NewMessage', message]] });
  const out = folder(t);
  const { code, stderr } = await run('record', url, '--token', 'alice', '--for', '300ms', '--out', out, '--infer');
  assert.equal(code, 1, 'nothing was kept');
  assert.match(stderr, /NewMessage: 2 received, 0 of a new shape, 2 not usable: a fixture has exactly one/);
  assert.match(stderr, /no received event was kept: the time is over/);
  assert.match(stderr, /1 received, not saved: the event's name cannot be a file's name: "\.\.\/up"/);
  mkdirSync(join(out, 'profiles'));
  writeFileSync(join(out, 'profiles', 'default.json'), '{"description": "mine"}');
  await run('record', url, '--token', 'bob', '--for', '300ms', '--out', out, '--keep', 'content,sender_id');
  assert.deepEqual(JSON.parse(readFileSync(join(out, 'profiles', 'default.json'), 'utf8')), { description: 'mine' });
  const kept = fixturesIn(out)['NewMessage/default.json'];
  assert.equal(kept.content, message.content);
  assert.equal(kept.sender_id, message.sender_id);
  assert.notEqual(kept.id, message.id);
  assert.equal((await run('record', 'ws://127.0.0.1:1', '--out', out)).code, 2);
  assert.equal(
    (await run('record', url, '--token', 'bob', '--for', '100ms', '--out', join(out, 'profiles', 'default.json'))).code,
    2,
  );
});

test('listen prints one JSON per line at once, until its count or an interruption', async (t) => {
  const message = await fixture('NewMessage');
  const url = await startService(t, '4', {
    alice: [
      ['NewMessage', message],
      ['two', 1, 'b'],
      ['raw', Buffer.from('abc')],
    ],
  });
  const { code, stdout } = await run('listen', url, '--token', 'alice', '--count', '3');
  assert.equal(code, 0);
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
  for (const line of lines) assert.match(line.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(lines.map(({ at: _, ...line }) => line), [
    { event: 'NewMessage', data: message },
    { event: 'two', arguments: [1, 'b'] },
    { event: 'raw', data: { $binary: 'YWJj' } },
  ]);

  const mock = await serve(t);
  const child = spawn(binary, ['listen', mock.ready.socket, '--token', 'carol']);
  const ended = next(child, 'close');
  const line = next(createInterface({ input: child.stdout }), 'line');
  await mock.ask('POST', '/connections/wait', { match: { user: 'carol' } });
  await mock.inject(events[0], { to: { user: 'carol' } });
  assert.equal(JSON.parse((await line)[0]).event, events[0]);
  child.kill('SIGINT');
  assert.deepEqual(await ended, [0, null]);
  const [left] = await mock.journalled({ kind: 'disconnect', user: 'carol' });
  assert.equal(left.reason, 'client namespace disconnect');
});
