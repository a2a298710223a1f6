// The shipped scenarios: a small, correct app passes each; wrong apps fail at the step that the story is
// about. Also the views of a run.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { events, next, repository, serve, unsignedJwt } from './chatmock.mjs';

const require = createRequire(import.meta.url);

// An app that acknowledges events, reconnects after a lost connection, and gets a new token when the server
// has disconnected it or refuses the old one. Its deviations:
//   leaves, raves  (event, payload, past) => true if it leaves now, or sends an invalid packet
//   stays_away     it does not reconnect
//   insists        the number of tokens in a row that are the first one again
class App {
  past = [];
  #tokens = 0;

  constructor(test, mock, user, { library = 'socket.io-client', transport = 'websocket', ...oddities } = {}) {
    this.user = user;
    this.oddities = oddities;
    this.socket = require(library)(`http://127.0.0.1:${mock.socketPort}`, {
      forceNew: true,
      reconnection: !oddities.stays_away,
      reconnectionDelay: 10,
      reconnectionDelayMax: 20,
      transports: [transport],
      query: this.#query(),
    });
    test.after(() => this.socket.disconnect());
    for (const event of events) this.socket.on(event, (...args) => this.#take(event, ...args));
    this.socket.on('disconnect', (reason) => reason === 'io server disconnect' && this.#comeBack());
    for (const event of ['connect_error', 'error']) {
      this.socket.on(event, (why) => (why.message ?? why) === 'Token expired' && this.#comeBack());
    }
  }

  #query() {
    const isOld = this.#tokens++ <= (this.oddities.insists ?? 0);
    return { jwt_token: unsignedJwt({ sub: this.user }, isOld ? 'old' : 'new') };
  }

  #comeBack() {
    if (this.oddities.stays_away) return;
    this.socket.disconnect();
    this.socket.io.opts.query = this.#query();
    this.socket.connect();
  }

  #take(event, payload, acknowledge) {
    const { leaves, raves } = this.oddities;
    if (leaves?.(event, payload, this.past)) return this.socket.disconnect();
    if (raves?.(event, payload, this.past)) return this.socket.io.engine.write('no packet');
    this.past.push({ event, payload });
    acknowledge?.();
  }
}

const anything = () => true;
const isOver = (count) => (event, payload, past) => past.length === count;
const follows = (last) => (event, payload, past) => event !== last && past.at(-1)?.event === last;
const hurry = { back_ms: 50 };

// Each story with the deviations that fail it, and the failing step.
const stories = {
  'burst-of-500-messages': [
    { leaves: isOver(300), at: '/steps/5' },
    { raves: isOver(300), at: '/steps/4' },
  ],
  'duplicate-delivery-after-reconnect': [
    {
      leaves: (event, { id }, past) => past.some(({ payload }) => payload.id === id),
      at: '/steps/6/repeat/steps/1',
    },
    { raves: anything, at: '/steps/2' },
    { leaves: isOver(2), at: '/steps/3' },
    { stays_away: true, parameters: hurry, at: '/steps/5' },
    { leaves: isOver(6), at: '/steps/8' },
  ],
  'every-broken-payload': [
    { leaves: (event, { content }) => event === 'NewMessage' && content === null, at: '/steps/3' },
    { leaves: (event, { member_info }) => event === 'NewMember' && !member_info?.profile, at: '/steps/6' },
    { leaves: (event, { group_id }) => event === 'DeleteMember' && !group_id, at: '/steps/9' },
    { leaves: (event, { member_id }) => event === 'ViewedMessage' && !member_id, at: '/steps/12' },
    { leaves: (event, { name }) => event === 'UpdatedGroup' && typeof name !== 'string', at: '/steps/16' },
    { raves: follows('UpdatedGroup'), at: '/steps/18' },
    { leaves: follows('UpdatedGroup'), at: '/steps/19' },
  ],
  'every-valid-edge': [
    { leaves: (event, { group_id }) => event === 'NewMessage' && group_id === null, at: '/steps/3' },
    { leaves: (event, { member_info }) => event === 'NewMember' && member_info.profile.name === '', at: '/steps/6' },
    { leaves: (event, { name }) => event === 'UpdatedGroup' && /^\p{Script=Hebrew}/u.test(name), at: '/steps/16' },
    { raves: follows('UpdatedGroup'), at: '/steps/18' },
    { leaves: follows('UpdatedGroup'), at: '/steps/19' },
  ],
  'group-updated-after-leaving': [
    {
      leaves: (event, { id }, past) => event === 'UpdatedGroup' && past.some(({ payload }) => payload.group_id === id),
      at: '/steps/7',
    },
    { raves: anything, at: '/steps/6' },
  ],
  'member-added-twice': [
    {
      leaves: (event, { member_id }, past) =>
        event === 'NewMember' && past.some(({ payload }) => payload.member_id === member_id),
      at: '/steps/7',
    },
    { raves: anything, at: '/steps/6' },
  ],
  'message-after-its-sender-was-removed': [
    {
      leaves: (event, { sender_id }, past) =>
        past.some(({ event, payload }) => event === 'DeleteMember' && payload.member_id === sender_id),
      at: '/steps/8',
    },
    { raves: anything, at: '/steps/7' },
  ],
  'out-of-order-messages': [
    {
      leaves: (event, { timestamp }, past) => past.some(({ payload }) => payload.timestamp > timestamp),
      at: '/steps/7',
    },
    { raves: anything, at: '/steps/6' },
  ],
  'reconnect-in-the-middle-of-a-burst': [
    { raves: isOver(50), at: '/steps/2' },
    { leaves: isOver(50), at: '/steps/3' },
    { stays_away: true, parameters: hurry, at: '/steps/6' },
    { leaves: isOver(150), at: '/steps/8' },
  ],
  'server-restart': [
    { stays_away: true, parameters: hurry, at: '/steps/4' },
    { leaves: (event) => event === 'UpdatedGroup', at: '/steps/6' },
    { leaves: (event) => event === 'NewMessage', at: '/steps/8' },
  ],
  'token-expiry-in-use': [
    { stays_away: true, parameters: hurry, at: '/steps/3' },
    { insists: Infinity, parameters: hurry, at: '/steps/3' },
    { insists: 4, at: '/steps/4' },
    { leaves: anything, at: '/steps/6' },
  ],
  'viewed-before-its-message': [
    {
      leaves: (event, { viewed_message_id }, past) =>
        event === 'ViewedMessage' && !past.some(({ payload }) => payload.id === viewed_message_id),
      at: '/steps/6',
    },
    { raves: anything, at: '/steps/5' },
  ],
};

