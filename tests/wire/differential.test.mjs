// Compares the mock with the real servers: each scenario's transcript must be equal, except for the entries
// of differential/differences.mjs.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { copyOf, serve } from './chatmock.mjs';
import { difference, listed, translated } from './differential/compare.mjs';
import { differences, rules } from './differential/differences.mjs';
import { play } from './differential/play.mjs';
import { profiles } from './differential/profiles.mjs';
import { startReference } from './differential/references.mjs';

const themes = ['handshake', 'polling', 'websocket', 'upgrade', 'heartbeat', 'http', 'socketio', 'leniency'];
const scenarios = [];
for (const theme of themes) scenarios.push(...(await import(`./differential/scenarios/${theme}.mjs`)).default);

// Scenarios with steps that wait for a server's timers. A busy machine can disturb them, so they have several
// attempts.
const isSlow = ({ profile }) => profile === 'brisk' || profile === 'hasty';
const attempts_max = 4;

// Both references support Engine.IO 3; only 4.8 supports 4.
const referencesOf = ({ engineio, against = engineio === 3 ? [4, 2] : [4] }) => against;

test('the mock answers as the real servers do', async (t) => {
  const names = Object.keys(profiles);
  const files = names.map((name) => [`profiles/${name}.json`, profiles[name]]);
  const fixtures = copyOf(t, 'fixtures', Object.fromEntries(files));
  const servers = {};
  for (const name of names) {
    const mock = await serve(t, '--fixtures', fixtures, '--profile', name);
    servers[name] = { mock: mock.socketPort };
    for (const version of [2, 4]) {
      const reference = await startReference(version, profiles[name]);
      t.after(() => reference.stop());
      servers[name][version] = reference.port;
    }
  }

  const perform = (scenario) => {
    const ports = servers[scenario.profile ?? 'calm'];
    return Promise.all(['mock', ...referencesOf(scenario)].map((who) => play(scenario, ports[who])));
  };
  const slow = new Map(scenarios.filter(isSlow).map((scenario) => [scenario, perform(scenario)]));

  const used = new Set();
  const compare = (scenario, [ours, ...theirs]) => referencesOf(scenario).forEach((version, i) => {
    const transcript = translated(theirs[i], rules, version, (rule) => used.add(rule));
    const expected = listed(differences, scenario.name, version);
    assert.deepEqual(difference(transcript, ours), expected, `against socket.io ${version}`);
  });
  for (const scenario of scenarios) {
    await t.test(scenario.name, async () => {
      for (let attempts = isSlow(scenario) ? attempts_max : 1; ; --attempts) {
        try {
          compare(scenario, await (slow.get(scenario) ?? perform(scenario)));
          return;
        } catch (error) {
          if (attempts === 1) throw error;
          slow.delete(scenario);
        }
      }
    });
  }
  await t.test('every rule of the differences is needed', () => {
    assert.deepEqual(rules.filter((rule) => !used.has(rule)), []);
  });
});

describe('the list of differences', () => {
  test('names scenarios that exist, against references that they are held to, and has a reason for each', () => {
    for (const { from, scenarios: names, reason } of differences) {
      assert.ok(reason.length > 0);
      for (const name of names) {
        const scenario = scenarios.find((candidate) => candidate.name === name);
        assert.ok(scenario, `no scenario "${name}"`);
        for (const version of from) assert.ok(referencesOf(scenario).includes(version), `${name}: ${version}`);
      }
    }
  });

  test('no two scenarios share a name', () => {
    assert.equal(new Set(scenarios.map(({ name }) => name)).size, scenarios.length);
  });
});

describe('the comparison', () => {
  const theirs = ['a: 200', 'a: ok', 'b: 42'];

  test('finds a line that changed, is missing, or is too much', () => {
    assert.deepEqual(difference(theirs, theirs), []);
    assert.deepEqual(difference(theirs, ['a: 200', 'a: no', 'b: 42']), ['- a: ok', '+ a: no']);
    assert.deepEqual(difference(theirs, ['a: 200', 'b: 42']), ['- a: ok']);
    assert.deepEqual(difference(theirs, [...theirs, 'b: end']), ['+ b: end']);
    assert.deepEqual(difference(theirs, ['a: ok', 'a: 200', 'b: 42']).length, 2);
  });

  test('expects exactly the listed differences of the scenario and the reference', () => {
    const entries = [
      { from: [4], scenarios: ['one', 'two'], lines: ['- x'] },
      { from: [2], scenarios: ['one'], lines: ['+ y'] },
    ];
    assert.deepEqual(listed(entries, 'one', 4), ['- x']);
    assert.deepEqual(listed(entries, 'one', 2), ['+ y']);
    assert.deepEqual(listed(entries, 'three', 4), []);
  });

  test('translates lines and heads, and says which rules applied', () => {
    const status = 'GET: HTTP/1.1 400 Bad Request';
    const transcript = [status, 'GET: date: now', 'GET: {"code":1}', 'ws: text 2'];
    const line = { from: [4], line: (one) => (one === 'GET: date: now' ? undefined : one) };
    const head = { from: [4], head: (code, headers, body) => [...headers, `length: ${body.length}`, `code: ${code}`] };
    const used = [];
    const translate = (rule, reference) => translated(transcript, [rule], reference, (one) => used.push(one));
    assert.deepEqual(translate(line, 4), transcript.filter((_, i) => i !== 1));
    assert.deepEqual(translate(head, 4), [
      status, 'GET: code: 400', 'GET: date: now', 'GET: length: 10', 'GET: {"code":1}', 'ws: text 2',
    ]);
    assert.deepEqual(translate(line, 2), transcript);
    assert.deepEqual(translated(['ws: text 2'], [line, head], 4, (one) => used.push(one)), ['ws: text 2']);
    assert.deepEqual(used, [line, head]);
  });
});
