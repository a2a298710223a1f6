// The kit for JavaScript, as npm installs it: its verbs against a mock, and its errors.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { checkingProxy } from '../docs/checking_proxy.mjs';
import { collect, next, patience_ms } from '../wire/chatmock.mjs';
import { checkCoverage } from './coverage.mjs';
import { mockOfKit } from './hosts.mjs';
import { javascriptProject, kitOf } from './project.mjs';

let folder;
let kit;
let mock;
let proxy;
let chat;
const { asyncDispose } = Symbol;
const patience = { timeout: patience_ms };
const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file

before(async () => {
  folder = await javascriptProject(suite);
  kit = await kitOf(folder);
  mock = await mockOfKit(suite, kit, { seed: 7 });
  proxy = await checkingProxy(suite, mock);
  chat = await kit.Chatmock.connect({ url: `http://127.0.0.1:${proxy.port}`, socketUrl: mock.ready.socket });
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

// The app under test: a client that comes back quickly.
async function app(user, options = {}) {
  const socket = mock.client({ token: user.token(), reconnectionDelayMax: 20, ...options });
  await user.connected(patience);
  return socket;
}

// The error of a rejected promise.
const errorOf = (promise) => promise.then(() => assert.fail('expected an error'), (error) => error);

describe('a user', () => {
  test('connects, receives an event with changes, and acknowledges it', async () => {
    const alice = chat.user('alice');
    const socket = await app(alice);
    socket.on('NewMessage', (message, acknowledge) => acknowledge(message.content));
    const sent = await alice.receives('NewMessage', { content: 'hi' }, { await: 'acked', ...patience });
    assert.deepEqual(sent.recipients.map(({ user, acknowledgement }) => [user, acknowledgement]), [['alice', ['hi']]]);
    socket.disconnect();
    await alice.gone(patience);
  });

  test('receives null if the test expects null', async () => {
    const anna = chat.user('anna');
    const socket = await app(anna);
    const [received, second] = [next(socket, 'NewMessage'), next(socket, 'NewMember')];
    const options = { set: { '/content': 'set' }, ...patience };
    await anna.receives('NewMessage', { friendship_id: null, group_id: 7, sender_id: undefined }, options);
    const [{ friendship_id, group_id, content, sender_id }] = await received;
    assert.deepEqual([friendship_id, group_id, content, typeof sender_id], [null, 7, 'set', 'string']);
    await anna.receives('NewMember', { member_info: { profile: { avatar: null } } }, patience);
    assert.equal((await second)[0].member_info.profile.avatar, null);
    const removed = await errorOf(anna.receives('NewMessage', undefined, { patch: { content: null } }));
    assert.equal(removed.code, 'contract_violation');
    socket.disconnect();
  });

  test('is known by a JSON Web Token with claims', async () => {
    const dora = chat.user('dora');
    const socket = mock.client({ token: dora.jwt({ role: 'admin', name: 'Zoë' }) });
    const [connection] = await dora.connected({ count: 1, transport: 'websocket', ...patience });
    assert.deepEqual(connection.claims, { sub: 'dora', role: 'admin', name: 'Zoë' });
    socket.disconnect();
  });

  test('is disconnected, and kept out for two attempts', async () => {
    const bob = chat.user('bob');
    const socket = await app(bob);
    const refused = collect(socket.io, 'reconnect_error', 2);
    const left = next(socket, 'disconnect');
    const { connections } = await bob.disconnect('transport_close', { keepOut: 2 });
    assert.deepEqual(connections.map(({ user }) => user), ['bob']);
    assert.deepEqual((await left)[0], 'transport close');
    await refused;
    await bob.connected(patience);
    const [fault] = await chat.faults.list();
    assert.deepEqual([fault.do, fault.strikes], ['refuse_connections', 2]);
    assert.equal(await chat.faults.clear(), 1);
    socket.disconnect();
  });

  test('is kept out for a time, and let in before it is over', async () => {
    const carol = chat.user('carol');
    const socket = await app(carol);
    const refused = collect(socket.io, 'reconnect_error', 1);
    const away = await carol.disconnect('restart', { keepOut: '10m' });
    await refused;
    await carol.gone(patience);
    await away.letIn();
    await carol.connected(patience);
    assert.deepEqual(await chat.faults.list(), []);
    socket.disconnect();
  });

  test('is refused once, whichever kind of token the app has', async () => {
    const erin = chat.user('erin');
    for (const token of [erin.token(), erin.jwt()]) {
      await erin.refuse({ via: 'connect_error', message: 'Banned', data: { until: 'noon' }, times: 1 });
      const socket = mock.client({ token });
      const [error] = await next(socket, 'connect_error');
      assert.deepEqual([error.message, error.data], ['Banned', { until: 'noon' }]);
      socket.connect();
      await next(socket, 'connect');
      socket.disconnect();
      await erin.gone(patience);
      await chat.auth.set([]);
    }
  });

  test('loses the connection after a time of the mock', async () => {
    const frank = chat.user('frank');
    await frank.expiresAfter('1m', { as: 'event', message: 'Token expired' });
    await chat.clock.hold();
    const socket = await app(frank);
    const told = next(socket, 'error');
    const { fired } = await chat.clock.advance('1m', patience);
    assert.ok(fired.some(({ timer, user }) => timer === 'expiry' && user === 'frank'), JSON.stringify(fired));
    assert.deepEqual((await told)[0].message, 'Token expired');
    assert.equal((await chat.clock.run()).mode, 'real');
    await chat.auth.set([]);
  });

  test('sends what a test waits for', async () => {
    const greta = chat.user('greta');
    const socket = await app(greta);
    socket.emit('typing', { group_id: 7 });
    const [entry] = await greta.sent('typing', { data: [{ group_id: 7 }], ...patience });
    assert.equal(entry.event, 'typing');
    assert.equal(await chat.journal.verify({ kind: 'receive', user: 'greta' }, { exactly: 1 }), 1);
    socket.disconnect();
  });
});

describe('a mock', () => {
  test('sends to groups and to everyone', async () => {
    const [gina, hugo] = ['gina', 'hugo'].map((name) => chat.user(name));
    const sockets = [await app(gina), await app(hugo)];
    const group = await chat.group(70).set(['gina', 'hugo']);
    assert.deepEqual((await chat.groups())['70'], ['gina', 'hugo']);
    const sent = await group.receives('UpdatedGroup', { name: 'Tea' }, { minRecipients: 2, ...patience });
    assert.deepEqual(sent.recipients.map(({ user }) => user).sort(), ['gina', 'hugo']);
    const all = await chat.everyone.receives('NewMember', undefined, { fixture: 'default', repeat: 2, ...patience });
    assert.equal(all.last_seq, all.seq + 1);
    for (const socket of sockets) socket.disconnect();
  });

  test('sends every mutant and variant of an event, one by one', async () => {
    const ivan = chat.user('ivan');
    const socket = await app(ivan);
    const names = [];
    for await (const mutant of ivan.mutants('ViewedMessage')) names.push([mutant.name, (await mutant.send()).mutant]);
    for await (const variant of ivan.variants('ViewedMessage')) {
      names.push([variant.name, (await variant.send()).variant]);
    }
    assert.ok(names.length > 10 && names.every(([name, sent]) => name === sent), JSON.stringify(names));
    socket.disconnect();
  });

  test('holds an event until it is due', async () => {
    const jana = chat.user('jana');
    const socket = await app(jana);
    await chat.clock.hold();
    const { due } = await jana.receives('NewMessage', {}, { delay: '5s', ...patience });
    const { now, next: timer } = await chat.clock.state();
    assert.equal(Date.parse(due) - Date.parse(now), 5000);
    assert.ok(timer !== undefined);
    const arrived = next(socket, 'NewMessage');
    await chat.clock.advance('5s', patience);
    await arrived;
    await chat.clock.run();
    socket.disconnect();
  });

  test('installs faults, and removes them at the end of a block', async () => {
    const kim = chat.user('kim');
    const lossy = await kim.fault({ on: { event: 'NewMessage', nth: 2 }, do: 'drop' }, 'lossy');
    assert.deepEqual((await lossy.status()).on.to, { user: 'kim' });
    await lossy[asyncDispose]();
    await lossy[asyncDispose](); // as after a fault that has ended by itself
    const fault = await chat.fault({ do: 'no_ping' });
    assert.equal((await fault.remove()).do, 'no_ping');
    assert.deepEqual((await chat.faults.replace({ slow: { do: 'slow', bytes_per_second: 9 } })).length, 1);
    assert.equal(await chat.faults.clear(), 1);
  });

  test('takes back its rules, its groups and its time', async () => {
    const before = await chat.auth.rules();
    await chat.auth.add({ id: 'no-ivan', match: { token: 'ivan' }, outcome: { do: 'reject' } });
    assert.deepEqual(await chat.auth.remove('no-ivan'), before);
    await chat.refuse({ times: 1 });
    assert.ok((await chat.auth.restore()).every(({ id }) => id.startsWith('profile-')));
    await chat.auth.set(before);
    await chat.group(71).set(['gina']);
    await chat.group(71).remove();
    assert.equal((await chat.groups())['71'], undefined);
    await chat.clock.hold();
    assert.equal((await chat.clock.set('2030-01-01T00:00:00Z')).now, '2030-01-01T00:00:00.000Z');
    await chat.clock.set('machine');
    await chat.clock.run();
    await chat.quiet({ to: { user: 'gina' }, ...patience });
  });

  test('waits at a checkpoint for the report of the test', async () => {
    const steps = [{ checkpoint: { name: 'shown' } }];
    const run = await (await chat.scenario('checked').define({ steps })).start();
    await run.checkpoint('shown');
    assert.equal((await run.wait(patience)).state, 'passed');
    await chat.scenario('checked').remove();
  });

  test('has rules for everyone', async () => {
    const before = await chat.auth.rules();
    await chat.refuse({ via: 'http', status: 503, times: 1 });
    assert.deepEqual((await chat.auth.rules())[0].outcome, { do: 'reject', via: 'http', status: 503 });
    assert.equal((await chat.auth.set(before)).length, before.length);
  });

  test('runs scenarios, shipped ones and those of the test', async () => {
    const lena = chat.user('lena');
    const socket = await app(lena);
    assert.ok((await chat.scenarios()).some(({ name }) => name === 'member-added-twice'));
    assert.equal((await lena.scenario('member-added-twice').run(patience)).state, 'passed');
    const pause = await lena.scenario('pause').define({ parameters: { ms: 1 }, steps: [{ delay: { ms: '{{ms}}' } }] });
    assert.equal((await pause.definition()).steps.length, 1);
    const run = await pause.start({ parameters: { ms: 86_400_000 } });
    assert.equal((await run.state()).state, 'running');
    assert.equal((await chat.run(run.id).stop()).state, 'stopped');
    assert.ok((await chat.runs()).length >= 2);
    await pause.remove();
    socket.disconnect();
  });

  test('follows its journal, and keeps it in every form', async () => {
    const mia = chat.user('mia');
    const following = chat.journal.follow({ kind: 'connect', user: 'mia', after: 0 });
    const first = following.next();
    const socket = await app(mia);
    assert.equal((await first).value.user, 'mia');
    await following.return();
    assert.equal((await chat.journal.wait({ kind: 'connect', user: 'mia' }, patience)).length, 1);
    const [entry] = await chat.journal.entries({ kind: 'open', user: 'mia' });
    assert.equal((await chat.journal.canonical({ kind: 'open', user: 'mia' }))[0].n, 1);
    assert.match(await chat.journal.story({ kind: 'open' }), new RegExp(`#${entry.seq} [\\d:.]+ open by mia `));
    assert.match(await chat.journal.export(), /^\{"transcript":/);
    assert.equal((await chat.connection(socket.id)).user, 'mia');
    assert.ok((await chat.connections()).some(({ user }) => user === 'mia'));
    socket.disconnect();
    await mia.gone(patience);
    assert.ok((await chat.journal.clear()) > 0);
  });

  test('lists its fixtures, and its version', async () => {
    assert.ok((await chat.events()).some(({ event }) => event === 'NewMessage'));
    assert.ok((await chat.fixtures('NewMessage')).includes('default'));
    assert.equal(typeof (await chat.fixture('NewMessage')).content, 'string');
    assert.equal((await chat.contract('NewMessage')).type, 'object');
    assert.equal((await chat.asyncapi()).asyncapi, '3.0.0');
    assert.match(await chat.openapi(), /^openapi: 3\.1/);
    const { name, version } = JSON.parse(readFileSync(join(folder, 'node_modules/chatmock/package.json'), 'utf8'));
    const { commit, build_date, socket, ...facts } = await chat.version();
    assert.deepEqual(facts, { name, version, seed: 7, profile: 'default' });
    assert.match(`${commit} ${build_date}`, /^([0-9a-f]{40}(-dirty)? \d{4}-\d\d-\d\dT[\d:]+Z|unknown unknown)$/);
    assert.match(socket, /^ws:\/\/.*\/socket\.io\/$/);
    assert.deepEqual(await chat.call('GET', '/groups'), { groups: await chat.groups() });
  });

  test('takes events, fixtures and a profile without files', async () => {
    const pinned = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
    await chat.setContract('Pinned', pinned);
    await assert.rejects(chat.setFixture('Pinned', 'default', { id: 7 }), { code: 'contract_violation' });
    await chat.setFixture('Pinned', 'default', { id: '7' });
    await chat.setFixture('Pinned', 'broken', { id: 7 }, { contract: 'skip' });
    assert.deepEqual(await chat.fixtures('Pinned'), ['broken', 'default']);
    await chat.removeFixture('Pinned', 'broken');
    assert.deepEqual(await chat.contract('Pinned'), pinned);
    await chat.removeEvent('Pinned');
    await assert.rejects(chat.contract('Pinned'), { code: 'unknown_event' });

    const before = await chat.profile.get();
    assert.equal((await chat.profile.change({ protocol: { ping_interval_ms: 300 } })).protocol.ping_interval_ms, 300);
    assert.deepEqual(await chat.profile.set(before), before);
  });

  test('signs tokens, and breaks them', async (t) => {
    await chat.profile.change({ jwt: { seeded: true } });
    t.after(() => chat.profile.change({ jwt: null }));
    assert.equal((await chat.auth.keys()).keys[0].kty, 'EC');
    const tess = chat.user('tess');
    const good = mock.client({ token: await tess.signedToken({ claims: { role: 'admin' }, expiresIn: '1m' }) });
    await tess.connected(patience);
    good.disconnect();
    const refused = mock.client({ token: await tess.signedToken({ broken: 'signature' }), reconnection: false });
    assert.equal((await next(refused, 'connect_error'))[0].message, 'Unauthorization');
    refused.disconnect();
  });

  test('is quiet, has no violations, and is reset', async () => {
    await chat.quiet(patience);
    await chat.verifyNoViolations();
    assert.equal(await chat.reset({ connections: 'keep' }), 0);
    await chat.close(); // it was not started by this kit, so it goes on
    await chat.quiet();
  });
});

describe('a sandbox', () => {
  test('has clients, clock, faults and a journal of its own', async () => {
    const [box, other] = [await chat.sandbox({ seed: 3, clock: 'manual', expiresAfter: '1m' }), await chat.sandbox()];
    assert.equal((await box.clock.state()).mode, 'manual');
    assert.equal((await other.clock.state()).mode, 'real');
    const [alice, namesake] = [box.user('alice'), other.user('alice')];
    const sockets = [await app(alice), mock.client({ token: namesake.jwt({ role: 'admin' }) })];
    await namesake.connected(patience);
    const received = next(sockets[0], 'NewMessage');
    sockets[1].on('NewMessage', () => assert.fail('an event of another sandbox'));
    await alice.receives('NewMessage', { content: 'hi' }, patience);
    assert.equal((await received)[0].content, 'hi');
    assert.equal(await other.journal.verify({ kind: 'emit' }, { exactly: 0 }), 0);
    const { seed, clients } = await box.state();
    assert.deepEqual([seed, clients, (await chat.state()).name], [3, 1, 'default']);
    await alice.refuse({ times: 1 });
    const refused = next(sockets[0], 'connect_error');
    await alice.disconnect();
    assert.equal((await refused)[0].message, 'Unauthorization');
    for (const socket of sockets) socket.disconnect();
    for (const each of [box, other]) await each[asyncDispose]();
    assert.equal((await errorOf(box.clock.state())).code, 'unknown_sandbox');
  });

  test('is found by its name, or made', async () => {
    const made = await chat.sandboxNamed('w3', { seed: 3 });
    assert.equal((await chat.sandboxNamed('w3', { seed: 3 })).socket.token, made.socket.token);
    assert.ok((await chat.sandboxes()).some(({ name }) => name === 'w3'));
    await made.close();
  });
});

describe('an error', () => {
  test('shows the actual entries beside the expected ones', async () => {
    const nina = chat.user('nina');
    const socket = await app(nina);
    const error = await errorOf(chat.user('nora').connected({ timeout: 0 }));
    assert.ok(error instanceof kit.ChatmockError);
    assert.deepEqual([error.code, error.status, error.call], ['timed_out', 408, 'POST /connections/wait']);
    assert.match(error.nearest[0], /^nina .*expected the user "nora", got "nina"/);
    assert.match(error.message,
      /\n {2}nearest:\n {4}nina [^]*\n {2}the journal's last entries:\n {4}#[^]* connect by nina/);
    socket.disconnect();
  });

  test('names the place, and all violations', async () => {
    const options = { minRecipients: 0 };
    const error = await errorOf(chat.everyone.receives('NewMessage', { id: 5, content: 7 }, options));
    assert.deepEqual([error.code, error.violations.map(({ at }) => at)], ['contract_violation', ['/id', '/content']]);
    assert.match(error.message, /\n {2}violations:\n {4}\/id: .*\n {4}\/content: /);
    const { pointer } = await errorOf(chat.everyone.receives('NewMessage', {}, { repeat: 0 }));
    assert.equal(pointer, '/repeat');
  });

  test('says that nothing answers, or something else', async () => {
    const nothing = await errorOf(kit.Chatmock.connect({ url: 'http://127.0.0.1:9', timeout: '60ms' }));
    assert.deepEqual([nothing.code, nothing.status], ['unreachable', 0]);
    assert.match(nothing.message, /expected a chatmock at http:\/\/127\.0\.0\.1:9, got /);
    const other = await errorOf(kit.Chatmock.connect({ url: `http://127.0.0.1:${mock.socketPort}` }));
    assert.equal(other.code, 'not_chatmock');
  });

  test('names a duration that is not one', async () => {
    await assert.rejects(async () => chat.clock.advance('5 minutes'),
      /RangeError: expected a duration such as .*"5 minutes"/);
  });
});

test('every call is as the contract has it, and every operation was called', async () => {
  await chat.reset();
  assert.deepEqual(await proxy.breaches(), []);
  checkCoverage(proxy.calls);
});