// Parameters that make a story short, if it has them.
const brief = { await: 'acked', settle_ms: 0, down_ms: 50, token: '*.old' };

async function runStory(mock, name, to, parameters) {
  const known = (await mock.ask('GET', `/scenarios/${name}`)).parameters;
  const wanted = Object.entries({ ...brief, ...parameters }).filter(([each]) => each in known);
  return mock.control('POST', `/scenarios/${name}/run`, { to, parameters: Object.fromEntries(wanted) });
}

test('each shipped scenario has a story here, and a description', async (t) => {
  const files = readdirSync(join(repository, 'fixtures', 'scenarios')).sort();
  assert.deepEqual(files, Object.keys(stories).map((name) => `${name}.json`));
  const { scenarios } = await (await serve(t)).ask('GET', '/scenarios');
  assert.deepEqual(scenarios.map(({ name }) => name), Object.keys(stories));
  for (const { name, description } of scenarios) assert.match(description, /The app has to /, name);
});

const libraries = ['socket.io-client', 'client-2'];
const transports = ['websocket', 'polling'];

for (const [name, oddities] of Object.entries(stories)) {
  describe(name, () => {
    test('is passed for one user, and for all, by apps that behave', async (t) => {
      const mock = await serve(t);
      const combinations = libraries.flatMap((library) => transports.map((transport) => ({ library, transport })));
      const apps = combinations.map((each, i) => new App(t, mock, `user-${i}`, each));
      for (const { user } of apps) {
        const answer = await runStory(mock, name, { user });
        assert.equal(answer.body.state, 'passed', JSON.stringify(answer.body));
      }
      const counts = apps.map(({ past }) => past.length);
      assert.ok(counts.every((count) => count === counts[0] && count > 0), `${counts}`);
      const { body } = await runStory(mock, name, { all: true }, { clients: apps.length });
      assert.equal(body.state, 'passed', JSON.stringify(body));
      assert.deepEqual(apps.map(({ past }) => past.length), counts.map((count) => count * 2));
      assert.deepEqual((await mock.ask('GET', '/faults')).faults, []);
    });

    oddities.forEach(({ at, parameters, ...oddity }, i) => {
      test(`is failed at ${at} by one that ${Object.keys(oddity)} (${i + 1})`, async (t) => {
        const mock = await serve(t);
        new App(t, mock, 'alice', oddity);
        const { status, body } = await runStory(mock, name, { user: 'alice' }, parameters);
        assert.equal(status, 409, JSON.stringify(body));
        assert.equal(body.error.code, 'scenario_failed');
        assert.equal(body.error.at, at, JSON.stringify(body));
      });
    });
  });
}

// A user of no interest: it comes, breaks the protocol or not, and goes, again and again until the test ends.
async function comeAndGo(mock, user, isOver) {
  for (let round = 0; !isOver(); round++) {
    const socket = mock.client({ token: round % 5 === 4 ? 'invalid' : user, reconnection: false });
    await Promise.race([next(socket, 'connect'), next(socket, 'connect_error')]).catch(() => {});
    await setTimeout((round * 7) % 30);
    if (round % 3 === 1) socket.io.engine?.write('no packet');
    await setTimeout((round * 3) % 10);
    socket.disconnect();
  }
}

// How often the test plays each story: `CHATMOCK_ROUNDS=100` for a thorough look.
const rounds = Number(process.env.CHATMOCK_ROUNDS ?? 2);

