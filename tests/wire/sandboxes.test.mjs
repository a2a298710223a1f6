// Sandboxes over real sockets: refusals, the place of a session, their ends, and their cost.
import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { copyOf, fileOf, fixture, next, run, serve } from './chatmock.mjs';

const handshake = (mock, { path = '', query = '', headers = {} } = {}) =>
  fetch(`http://127.0.0.1:${mock.socketPort}${path}/socket.io/?EIO=4&transport=polling&jwt_token=alice${query}`, {
    headers: { connection: 'close', ...headers },
  });

async function opened(mock, where) {
  const answer = await handshake(mock, where);
  assert.equal(answer.status, 200, await answer.clone().text());
  return JSON.parse((await answer.text()).slice(1)).sid;
}

async function refused(mock, where) {
  const answer = await handshake(mock, where);
  return [answer.status, (await answer.json()).message];
}

test('unknown, ended, malformed names and one too many are refused, each with its reason', async (t) => {
  const mock = await serve(t);
  assert.deepEqual((await refused(mock, { query: '&sandbox=w1' }))[0], 404);
  await mock.ask('POST', '/sandboxes', { name: 'worker-1' });
  await mock.ask('POST', '/sandboxes', { name: 'worker-2' });
  await mock.ask('DELETE', '/sandboxes/worker-2');
  const [unknown, message] = await refused(mock, { path: '/sandbox/worker-3' });
  assert.equal(unknown, 404);
  assert.equal(message, 'unknown sandbox "worker-3"; did you mean "worker-1"? There are "default" and "worker-1"');
  const [ended, why] = await refused(mock, { headers: { 'X-Chatmock-Sandbox': 'worker-2' } });
  assert.equal(ended, 404);
  assert.match(why, /^the sandbox "worker-2" has ended; /);
  const [malformed, expected] = await refused(mock, { query: '&sandbox=W%211' });
  assert.equal(malformed, 400);
  assert.match(expected, /^expected a sandbox's name \(1 to 63 of a-z, .*\), got "W!1"$/);
  const entries = await mock.journalled({ kind: 'refuse' }, 4);
  assert.deepEqual(entries.map(({ via, status }) => [via, status]),
    [['sandbox', 404], ['sandbox', 404], ['sandbox', 404], ['sandbox', 400]]);

  for (let i = 2; i <= 256; ++i) await mock.ask('POST', '/sandboxes', {});
  const one_more = await mock.control('POST', '/sandboxes', {});
  assert.deepEqual([one_more.status, one_more.body.error.code], [409, 'too_many_sandboxes']);
});

test('calls to unknown sandboxes get an error with a hint', async (t) => {
  const mock = await serve(t);
  const code = async (...call) => {
    const { status, body } = await mock.control(...call);
    return `${status} ${body.error.code}`;
  };
  assert.equal(await code('GET', '/sandboxes/w1'), '404 unknown_sandbox');
  assert.equal(await code('GET', '/sandboxes/w1/journal'), '404 unknown_sandbox');
  assert.equal(await code('GET', '/sandboxes/w1/version'), '404 unknown_sandbox');
  assert.equal(await code('GET', '/sandboxes/w1/journal/stream'), '404 unknown_sandbox');
  assert.equal(await code('DELETE', '/sandboxes/w1'), '404 unknown_sandbox');
  assert.equal(await code('DELETE', '/sandboxes/default'), '400 invalid_value');
  assert.equal(await code('POST', '/sandboxes', { name: 'default' }), '409 sandbox_exists');
  assert.equal(await code('POST', '/sandboxes', { name: 'W1' }), '400 invalid_value');
  assert.equal(await code('POST', '/sandboxes', { name: '' }), '400 invalid_value');
  assert.equal(await code('POST', '/sandboxes', { profile: 'defualt' }), '400 invalid_value');
  assert.equal(await code('POST', '/sandboxes', { seed: -1, clock: 'hold', expires_after_ms: 0 }), '400 invalid_value');
  assert.equal(await code('GET', '/sandboxes/w1/sandboxes'), '404 unknown_route');
  assert.equal(await code('PATCH', '/sandboxes/w1/journal'), '405 method_not_allowed');

  const wish = { seed: 7, clock: 'manual', clock_start: '2021-01-01T00:00:00Z', profile: 'conformance' };
  const made = await mock.control('PUT', '/sandboxes/w1', wish);
  assert.equal(made.status, 201);
  assert.equal(made.body.control, `${mock.ready.control}/sandboxes/w1`);
  assert.equal((await mock.control('PUT', '/sandboxes/w1', wish)).status, 200);
  assert.equal(await code('PUT', '/sandboxes/w1', { seed: 8 }), '409 sandbox_exists');
  const { seed, profile } = await mock.ask('GET', '/sandboxes/w1/version');
  assert.deepEqual([seed, profile], [7, 'conformance']);
  assert.deepEqual(await mock.ask('GET', '/sandboxes/w1/clock'), { mode: 'manual', now: '2021-01-01T00:00:00.000Z' });
  const { sandboxes } = await mock.ask('GET', '/sandboxes');
  assert.deepEqual(sandboxes.map(({ name }) => name), ['default', 'w1']);
  for (const { name, age_ms: age } of sandboxes) assert.ok(age >= 0 && age < 600_000, `${name} is ${age} ms old`);
});

test('a session stays where its handshake put it, whatever later requests say', async (t) => {
  const mock = await serve(t);
  for (const name of ['w1', 'w2']) await mock.ask('POST', '/sandboxes', { name });
  const sid = await opened(mock, { query: '&sandbox=w1' });
  const later = [
    {}, { query: '&sandbox=w2' }, { query: '&sandbox=nope' }, { path: '/sandbox/w2' },
    { headers: { cookie: 'chatmock_sandbox=w2' } }, { headers: { 'X-Chatmock-Sandbox': 'w2' } },
  ];
  for (const { path = '', query = '', headers = {} } of later) {
    const url = `http://127.0.0.1:${mock.socketPort}${path}/socket.io/?EIO=4&transport=polling${query}&sid=${sid}`;
    const answer = await fetch(url, { method: 'POST', body: '3', headers: { connection: 'close', ...headers } });
    assert.equal(await answer.text(), 'ok', JSON.stringify({ path, query, headers }));
  }
  const { sandboxes } = await mock.ask('GET', '/sandboxes');
  assert.deepEqual(sandboxes.map(({ name, clients }) => [name, clients]), [['default', 0], ['w1', 1], ['w2', 0]]);
});

test('with --sandboxes auto, the first use of a name makes the sandbox', async (t) => {
  const mock = await serve(t, '--sandboxes', 'auto');
  await mock.ask('PUT', '/sandboxes/w1/groups/7', { members: ['alice'] });
  const client = await mock.connected('w2:alice');
  const { sandboxes } = await mock.ask('GET', '/sandboxes');
  assert.deepEqual(sandboxes.map(({ name, clients }) => [name, clients]), [['default', 0], ['w1', 0], ['w2', 1]]);
  const received = next(client, 'NewMessage');
  await mock.ask('POST', '/sandboxes/w2/events/NewMessage', { to: { user: 'alice' } });
  assert.deepEqual(await received, [await fixture('NewMessage')]);
});

test('the end of a sandbox reaches its clients, its callers and its streams', async (t) => {
  const mock = await serve(t);
  await mock.ask('POST', '/sandboxes', { name: 'w1' });
  const client = await mock.connected('w1:alice', { reconnection: false });
  const polling = await mock.connected('w1:bob', { reconnection: false, transports: ['polling'] });
  const bystander = await mock.connected('alice');
  const waits = mock.control('POST', '/sandboxes/w1/connections/wait', { match: { user: 'carol' } });
  const stream = await fetch(`${mock.ready.control}/sandboxes/w1/journal/stream?after=0`);
  const streamed = stream.text();
  const ends = [next(client, 'disconnect'), next(polling, 'disconnect')];
  await delay(100); // both are asked
  assert.deepEqual(await mock.ask('DELETE', '/sandboxes/w1'), { name: 'w1', closed: 2 });
  for (const end of ends) assert.match((await end)[0], /^transport (close|error)$/);
  assert.equal((await waits).body.error.code, 'unknown_sandbox');
  assert.match(await streamed, /"kind":"connect"/);
  assert.equal(bystander.connected, true);
});

test('an abandoned one ends by itself', async (t) => {
  const mock = await serve(t);
  await mock.ask('POST', '/sandboxes', { name: 'w1', clock: 'manual', expires_after_ms: 300 });
  const client = await mock.connected('w1:alice', { reconnection: false });
  await delay(900);
  assert.equal((await mock.ask('GET', '/sandboxes/w1')).clients, 1);
  client.disconnect();
  for (const late = Date.now() + 20_000; Date.now() < late; await delay(50)) {
    if ((await mock.control('GET', '/sandboxes/w1')).status === 404) return;
  }
  assert.fail('it is still there');
});

test('a sandbox exports its own run, which is replayed', async (t) => {
  const mock = await serve(t);
  await mock.ask('POST', '/sandboxes', { name: 'w1', seed: 7, clock: 'manual' });
  await mock.connected('alice');
  await mock.connected('w1:alice');
  await mock.ask('POST', '/sandboxes/w1/events/NewMessage', { to: { user: 'alice' }, await: 'written' });
  await mock.ask('POST', '/sandboxes/w1/scenarios/member-added-twice/run', {
    to: { user: 'alice' },
    parameters: { settle_ms: 0 },
  });
  const { body: transcript } = await mock.control('GET', '/sandboxes/w1/journal/export');
  assert.equal(JSON.parse(transcript.split('\n')[0]).seed, 7);
  const { code, stdout, stderr } = await run('replay', fileOf(t, transcript));
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /inputs replayed: the same/);
});

