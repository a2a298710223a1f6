// Starts chatmock on free ports for one test, and uses it as a test author would: the real Socket.IO client
// on one port, JSON over HTTP on the other.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { checkExchange } from './openapi.mjs';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const binary = process.env.CHATMOCK_BINARY ?? join(repository, 'build', 'chatmock');
export const events = ['NewMessage', 'NewMember', 'DeleteMember', 'ViewedMessage', 'UpdatedGroup'];

// The limit of a test's waits. It costs nothing unless a test fails, and a busy machine needs it.
export const patience_ms = 30_000;
// The limit for results that need no wait, even on a busy machine.
export const soon_ms = 5000;

// Resolves with the arguments of the emitter's next such event.
export async function next(emitter, event) {
  try {
    return await once(emitter, event, { signal: AbortSignal.timeout(patience_ms) });
  } catch (error) {
    throw error.name === 'AbortError' ? new Error(`no "${event}" within ${patience_ms} ms`) : error;
  }
}

// Resolves with the payloads of the emitter's next `count` such events.
export function collect(emitter, event, count) {
  return new Promise((resolve, reject) => {
    const payloads = [];
    const timer = setTimeout(() => {
      reject(new Error(`${payloads.length} of ${count} "${event}" within ${patience_ms} ms`));
    }, patience_ms);
    emitter.on(event, function take(payload) {
      payloads.push(payload);
      if (payloads.length < count) return;
      emitter.off(event, take);
      clearTimeout(timer);
      resolve(payloads);
    });
  });
}

export async function fixture(event, name = 'default') {
  return JSON.parse(await readFile(join(repository, 'fixtures', 'events', event, `${name}.json`), 'utf8'));
}

// An unsigned JWT with any text as its signature: no profile checks one.
export function unsignedJwt(claims, signature = '') {
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.${signature}`;
}

function temporaryDirectory(test) {
  const directory = mkdtempSync(join(tmpdir(), 'chatmock-'));
  test.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

// A file with that content, removed after the test.
export function fileOf(test, content) {
  const path = join(temporaryDirectory(test), 'file');
  writeFileSync(path, content);
  return path;
}

// A copy of the project's `fixtures` or `contracts` for the test to change, removed after it.
export function copyOf(test, directory, changes) {
  const copy = temporaryDirectory(test);
  cpSync(join(repository, directory), copy, { recursive: true });
  for (const [path, content] of Object.entries(changes)) {
    writeFileSync(join(copy, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return copy;
}

// Starts chatmock. An object among the arguments contains variables of its environment.
export function start(args, options = {}, program = binary) {
  const flags = args.filter((arg) => typeof arg === 'string');
  const env = Object.assign({ ...process.env }, ...args.filter((arg) => typeof arg === 'object'));
  return spawn(program, flags, { cwd: repository, env, ...options });
}

// Runs chatmock until it ends by itself.
export async function run(...args) {
  const child = start(args, { timeout: 10 * patience_ms });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

// Runs `chatmock serve` until the test ends. The test fails if the server does not stop cleanly.
export const serve = (test, ...args) => serveIn(test, repository, ...args);

// The same in another working directory.
export async function serveIn(test, cwd, ...args) {
  const ports = ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'];
  const child = start(['serve', ...ports, ...args], { cwd });
  let log = '';
  child.stderr.on('data', (text) => (log += text));
  const exited = once(child, 'close');
  const failed = exited.then(([code]) => {
    throw new Error(`chatmock exited with ${code} before it was ready:\n${log}`);
  });

  const [line] = await Promise.race([next(createInterface({ input: child.stdout }), 'line'), failed]);
  failed.catch(() => {});
  const mock = new Chatmock(JSON.parse(line), async () => {
    const hung = setTimeout(() => child.kill('SIGKILL'), patience_ms);
    child.kill('SIGTERM');
    const [code, signal] = await exited;
    clearTimeout(hung);
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, log);
  });
  mock.pid = child.pid;
  test.after(() => mock.stop());
  return mock;
}

export class Chatmock {
  #sockets = [];

  // `terminate` ends the server as a container engine would, and expects exit code 0.
  constructor(ready, terminate) {
    this.ready = ready;
    this.terminate = terminate;
    this.socketPort = Number(new URL(ready.socket).port);
    this.controlPort = Number(new URL(ready.control).port);
  }

  stop() {
    for (const socket of this.#sockets) socket.disconnect();
    return this.terminate();
  }

  // A new client that connects; options are socket.io-client's, and `token`.
  client({ token, ...options } = {}) {
    const socket = io(`http://127.0.0.1:${this.socketPort}`, {
      forceNew: true,
      reconnectionDelay: 10,
      transports: ['websocket'],
      query: token === undefined ? {} : { jwt_token: token },
      ...options,
    });
    this.#sockets.push(socket);
    return socket;
  }

  // A client that has joined.
  async connected(token, options = {}) {
    const socket = this.client({ token, ...options });
    await next(socket, 'connect');
    return socket;
  }

  // The answer to a control call: its status and body, parsed if it is JSON. A body that is not a plain
  // object is sent as it is. Call and answer must follow the contract. Each call has its own connection: an
  // idle one may be closed at the moment of the next call.
  async control(method, path, body, headers = {}) {
    const sent = body?.constructor === Object ? JSON.stringify(body) : body;
    const response = await fetch(`${this.ready.control}${path}`, {
      method,
      headers: {
        connection: 'close',
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: sent,
      signal: AbortSignal.timeout(2 * patience_ms),
    });
    const text = await response.text();
    const { status } = response;
    const type = response.headers.get('content-type');
    checkExchange({ method, target: path, body: sent, status, type, text });
    const isJson = /^application\/json\b/.test(type) && method !== 'HEAD';
    return { status, body: isJson ? JSON.parse(text) : text };
  }

  // The body of the answer to a control call, which must succeed.
  async ask(method, path, body) {
    const answer = await this.control(method, path, body);
    assert.equal(Math.floor(answer.status / 100), 2, `${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.body;
  }

  inject(event, request = {}) {
    return this.ask('POST', `/events/${event}`, request);
  }

  // Resolves with the journal's matching entries, once there are enough.
  async journalled(match, count = 1) {
    return (await this.ask('POST', '/journal/wait', { match, count, timeout_ms: patience_ms })).entries;
  }

  // The `after` of a match for the entries that the journal still has.
  async lastDropped() {
    const { entries } = await this.ask('GET', '/journal');
    return entries[0].seq - 1;
  }
}
