// Sandboxes over real sockets: refusals, the place of a session, their ends, and their cost.
import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { copyOf, fileOf, fixture, next, repository, run, serve, unsignedJwt } from './chatmock.mjs';
import { rawConnection, textFrame, until } from './raw.mjs';

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

// As fetch(), with any header, such as a Host.
function requested(mock, target, { headers = {}, ...options } = {}) {
  const sent = { host: '127.0.0.1', port: mock.socketPort, path: target, agent: false, headers, ...options };
  return new Promise((resolve, reject) => {
    request(sent, async (response) => resolve({ status: response.statusCode, body: await text(response) }))
      .on('error', reject)
      .end(options.body);
  });
}

test('a session stays where its handshake put it, if no other sandbox has one of its sid', async (t) => {
  const mock = await serve(t);
  for (const name of ['w1', 'w2']) await mock.ask('POST', '/sandboxes', { name });
  const sid = await opened(mock, { query: '&sandbox=w1' });
  const later = [
    {}, { query: '&sandbox=w2' }, { query: '&sandbox=nope' }, { path: '/sandbox/w2' }, { query: '&jwt_token=w2:alice' },
    { query: `&jwt_token=${unsignedJwt({ sub: 'alice', sandbox: 'w2' })}` },
    { headers: { cookie: 'chatmock_sandbox=w2' } }, { headers: { host: 'w2.localhost' } },
    { headers: { 'X-Chatmock-Sandbox': 'w2' } },
  ];
  const target = (transport, { path = '', query = '' }) =>
    `${path}/socket.io/?EIO=4&transport=${transport}${query}&sid=${sid}`;
  for (const each of later) {
    const post = { method: 'POST', body: '3', headers: each.headers };
    const answer = await requested(mock, target('polling', each), post);
    assert.equal(answer.body, 'ok', JSON.stringify(each));
    const socket = rawConnection(mock, t);
    const headers = Object.entries({ host: 'localhost', ...each.headers });
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${target('websocket', each)} HTTP/1.1\r\n${lines.join('')}Connection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
    assert.match(await until(socket, /\r\n\r\n/), /^HTTP\/1\.1 101 /, JSON.stringify(each));
    socket.write(textFrame('2probe'));
    assert.match(await until(socket, /3probe/), /3probe/, JSON.stringify(each));
    socket.destroy();
  }
  const { sandboxes } = await mock.ask('GET', '/sandboxes');
  assert.deepEqual(sandboxes.map(({ name, clients }) => [name, clients]), [['default', 0], ['w1', 1], ['w2', 0]]);
});

test('a token in a cookie may name a sandbox, however the app writes the cookie', async (t) => {
  const profile = JSON.parse(readFileSync(join(repository, 'fixtures/profiles/default.json'), 'utf8'));
  const cookies = { ...profile, token_from: ['cookie:token', 'query:jwt_token'] };
  const mock = await serve(t, '--fixtures', copyOf(t, 'fixtures', { 'profiles/cookies.json': cookies }),
    '--profile', 'cookies');
  const written = [
    (name) => `token=${name}:alice`,
    (name) => `token=${encodeURIComponent(`${name}:alice`)}`,
    (name) => `token="${name}:alice"`,
    (name) => `access=${name}:alice; token=${name}:alice`,
    (name) => `token=${name}:alice; token=other:bob`,
  ];
  for (const [i, cookie] of written.entries()) {
    const name = `w${i}`;
    await mock.ask('POST', '/sandboxes', { name });
    await mock.connected(undefined, { extraHeaders: { cookie: cookie(name) } });
    const { connections } = await mock.ask('GET', `/sandboxes/${name}/connections`);
    assert.deepEqual(connections.map(({ user }) => user), ['alice'], cookie(name));
  }
});

test('path, query and token may name the same sandbox together', async (t) => {
  const mock = await serve(t);
  const { name, socket } = await mock.ask('POST', '/sandboxes', {});
  const { path, query, token } = socket;
  await mock.connected(undefined, { path, query: { jwt_token: `${token}alice` } });
  const [parameter, value] = query.split('=');
  await mock.connected(undefined, { path, query: { jwt_token: `${token}bob`, [parameter]: value } });
  const { connections } = await mock.ask('GET', `/sandboxes/${name}/connections`);
  assert.deepEqual(connections.map(({ user }) => user), ['alice', 'bob']);
});