test(`four other users come and go, and each story is passed ${rounds} times`, async (t) => {
  const mock = await serve(t, '--log-level', 'error');
  const app = new App(t, mock, 'alice');
  let isOver = false;
  const others = ['bob', 'carol', 'dave', 'erin'].map((user) => comeAndGo(mock, user, () => isOver));
  for (let round = 1; round <= rounds; round++) {
    for (const name of Object.keys(stories)) {
      const { body } = await runStory(mock, name, { user: 'alice' });
      assert.equal(body.state, 'passed', `round ${round} of ${name}: ${JSON.stringify(body)}`);
    }
    await mock.ask('DELETE', '/auth/rules');
    app.past = [];
  }
  isOver = true;
  await Promise.all(others);
  const { entries } = await mock.ask('GET', '/journal?kind=violation');
  assert.ok(entries.length > 0, 'the others broke the protocol meanwhile');
});

test('a run waits for the report of the test, and is failed by one', async (t) => {
  const mock = await serve(t);
  new App(t, mock, 'alice');
  const parameters = { checkpoints: true, settle_ms: 0 };
  const begin = async () =>
    (await mock.ask('POST', '/scenarios/member-added-twice/run', { to: { user: 'alice' }, parameters, await: 'start' }))
      .run;
  const passing = await begin();
  await mock.journalled({ kind: 'scenario' }, 7);
  await mock.ask('POST', `/runs/${passing}/checkpoints/shown`, { passed: true });
  const passed = await mock.ask('POST', `/runs/${passing}/wait`);
  assert.equal(passed.state, 'passed');
  assert.match(passed.proved, /the test reported 1 checkpoint as passed/);
  const failing = await begin();
  await mock.ask('POST', `/runs/${failing}/checkpoints/shown`, { passed: false, reason: 'two rows for Bob' });
  const failed = await mock.control('POST', `/runs/${failing}/wait`);
  assert.equal(failed.status, 409);
  assert.match(failed.body.error.message, /"shown" did not pass: two rows for Bob/);
  const unknown = await mock.control('POST', `/runs/${failing}/checkpoints/shwon`, { passed: true });
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'unknown_checkpoint']);
});

test('without a client, a story does not begin', async (t) => {
  const mock = await serve(t, '--clock', 'manual');
  for (const name of Object.keys(stories)) {
    const { run } = await mock.ask('POST', `/scenarios/${name}/run`, { await: 'start' });
    await mock.ask('POST', '/clock/advance', { ms: 5000 });
    const { body } = await mock.control('POST', `/runs/${run}/wait`);
    assert.equal(body.error.at, '/steps/0', name);
  }
});

const pausing = {
  description: 'One message, a long pause, another.',
  parameters: { ms: 3_600_000 },
  steps: [{ inject: { event: 'NewMessage' } }, { delay: { ms: '{{ms}}' } }, { inject: { event: 'NewMessage' } }],
};

test('a run is watched in the journal, and stopped', async (t) => {
  const mock = await serve(t);
  await mock.ask('PUT', '/scenarios/pausing', pausing);
  const alice = await mock.connected('alice');
  const received = next(alice, 'NewMessage');
  const { run, state } = await mock.ask('POST', '/scenarios/pausing/run', { await: 'start' });
  assert.equal(state, 'running');
  await received;
  const waiting = mock.ask('POST', `/runs/${run}/wait`);
  const [{ step, does }] = (await mock.ask('GET', '/runs')).runs;
  assert.deepEqual([step, does], ['/steps/1', 'delay']);
  assert.equal((await mock.ask('DELETE', `/runs/${run}`)).state, 'stopped');
  assert.equal((await waiting).state, 'stopped');
  const { entries } = await mock.ask('GET', '/journal?kind=scenario');
  assert.deepEqual(
    entries.map(({ scenario, run, state, step, does }) => [scenario, run, state, step, does].join(' ').trimEnd()),
    ['pausing 1 started', 'pausing 1 step /steps/0 inject', 'pausing 1 step /steps/1 delay', 'pausing 1 stopped'],
  );
  assert.equal((await mock.ask('GET', '/journal?kind=emit')).entries.length, 1);
});

test('a bad scenario is refused whole, with every mistake', async (t) => {
  const mock = await serve(t);
  await mock.ask('PUT', '/scenarios/pausing', pausing);
  const steps = [{ dealy: { ms: 1 } }, { inject: { event: 'NewMesage' } }, { delay: { ms: '{{mss}}' } }];
  const { status, body } = await mock.control('PUT', '/scenarios/pausing', { ...pausing, steps });
  assert.equal(status, 400);
  assert.deepEqual(body.error.violations.map(({ at }) => at), [
    '/steps/0',
    '/steps/0/dealy',
    '/steps/1/inject/event',
    '/steps/2/delay/ms',
  ]);
  assert.deepEqual(await mock.ask('GET', '/scenarios/pausing'), pausing);
});

test('an unknown name is reported with the nearest ones', async (t) => {
  const mock = await serve(t);
  const missing = await mock.control('POST', '/scenarios/server-restrat/run');
  assert.equal(missing.status, 404);
  assert.match(missing.body.error.message, /did you mean "server-restart"/);
  const run = await mock.control('GET', '/runs/7');
  assert.deepEqual([run.status, run.body.error.code], [404, 'unknown_run']);
});
