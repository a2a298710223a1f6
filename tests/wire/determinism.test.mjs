// Runs with many concurrent clients: two runs are comparable, and each can be replayed from its export.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { fileOf, next, run, unsignedJwt } from './chatmock.mjs';
import { combinations, connected, eventually, serveEveryone } from './clients/versions.mjs';

const signature = 'bm9ib2R5LXNpZ25lZC10aGlz';
const opaqueToken = 'sesame, open/the door';

function named(prefix, count, transports) {
  return Array.from({ length: count }, (_, i) => {
    const user = `${prefix}-${i}`;
    const token = i % 10 === 3 ? unsignedJwt({ sub: user, role: 'admin' }, signature) : user;
    return { user, token, transports };
  });
}

const accepted = [
  ...named('web', 49, ['websocket']),
  { user: 'nameless', token: opaqueToken, transports: ['websocket'] },
  ...named('poll', 20, ['polling']),
];
const refused = [...named('invalid-web', 2, ['websocket']), ...named('invalid-poll', 2, ['polling'])];

// Another order for each round, always the same for a round.
function shuffled(list, round) {
  const place = ({ user }) => createHash('sha256').update(`${round} ${user}`).digest('hex');
  return list.map((each) => [place(each), each]).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

const serveHeld = (t, seed) => serveEveryone(t, {}, '--clock', 'manual', '--seed', String(seed));

const exported = async (mock) => (await mock.control('GET', '/journal/export')).body;

async function canonical(mock) {
  const headers = { accept: 'application/jsonl' };
  const { status, body } = await mock.control('GET', '/journal?canonical=true', undefined, headers);
  assert.equal(status, 200);
  return body;
}

// Like `assert.equal`, but shows the first different line.
function assertSame(journal, expected, what) {
  const lines = expected.split('\n');
  journal.split('\n').forEach((line, i) => assert.equal(line, lines[i], what));
  assert.equal(journal.length, expected.length, what);
}

// The story. Its clients act at once unless they share a source of ids; it continues when the mock reports.
// Resolves with its clients by user.
async function tell(mock, round) {
  const clients = await enter(mock, round);
  await talk(mock, clients, round);
  await letTimePass(mock);
  await part(mock, clients);
  await mock.inject('DeleteMember', { fixture: 'removed-now', await: 'written' });
  await mock.ask('GET', '/quiesce');
  return clients;
}

async function enter(mock, round) {
  await mock.ask('PUT', '/groups/7', { members: ['web-1', 'web-2', 'web-48', 'poll-1'] });
  const complete = mock.inject('NewMessage', { fixture: 'live', min_recipients: accepted.length });
  const clients = new Map();
  await Promise.all(shuffled([...accepted, ...refused], round).map(async ({ user, token, transports }) => {
    const auth = token === opaqueToken ? {} : { token };
    const client = mock.client({ token, transports, auth });
    clients.set(user, client);
    client.on('NewMessage', ({ content }, acknowledge) => acknowledge?.(user, content));
    client.on('ViewedMessage', () => client.emit('read', { by: user }));
    await next(client, user.startsWith('invalid') ? 'connect_error' : 'connect');
  }));
  await complete;
  await mock.journalled({ kind: 'close' }, refused.length);
  return clients;
}

async function talk(mock, clients, round) {
  const everyone = shuffled(accepted, round);
  await Promise.all(everyone.map(({ user }) => clients.get(user).emitWithAck('message-with-ack', { by: user })));

  // Overlaps with their events.
  const injected = mock.inject('NewMessage', { fixture: 'live', repeat: 2, await: 'written' });
  for (const { user } of everyone) clients.get(user).emit('typing', { by: user }, Buffer.from(user));
  await Promise.all([injected, mock.journalled({ kind: 'receive', event: 'typing' }, accepted.length)]);

  const content = 'no. ${seq} at ${now} for ${user}';
  const patch = { id: '${uuid}', timestamp: '${now+1h}', content };
  await mock.inject('NewMessage', { patch, repeat: 3, await: 'acked' });
  await Promise.all(everyone.map(({ user }) => mock.inject('NewMember', { to: { user }, await: 'written' })));
}

async function letTimePass(mock) {
  await mock.inject('ViewedMessage', { to: { group: 7 }, fixture: 'viewed-now', delay_ms: 60_000 });
  await mock.inject('NewMessage', { fixture: 'live', delay_ms: 90_000 });
  await mock.ask('POST', '/clock/advance', { ms: 60_000 });
  await mock.journalled({ kind: 'receive', event: 'read' }, 4);
  await mock.ask('POST', '/clock/advance', { ms: 40_000 });
}

async function part(mock, clients) {
  const ended = (users) => Promise.all(users.map((user) => mock.journalled({ kind: 'close', user })));
  const out = ['web-2', 'web-3', 'poll-2', 'poll-3'];
  await mock.ask('POST', '/connections/disconnect', { to: { user: out }, as: 'server_disconnect' });
  await ended(out);

  const back = ['web-4', 'web-5', 'poll-4', 'poll-5'];
  await mock.ask('POST', '/connections/disconnect', { to: { user: back }, as: 'transport_close' });
  await mock.ask('POST', '/connections/wait', { match: { user: back }, count: back.length });

  const leaving = ['web-6', 'web-13', 'poll-6', 'poll-13'];
  for (const user of leaving) clients.get(user).disconnect();
  await ended(leaving);
}

describe('with a held clock', () => {
  async function told(t, round, seed) {
    const mock = await serveHeld(t, seed);
    await tell(mock, round);
    const { connections } = await mock.ask('GET', '/connections');
    const sids = Object.fromEntries(connections.map(({ user, sid, engine_sid }) => [user, [sid, engine_sid]]));
    const journal = await canonical(mock);
    await mock.stop();
    return { sids, journal };
  }

  test('ten runs have the same canonical journal, in any order of their clients', async (t) => {
    const first = await told(t, 0, 7);
    const users = first.journal.trimEnd().split('\n').map((line) => JSON.parse(line).user);
    assert.equal(new Set(users.filter(Boolean)).size, accepted.length + refused.length);
    for (let round = 1; round < 10; ++round) {
      const { sids, journal } = await told(t, round, 7);
      assertSame(journal, first.journal, `round ${round}`);
      assert.deepEqual(sids, first.sids);
    }

    const other = await told(t, 0, 8);
    assert.notEqual(other.journal, first.journal);
    assert.notDeepEqual(other.sids, first.sids);
  });

  test('after a reset the same process behaves the same', async (t) => {
    const mock = await serveHeld(t, 7);
    const journals = [];
    for (let round = 0; round < 2; ++round) {
      const clients = await tell(mock, round);
      journals.push(await canonical(mock));
      await assertReplays(t, await exported(mock));
      for (const client of clients.values()) client.disconnect();
      await mock.ask('POST', '/reset');
    }
    assertSame(journals[1], journals[0]);
  });

  test('its export is replayed, has no token in it, and shows each change', async (t) => {
    const mock = await serveHeld(t, 7);
    await tell(mock, 0);
    await canonical(mock); // a long answer with tokens in it, like the journal
    const transcript = await exported(mock);
    await assertReplays(t, transcript);

    assert.ok(!transcript.includes(signature));
    for (const { user, token } of accepted) assert.ok(token === user || !transcript.includes(token), user);

    const bytes = Buffer.from(transcript);
    for (let i = 1; i <= 20; ++i) {
      const at = Math.floor((bytes.length * i) / 21);
      const changed = Buffer.from(bytes);
      changed[at] = changed[at] === 0x30 ? 0x31 : 0x30;
      const line = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
      const path = fileOf(t, changed);
      const { code, stdout } = await run('replay', path);
      assert.equal(code, 1, stdout);
      assert.ok(stdout.startsWith(`${path}:${line}: `), `line ${line} was changed:\n${stdout}`);
    }
  });
});

async function assertReplays(t, transcript) {
  const { code, stdout, stderr } = await run('replay', fileOf(t, transcript));
  assert.equal(code, 0, stdout + stderr);
  const inputs = transcript.split('\n').filter((line) => line.startsWith('{"n":')).length;
  assert.match(stdout, new RegExp(`^${inputs} inputs replayed: the same`));
}

test('a run on the real clock is replayed, whatever its clients are and do', async (t) => {
  const mock = await serveEveryone(t, { ping_interval_ms: 100, ping_timeout_ms: 60_000 });
  const clients = await Promise.all(combinations.flatMap((combination, i) => ['a', 'b'].map((name) => {
    return connected(t, mock, combination, `${name}-${i}`);
  })));
  for (const client of clients) client.on('NewMessage', (_, acknowledge) => acknowledge?.('seen'));
  const bytes = Buffer.from('bytes');
  await Promise.all(clients.map((client, i) => {
    return new Promise((resolve) => client.emit('message-with-ack', i, bytes, 'Grüße 👋🏽', resolve));
  }));

  const live = { fixture: 'live', await: 'acked' };
  await Promise.all(clients.map(({ id }) => mock.inject('NewMessage', { ...live, to: { sid: id }, repeat: 3 })));
  await mock.inject('NewMember', { delay_ms: 250, await: 'written' });
  const inVain = { match: { user: 'nobody' }, timeout_ms: 20 };
  assert.equal((await mock.control('POST', '/connections/wait', inVain)).status, 408);
  await mock.ask('PUT', '/clock', { mode: 'manual' });
  await mock.ask('POST', '/clock/advance', { ms: 1000 });
  await mock.ask('PUT', '/clock', { mode: 'real' });

  const back = clients.map((client) => eventually(client, 'disconnect').then(() => eventually(client, 'connect')));
  await mock.ask('POST', '/connections/disconnect', { to: { all: true }, as: 'transport_close' });
  const burst = mock.inject('NewMessage', { fixture: 'live', repeat: 20 }); // while they reconnect
  await Promise.all([...back, burst]);
  await mock.inject('NewMessage', live);
  for (let i = 0; i < clients.length; i += 5) clients[i].disconnect();
  await mock.journalled({ kind: 'disconnect' }, clients.length + Math.ceil(clients.length / 5));
  await assertReplays(t, await exported(mock));
});

for (const [what, content] of Object.entries({
  'text': 'run.jsonl\n',
  'other JSON': '{"entries":[]}\n',
  'nothing': '',
  'a journal': '{"seq":1,"at":"2020-01-01T00:00:00.000Z","kind":"control","call":"reset"}\n',
})) {
  test(`${what} is not a transcript`, async (t) => {
    const path = fileOf(t, content);
    const { code, stdout, stderr } = await run('replay', path);
    assert.equal(code, 2, stdout + stderr);
    assert.equal(stdout, '');
    assert.ok(stderr.includes(path), stderr);
  });
}