test('a saved file reaches every sandbox, a saved profile those that were made with it', async (t) => {
  const folder = copyOf(t, 'fixtures', {});
  const mock = await serve(t, '--fixtures', folder);
  await mock.ask('POST', '/sandboxes', { name: 'same' });
  await mock.ask('POST', '/sandboxes', { name: 'other', profile: 'conformance' });
  const save = (path, content) => {
    writeFileSync(`${folder}.unseen`, JSON.stringify(content));
    renameSync(`${folder}.unseen`, join(folder, path));
  };
  const reloads = async (name, count) => {
    const wait = { match: { kind: 'reload' }, count, timeout_ms: 30_000 };
    const { entries } = await mock.ask('POST', `/sandboxes/${name}/journal/wait`, wait);
    return entries.map(({ changed }) => changed);
  };
  save('events/NewMessage/default.json', { ...(await fixture('NewMessage')), content: 'saved' });
  for (const name of ['default', 'same', 'other'])
    assert.deepEqual(await reloads(name, 1), [['fixtures/events/NewMessage/default.json']]);

  const conformance = JSON.parse(readFileSync(join(folder, 'profiles/conformance.json'), 'utf8'));
  save('profiles/conformance.json', { ...conformance, groups: { 42: ['alice'] } });
  assert.deepEqual((await reloads('other', 2))[1], ['fixtures/profiles/conformance.json']);
  assert.deepEqual((await mock.ask('GET', '/sandboxes/other/groups')).groups, { 42: ['alice'] });
  assert.equal((await reloads('same', 1)).length, 1);
});

