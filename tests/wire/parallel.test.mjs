// Tests in parallel against one mock: eight workers of Playwright in Chromium, a sandbox a test, each with its own held
// clock, faults, rules, scenarios and resets. What a test leaves in its journal is, byte for byte, what the same test
// leaves alone in a fresh mock. PARALLEL_TESTS=200 PARALLEL_ROUNDS=10 plays 200 tests in ten rounds.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { patience_ms, serve, unsignedJwt } from './chatmock.mjs';
import { listening } from './listening.mjs';

const require = createRequire(import.meta.url);
const tests = Number(process.env.PARALLEL_TESTS ?? 16);
const rounds = Number(process.env.PARALLEL_ROUNDS ?? 1);
const workers = 8;
const seed = 7;
const minute_ms = 60_000;

const alice = { to: { user: 'alice' } };

// The app under test. `call` is the control API, and `app` the page.
const stories = {
  async 'a message is shown'({ call, app }) {
    await app.open();
    await call('POST', '/events/NewMessage', { ...alice, patch: { content: 'Hello!' }, await: 'written' });
    await app.shows('message: Hello!');
  },
  async 'a minute passes at once'({ call, app }) {
    await app.open();
    const later = { ...alice, patch: { content: 'A minute later' }, delay_ms: minute_ms };
    await call('POST', '/events/NewMessage', later);
    await call('POST', '/clock/advance', { ms: minute_ms });
    await app.shows('message: A minute later');
  },
  async 'the first message is lost, the second comes twice'({ call, app }) {
    await call('PUT', '/faults/lossy', { do: 'drop', on: { event: 'NewMessage', nth: 1 } });
    await call('PUT', '/faults/twice', { do: 'duplicate', on: { event: 'NewMessage', nth: 2 } });
    await app.open();
    for (const content of ['lost', 'found'])
      await call('POST', '/events/NewMessage', { ...alice, patch: { content }, await: 'written' });
    await app.shows('message: found', 2);
    await app.shows('message: lost', 0);
  },
  async 'a login is refused, and then accepted'({ call, app }) {
    await call('POST', '/auth/rules', { match: {}, times: 1, outcome: { do: 'reject', message: 'Not yet' } });
    await app.load();
    await app.shows('refused: Not yet');
    await app.leaves();
    await app.open();
  },
  async 'a member is added twice'({ call, app }) {
    await app.open();
    await call('POST', '/scenarios/member-added-twice/run', { ...alice, parameters: { settle_ms: 0 } });
    await app.shows('member', 2);
  },
  async 'after a reset all is as at the start'({ call, app }) {
    await call('PUT', '/groups/7', { members: ['alice'] });
    await call('POST', '/clock/advance', { ms: 1000 });
    await app.open();
    await app.leaves();
    await call('POST', '/reset');
    await app.open();
    await call('POST', '/events/NewMessage', { ...alice, patch: { content: 'anew' }, await: 'written' });
    await app.shows('message: anew');
  },
};
const names = Object.keys(stories);

// How the page's client comes into a sandbox; workers take turns. None names the sandbox in a fresh mock. A page cannot
// send a header with a WebSocket.
const ways = {
  token: (name) => ({ token: `${name}:alice` }),
  claim: (name) => ({ token: unsignedJwt({ sub: 'alice', sandbox: name }) }),
  query: (name) => ({ more: { sandbox: name } }),
  path: (name) => ({ path: `/sandbox/${name}/socket.io` }),
  host: (name) => ({ host: `${name}.localhost` }),
  cookie: (name) => ({ cookie: name }),
};

async function servePage(t) {
  const client = join(dirname(require.resolve('socket.io-client/package.json')), 'dist', 'socket.io.min.js');
  const files = {
    '/': ['text/html', readFileSync(new URL('parallel.html', import.meta.url))],
    '/socket.io.js': ['text/javascript', readFileSync(client)],
  };
  const server = createServer(({ url }, response) => {
    const [type, content] = files[url.split('?')[0]] ?? [];
    if (content) response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content);
    else response.writeHead(404).end();
  });
  return `http://localhost:${await listening(t, server)}/`;
}

