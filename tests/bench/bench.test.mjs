// script/bench works up to its table, and judges thresholds correctly. This test cannot judge speed: it is a
// short run on a busy machine.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { figuresOf, judged, keyOf, median } from './figures.mjs';
import { table } from './table.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const patience_ms = 100_000;

// Starts a process group, so that all its processes are known and end with the test.
function start(t, ...args) {
  const child = spawn(join(repository, 'script', 'bench'), args, { detached: true });
  t.after(() => {
    if (membersOf(child.pid).length > 0) process.kill(-child.pid, 'SIGKILL');
  });
  child.text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => (child.text[name] += data));
  return child;
}

async function run(t, ...args) {
  const child = start(t, ...args);
  const [code] = await once(child, 'close');
  return { code, ...child.text };
}

// The running processes of a group.
function membersOf(group) {
  const statuses = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((id) => {
    try {
      const [state, , ofGroup] = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1).split(' ');
      return [{ id, state, group: Number(ofGroup) }];
    } catch {
      return []; // it has just ended
    }
  });
  return statuses.filter(({ state, group: ofGroup }) => ofGroup === group && state !== 'Z').map(({ id }) => id);
}

async function membersCome(group, isEnough) {
  const deadline = Date.now() + patience_ms;
  for (let members = membersOf(group); !isEnough(members.length); members = membersOf(group)) {
    assert.ok(Date.now() < deadline, `there are: ${members}`);
    await setTimeout(10);
  }
}

// A figure with its judgement, from one sample per named server.
function judgedOf(key, sizes, samples) {
  const figure = figuresOf(sizes).find((each) => each.key === key);
  const lists = Object.entries(samples).map(([server, value]) => [server, [value]]);
  return judged(figure, { node: [], rust: [], floor: [], ...Object.fromEntries(lists) });
}

const verdicts = ({ wanted }) => wanted.map(({ met }) => met);

test('a quick run measures every figure of every server', { timeout: patience_ms }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'chatmock-bench-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'figures.json');
  const { code, stdout, stderr } = await run(t, '--quick', '--clients', '20', '--json', file);
  assert.equal(code, 0, stderr);

  const { figures, setting } = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(setting.rounds, 1);
  // The run is too short for it.
  const expected = figuresOf([20]).map(({ key }) => key).filter((key) => key !== 'heartbeat_cpu_us');
  assert.deepEqual(figures.map(({ key }) => key), expected);
  for (const { key, servers, ratios } of figures) {
    const measured = key === 'polling_per_s' ? ['mock', 'node'] : ['mock', 'node', 'floor'];
    assert.deepEqual(Object.keys(servers), measured, key);
    for (const { median, samples } of Object.values(servers)) {
      assert.equal(samples.length, 1, key);
      assert.ok(Number.isFinite(median), key);
    }
    for (const ratio of Object.values(ratios)) assert.ok(Number.isFinite(ratio), key);
  }
  assert.ok(stdout.endsWith(table(figures)), stdout);
});

test('heartbeats are counted', { timeout: patience_ms }, async () => {
  const tools = process.env.CHATMOCK_BENCH ?? join(repository, 'build', 'bench');
  const mock = process.env.CHATMOCK_BINARY ?? join(repository, 'build', 'chatmock');
  const serve = [mock, 'serve', '--profile', 'conformance', '--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'];
  const args = ['heartbeats', '--clients', '3', '--duration-ms', '1000', '--', ...serve];
  const load = spawn(join(tools, 'bench_load'), args, { cwd: repository });
  let output = '';
  load.stdout.on('data', (text) => (output += text));
  const [code] = await once(load, 'close');
  assert.equal(code, 0);
  assert.ok(JSON.parse(output).heartbeat_cpu_us > 0, output);
});

test('an interrupted run leaves nothing behind', { timeout: patience_ms }, async (t) => {
  const child = start(t, '--quick', '--rounds', '1000');
  await membersCome(child.pid, (count) => count === 3); // itself, the load client and a server
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  assert.equal(code, 130, child.text.stderr);
  await membersCome(child.pid, (count) => count === 0);
});

test('a run that cannot start reports no result', { timeout: patience_ms }, async (t) => {
  const wrong = await run(t, '--rounds', '0');
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /--rounds: expected a number from 1, got "0"/);

  const crowded = await run(t, '--quick', '--clients', '100000000');
  assert.equal(crowded.code, 1);
  assert.match(crowded.stderr, /need 100000100 open files, and `ulimit -n` is \d+: raise it/);
  assert.equal(crowded.stdout, '');
});

test('the median of an even number is the mean of the middle two', () => {
  assert.equal(median([9, 1, 2]), 2);
  assert.equal(median([4, 1, 9, 2]), 3);
});

test('a threshold holds the ratio of the medians', () => {
  const key = keyOf('injection_cpu_us', 1000);
  assert.deepEqual(verdicts(judgedOf(key, [1000], { mock: 11, node: 20, floor: 10 })), [true, true]);
  assert.deepEqual(verdicts(judgedOf(key, [1000], { mock: 12, node: 20, floor: 10 })), [false, false]);
  assert.deepEqual(verdicts(judgedOf('polling_per_s', [], { mock: 19, node: 10 })), [false]);
  assert.deepEqual(verdicts(judgedOf('polling_per_s', [], { mock: 20, node: 10 })), [true]);
});

test('a threshold against a peer holds where the peer was measured', () => {
  const sizes = [1000];
  const key = keyOf('injection_last_p50_ms', 1000);
  assert.deepEqual(verdicts(judgedOf(key, sizes, { mock: 5, node: 20, rust: 6, floor: 5 })), [true]);
  assert.deepEqual(verdicts(judgedOf(key, sizes, { mock: 7, node: 20, rust: 6, floor: 5 })), [false]);
  assert.deepEqual(verdicts(judgedOf(key, sizes, { mock: 7, node: 20, floor: 5 })), []);
  const text = table([judgedOf(key, sizes, { mock: 5, node: 20, rust: 6, floor: 5 })]);
  assert.match(text, /Rust .* x Rust .*<= 1 x Rust  met/s);
});

test('a threshold may hold the value itself, in its unit', () => {
  const key = keyOf('connection_bytes', 5000);
  assert.deepEqual(verdicts(judgedOf(key, [5000], { mock: 8 * 1024, node: 16 * 1024 })), [true, true]);
  assert.deepEqual(verdicts(judgedOf(key, [5000], { mock: 9 * 1024, node: 16 * 1024 })), [true, false]);
});

test('thresholds hold at the sizes that they name', () => {
  const wanted = (name, size) => figuresOf([size]).find(({ key }) => key === keyOf(name, size)).wanted.length;
  assert.equal(wanted('burst_deliveries_per_s', 1000), 1);
  assert.equal(wanted('burst_deliveries_per_s', 20), 0);
});

test('the table shows the met thresholds, and is aligned', () => {
  const figures = [
    judgedOf(keyOf('injection_cpu_us', 1000), [1000], { mock: 11, node: 12, floor: 10 }),
    judgedOf('polling_per_s', [], { mock: 12345, node: 100 }),
  ];
  assert.equal(
    table(figures),
    `\
figure                                    unit    mock  Node  floor  x Node  x floor  wanted
----------------------------------------  ----  ------  ----  -----  ------  -------  -------------------------------\
  ------------
one to all: CPU a delivery, 1000 clients  us      11.0  12.0   10.0    0.92     1.10  <= 1.15 x floor, <= 0.55 x Node\
  met, NOT MET
polling round trips                       /s    12,345   100      -     123        -  >= 2 x Node                    \
  met

2 of 3 thresholds met
`,
  );
});