// Of the process, in KiB.
const residentKib = (mock) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${mock.pid}/status`, 'utf8'))[1]);

test('256 sandboxes that were used and have ended leave no memory behind', async (t) => {
  const mock = await serve(t);
  const round = async () => {
    const names = Array.from({ length: 256 }, (_, i) => `w${i}`);
    for (const name of names) await mock.ask('POST', '/sandboxes', { name });
    for (const name of names) {
      const clients = await Promise.all(['alice', 'bob'].map((user) => mock.connected(`${name}:${user}`)));
      const received = Promise.all(clients.map((client) => next(client, 'NewMessage')));
      await mock.ask('POST', `/sandboxes/${name}/events/NewMessage`, { await: 'written' });
      await received;
      for (const client of clients) client.disconnect();
    }
    for (const name of names) await mock.ask('DELETE', `/sandboxes/${name}`);
  };
  await round(); // the allocator's reserve does not count
  const before = residentKib(mock);
  await round();
  const after = residentKib(mock);
  t.diagnostic(`resident: ${before} KiB after one round, ${after} KiB after another`);
  assert.ok(after < 1.1 * before, `${before} KiB grew to ${after} KiB`);
});

test('how much a client may send at once follows the profile of its sandbox, and of no other', async (t) => {
  const mock = await serve(t);
  await mock.ask('POST', '/sandboxes', { name: 'small' });
  await mock.ask('PATCH', '/sandboxes/small/profile', { protocol: { max_payload: 100 } });
  const post = async (query) => {
    const sid = await opened(mock, { query });
    const url = `http://127.0.0.1:${mock.socketPort}/socket.io/?EIO=4&transport=polling&sid=${sid}${query}`;
    const body = `40{"pad":"${'x'.repeat(100)}"}`;
    return (await fetch(url, { method: 'POST', headers: { connection: 'close' }, body })).status;
  };
  assert.equal(await post('&sandbox=small'), 413);
  assert.equal(await post(''), 200);

  const small = await mock.connected('small:bob', { reconnection: false });
  const others = await mock.connected('bob', { reconnection: false });
  const left = next(small, 'disconnect');
  for (const socket of [small, others]) socket.emit('say', 'x'.repeat(100));
  await left;
  await mock.journalled({ kind: 'receive', user: 'bob', event: 'say' }, 1);
  assert.equal(others.connected, true);
});

