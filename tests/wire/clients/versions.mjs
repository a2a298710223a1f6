// The real clients of five generations as published, behind one interface.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, next, patience_ms, repository, serve } from '../chatmock.mjs';

const require = createRequire(import.meta.url);
const packages = ['client-1', 'client-2', 'client-3', 'client-4.0', 'socket.io-client'];
const ways = { polling: ['polling'], websocket: ['websocket'], upgrade: ['polling', 'websocket'] };

// Each version over each transport, as `{ name, version, engineio, transport, upgrades, connect }`.
export const combinations = packages.flatMap((name) => {
  const { version } = require(`${name}/package.json`);
  const engineio = Number(version[0]) < 3 ? 3 : 4;
  return Object.entries(ways).map(([way, transports]) => ({
    name: `${version} over ${way}`,
    version,
    engineio,
    transport: transports.at(-1),
    upgrades: way === 'upgrade',
    // A client that connects, until the test ends; options are socket.io-client's.
    connect(test, mock, token, options = {}) {
      const socket = require(name)(`http://${mock.socketHost ?? '127.0.0.1'}:${mock.socketPort}`, {
        forceNew: true,
        reconnectionDelay: 10,
        reconnectionDelayMax: 50,
        transports,
        query: token === undefined ? {} : { jwt_token: token },
        ...options,
      });
      test.after(() => socket.disconnect());
      return socket;
    },
  }));
});

const profile = (name) => JSON.parse(readFileSync(join(repository, 'fixtures', 'profiles', `${name}.json`), 'utf8'));

// A mock that refuses as the profile `default` does, reacts as `conformance` does, and decodes the polls of
// first-generation clients.
export function serveEveryone(test, protocol = {}, ...args) {
  const { auth, groups, protocol: timings } = profile('default');
  const everyone = {
    ...profile('conformance'),
    auth,
    groups,
    user_from_token: true, // users have long names
    protocol: { ...timings, repair_double_utf8: true, ...protocol },
  };
  const fixtures = copyOf(test, 'fixtures', { 'profiles/everyone.json': everyone });
  return serve(test, '--fixtures', fixtures, '--profile', 'everyone', ...args);
}

// A client that has joined, on its final transport.
export async function connected(test, mock, combination, token, options) {
  const client = combination.connect(test, mock, token, options);
  await next(client, 'connect');
  await onFinalTransport(client, combination);
  return client;
}

export async function onFinalTransport({ io: { engine } }, { transport }) {
  if (engine.transport.name !== transport) await next(engine, 'upgrade');
}

// Like `next`, for clients that also emit `error` before.
export function eventually(client, event) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no "${event}" within ${patience_ms} ms`)), patience_ms);
    client.once(event, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}

// Keeps its transport open, but sends no heartbeats, and does not detect missing ones.
export function fallSilent({ io: { engine } }) {
  engine.transport.send = () => {};
  engine.off('heartbeat');
  clearTimeout(engine.pingIntervalTimer);
  clearTimeout(engine.pingTimeoutTimer);
}

// The refusal as the client receives it: `{ message }` or, before version 3, only the text.
export async function refusal(client, { engineio }) {
  const [error] = await next(client, engineio === 3 ? 'error' : 'connect_error');
  return error.message ?? error;
}