async function launch(t) {
  const args = ['--no-sandbox', '--disable-quic'];
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  t.after(() => browser.close());
  return browser;
}

// The page in a browser context of its own.
class App {
  constructor({ page, mock, call, address, where }) {
    Object.assign(this, { page, mock, call, address, where });
  }

  async load() {
    const { token = 'alice', more = {}, path, host = 'localhost' } = this.where;
    const query = new URLSearchParams({ jwt_token: token, ...more });
    const parameters = new URLSearchParams({ service: `http://${host}:${this.mock.socketPort}`, query });
    if (path !== undefined) parameters.set('path', path);
    await this.page.goto(`${this.address}?${parameters}`);
  }

  // It is there when its client has settled on a transport.
  async open() {
    await this.load();
    await this.call('POST', '/connections/wait', { match: { user: 'alice' }, timeout_ms: patience_ms });
    await this.shows('connected');
  }

  async leaves() {
    await this.page.goto('about:blank');
    await this.call('POST', '/connections/wait', { match: { user: 'alice' }, count: 0, timeout_ms: patience_ms });
  }

  async shows(text, count = 1) {
    const items = this.page.getByText(text, { exact: true });
    if (count > 0) await items.nth(count - 1).waitFor({ timeout: patience_ms });
    assert.equal(await items.count(), count, text);
  }
}

// Plays one story, and resolves with the canonical journal of the sandbox, or of the whole mock.
async function play(story, { browser, mock, address, sandbox, way }) {
  const where = sandbox === undefined ? {} : ways[way](sandbox);
  const prefix = sandbox === undefined ? '' : `/sandboxes/${sandbox}`;
  const call = (method, path, body) => mock.ask(method, prefix + path, body);
  const context = await browser.newContext();
  try {
    const url = `http://localhost:${mock.socketPort}`;
    if (where.cookie) await context.addCookies([{ name: 'chatmock_sandbox', value: where.cookie, url }]);
    const app = new App({ page: await context.newPage(), mock, call, address, where });
    await stories[story]({ call, app });
    await call('POST', '/journal/verify', { match: { kind: 'violation' }, exactly: 0 });
    const lines = { accept: 'application/jsonl' };
    return (await mock.control('GET', `${prefix}/journal?canonical=true`, undefined, lines)).body;
  } finally {
    await context.close();
  }
}

async function playAlone(t, story, browser, address) {
  const mock = await serve(t, '--clock', 'manual', '--seed', String(seed));
  const journal = await play(story, { browser, mock, address });
  await mock.stop();
  return journal;
}

test(`${tests} tests of ${workers} workers in ${rounds} rounds disturb none of each other`, async (t) => {
  const [address, browser] = [await servePage(t), await launch(t)];
  const alone = {};
  for (const story of names) alone[story] = await playAlone(t, story, browser, address);
  const mock = await serve(t);
  const wayNames = Object.keys(ways);
  for (let round = 1; round <= rounds; ++round) {
    let next = 0;
    const work = async () => {
      for (let i = next++; i < tests; i = next++) {
        const [story, way, sandbox] = [names[i % names.length], wayNames[i % wayNames.length], `r${round}-t${i}`];
        await mock.ask('POST', '/sandboxes', { name: sandbox, seed, clock: 'manual' });
        const journal = await play(story, { browser, mock, address, sandbox, way });
        assert.equal(journal, alone[story], `round ${round}, test ${i}: ${story}, by ${way}`);
        await mock.ask('DELETE', `/sandboxes/${sandbox}`);
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
  }
  assert.equal((await mock.ask('GET', '/sandboxes')).sandboxes.length, 1);
  const { entries } = await mock.ask('GET', '/journal?kind=emit');
  assert.deepEqual(entries, []);
});