test('the user of a token without one is the same in each sandbox', async (t) => {
  const mock = await serve(t);
  const users = [];
  for (const name of ['w1', 'worker-2']) {
    await mock.ask('POST', '/sandboxes', { name });
    await mock.connected(unsignedJwt({ role: 'admin', sandbox: name }));
    users.push((await mock.ask('GET', `/sandboxes/${name}/connections`)).connections[0].user);
  }
  assert.equal(users[0], users[1]);
});

// Plays one story, and resolves with the canonical journal.
async function canonical(mock, below, token, options) {
  const client = await mock.connected(token, { reconnection: false, ...options });
  const received = next(client, 'NewMessage');
  await mock.ask('POST', `${below}/events/NewMessage`, { to: { user: 'alice' }, await: 'written' });
  await received;
  client.disconnect();
  await mock.ask('POST', `${below}/connections/wait`, { match: { user: 'alice' }, count: 0 });
  const lines = { accept: 'application/jsonl' };
  return (await mock.control('GET', `${below}/journal?canonical=true`, undefined, lines)).body;
}

test('whichever way a client is in a sandbox, its canonical journal is that of a fresh mock', async (t) => {
  const clock = ['--clock', 'manual', '--seed', '7'];
  const alone = await canonical(await serve(t, ...clock), '', 'alice');
  const mock = await serve(t);
  const ways = {
    token: (name) => [`${name}:alice`],
    query: (name) => [undefined, { query: { jwt_token: 'alice', sandbox: name } }],
    path: (name) => ['alice', { path: `/sandbox/${name}/socket.io` }],
    cookie: (name) => ['alice', { extraHeaders: { cookie: `chatmock_sandbox=${name}` } }],
    host: (name) => ['alice', { extraHeaders: { host: `${name}.localhost` } }],
    header: (name) => ['alice', { extraHeaders: { 'X-Chatmock-Sandbox': name } }],
    claim: (name) => [unsignedJwt({ sub: 'alice', sandbox: name })],
  };
  for (const [way, client] of Object.entries(ways)) {
    await mock.ask('POST', '/sandboxes', { name: way, seed: 7, clock: 'manual' });
    assert.equal(await canonical(mock, `/sandboxes/${way}`, ...client(way)), alone, way);
  }
});

test('with --sandboxes auto, only a handshake or a valid call makes a sandbox', async (t) => {
  const mock = await serve(t, '--sandboxes', 'auto');
  const preflight = { origin: 'http://localhost:5173', 'access-control-request-method': 'GET' };
  const handshake = '/socket.io/?EIO=4&transport=polling';
  const others = [
    ['/sandbox/x/favicon.ico'], ['/sandbox/x/socket.io/socket.io.js'], ['/', { headers: { host: 'x.localhost' } }],
    ['/sandbox/x/socket.io/', { method: 'OPTIONS', headers: preflight }],
    ['/socket.io/?EIO=4&transport=pigeon&sandbox=x'], ['/socket.io/?EIO=7&transport=polling&sandbox=x'],
    [`${handshake}&sandbox=x`, { method: 'POST' }], [`${handshake}&jwt_token=https://idp.example.com/alice`],
  ];
  for (const [target, options] of others) await requested(mock, target, options);
  const mistakes = [['POST', 'reset', { nope: 1 }], ['GET', 'nowhere'], ['PUT', 'clock', { mode: 7 }]];
  for (const [method, path, body] of mistakes)
    assert.ok((await mock.control(method, `/sandboxes/x/${path}`, body)).status >= 400);
  const names = async () => (await mock.ask('GET', '/sandboxes')).sandboxes.map(({ name }) => name);
  assert.deepEqual(await names(), ['default']);
  await requested(mock, `${handshake}&sandbox=x`);
  await mock.ask('GET', '/sandboxes/y/clock');
  assert.deepEqual(await names(), ['default', 'x', 'y']);
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

// Of the process, in KiB, without the pages of its code: the mock gives them back a while after its start.
function residentKib(mock) {
  const status = readFileSync(`/proc/${mock.pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)[1]);
}

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
  for (let i = 0; i < 2; ++i) await round(); // the allocator's reserve does not count
  const before = residentKib(mock);
  await round();
  const after = residentKib(mock);
  t.diagnostic(`resident: ${before} KiB after two rounds, ${after} KiB after another`);
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