test('a saved file reaches all sandboxes, below what calls have set in each', async (t) => {
  const fixtures = copyOf(t, 'fixtures', { 'profiles/mine.json': { extends: 'default', description: 'mine' } });
  const mock = await serve(t, '--fixtures', fixtures);
  for (const [name, profile] of [
    ['w1', 'default'],
    ['w2', 'mine'],
  ])
    await mock.ask('POST', '/sandboxes', { name, profile });
  const message = await fixture('NewMessage');
  const save = async (path, content) => {
    writeFileSync(`${fixtures}.unseen`, JSON.stringify(content));
    renameSync(`${fixtures}.unseen`, join(fixtures, path));
    const wait = { match: { kind: 'reload' }, timeout_ms: 30_000 };
    return (await mock.ask('POST', '/sandboxes/w2/journal/wait', wait)).entries[0].changed;
  };
  const content = async (below, name) => (await mock.ask('GET', `${below}/events/NewMessage/fixtures/${name}`)).content;
  await mock.ask('PUT', '/sandboxes/w1/events/NewMessage/fixtures/default', { ...message, content: 'set' });
  await mock.ask('PATCH', '/sandboxes/w1/profile', { description: 'set' });

  assert.deepEqual(await save('events/NewMessage/default.json', { ...message, content: 'saved' }),
    ['fixtures/events/NewMessage/default.json']);
  assert.deepEqual(await Promise.all(['', '/sandboxes/w1', '/sandboxes/w2'].map((each) => content(each, 'default'))),
    ['saved', 'set', 'saved']);
  await mock.ask('DELETE', '/sandboxes/w2/journal');

  const profile = JSON.parse(readFileSync(join(fixtures, 'profiles/default.json'), 'utf8'));
  assert.deepEqual(await save('profiles/default.json', { ...profile, groups: { 77: ['zoe'] } }), [
    'fixtures/profiles/default.json',
  ]);
  for (const [below, description] of [['', profile.description], ['/sandboxes/w1', 'set'], ['/sandboxes/w2', 'mine']]) {
    const reloaded = await mock.ask('GET', `${below}/profile`);
    assert.deepEqual([reloaded.groups, reloaded.description], [{ 77: ['zoe'] }, description], below);
  }
  await mock.ask('POST', '/sandboxes/w1/reset');
  assert.equal(await content('/sandboxes/w1', 'default'), 'saved');
});
