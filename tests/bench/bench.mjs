// Measures the mock, its peers and the floor in turn, and prints the results as one table.
// script/bench lists its arguments.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { figuresOf, judged, keyOf } from './figures.mjs';
import { table } from './table.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const mock = resolve(repository, process.env.CHATMOCK_BINARY ?? 'build/chatmock');
const tools = resolve(repository, process.env.CHATMOCK_BENCH ?? 'build/bench');
const fixture = join(repository, 'fixtures', 'events', 'NewMessage', 'default.json');

const servers = {
  mock: [mock, 'serve', '--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'],
  node: [process.execPath, join(repository, 'tests', 'bench', 'node-server.mjs'), fixture],
  rust: [join(repository, 'build', 'peers', 'release', 'bench-socketioxide'), fixture],
  floor: [join(tools, 'bench_floor'), fixture],
};

class UsageError extends Error {}

class Interruption extends Error {
  message = 'interrupted';
}

function count(text, option) {
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`${option}: expected a number from 1, got "${text}"`);
  return Number(text);
}

function settings() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      clients: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const { quick } = values;
  return {
    peers: values.peers ? ['node', 'rust'] : ['node'],
    rounds: count(values.rounds ?? (quick ? '1' : '5'), '--rounds'),
    sizes: (values.clients ?? (quick ? '50' : '1000,5000,10000')).split(',').map((text) => count(text, '--clients')),
    injections: quick ? 5 : 100, // at least, and as many as make these deliveries:
    deliveries: quick ? 0 : 500_000,
    bursts: quick ? 1 : 3,
    pollers: quick ? 10 : 100,
    duration_ms: quick ? 100 : 2000,
    idle_ms: quick ? 0 : 3000,
    rest_ms: quick ? 0 : 26000, // a client is pinged every 25 s
    json: values.json,
  };
}

// The measurements of one round: the load client's arguments, the servers, the number of clients, and whether
// one round is enough.
function plan({ peers, sizes, injections, deliveries, bursts, pollers, duration_ms, idle_ms, rest_ms }) {
  const largest = Math.max(...sizes);
  const heartbeats = {
    arguments: ['heartbeats', '--clients', largest, '--duration-ms', rest_ms],
    of: ['mock', ...peers],
    once: true,
  };
  const injectionsTo = (size) => Math.max(injections, Math.ceil(deliveries / size));
  return [
    ...sizes.map((size) => ({
      arguments: [
        ...['crowd', '--clients', size, '--injections', injectionsTo(size)],
        ...['--bursts', bursts, '--idle-ms', idle_ms],
      ],
      of: ['mock', ...peers, 'floor'],
      size,
    })),
    ...(rest_ms === 0 ? [] : [heartbeats]),
    { arguments: ['polling', '--clients', pollers, '--duration-ms', duration_ms], of: ['mock', ...peers] },
    { arguments: ['calls', '--duration-ms', duration_ms], of: ['mock', ...peers, 'floor'] },
  ];
}

// The load client that is running. It stops its server at its own end, however it ends. Its 'close' event
// means that both have ended, as they share its stderr.
let running;
let interrupted = false;

function interrupt() {
  interrupted = true;
  running?.kill('SIGTERM');
}

// The figures of one server.
async function measure(measurement, server) {
  if (interrupted) throw new Interruption();
  const args = [...measurement.arguments.map(String), '--', ...servers[server]];
  running = spawn(join(tools, 'bench_load'), args, { cwd: '/' }); // no files there: the mock uses its own
  let output = '';
  let log = '';
  running.stdout.on('data', (text) => (output += text));
  running.stderr.on('data', (text) => (log += text));
  const [code] = await once(running, 'close');
  running = undefined;
  if (interrupted) throw new Interruption();
  if (code !== 0) throw new Error(`${measurement.arguments.join(' ')}, ${server}:\n${log.trim()}`);
  return JSON.parse(output);
}

// Samples by figure and server. Each round measures one server after the other, so that other load affects
// them alike.
async function samplesOf(setting) {
  const samples = {};
  for (let round = 1; round <= setting.rounds; ++round) {
    for (const measurement of plan(setting)) {
      if (measurement.once && round > 1) continue;
      for (const server of measurement.of) {
        const [what, ...options] = measurement.arguments.slice(0, 3);
        process.stderr.write(`round ${round} of ${setting.rounds}: ${server}, ${what} ${options.join(' ')}\n`);
        add(await measure(measurement, server), measurement.size, server, samples);
      }
    }
  }
  requireSameEvents(samples.event_bytes);
  return samples;
}

function add(figures, size, server, samples) {
  for (const [name, value] of Object.entries(figures)) {
    const ofFigure = (samples[keyOf(name, size)] ??= { mock: [], node: [], rust: [], floor: [] });
    ofFigure[server].push(value);
  }
}

// Servers that send different events cannot be compared.
function requireSameEvents(sizes) {
  const different = new Set(Object.values(sizes).flat());
  if (different.size !== 1) throw new Error(`expected events of one size, got ${JSON.stringify(sizes)}`);
}

function machine() {
  const processors = cpus();
  return { processor: processors[0].model, processors: processors.length, node: process.version };
}

async function main() {
  const setting = settings();
  const samples = await samplesOf(setting);
  const figures = figuresOf(setting.sizes)
    .filter(({ key }) => samples[key]) // a quick run has no heartbeats
    .map((figure) => judged(figure, samples[figure.key]));
  const { processor, processors, node } = machine();
  const rounds = setting.rounds === 1 ? '1 round' : `medians of ${setting.rounds} rounds`;
  process.stdout.write(`${rounds}, ${processors} x ${processor}, Node.js ${node}\n\n${table(figures)}`);
  if (!setting.json) return;
  writeFileSync(setting.json, `${JSON.stringify({ machine: machine(), setting, figures }, null, 2)}\n`);
}

function exitCodeOf(error) {
  if (error instanceof Interruption) return 130;
  return error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
main().catch((error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = exitCodeOf(error);
});
