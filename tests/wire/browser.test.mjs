// A real browser: a page from another origin, with client versions of its time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { openBrowser } from './browser.mjs';
import { passHeartbeat } from './clients/heartbeat.mjs';
import { serveEveryone } from './clients/versions.mjs';
import { documentedTable } from './documented_table.mjs';
import { listening } from './listening.mjs';

const require = createRequire(import.meta.url);
const packages = ['client-1', 'client-2', 'client-3', 'client-4.0', 'socket.io-client'];
const ways = { polling: 'polling', upgrade: 'polling,websocket' };

// Serves the page, and each version of the client; resolves with the page's address.
async function servePage(test) {
  const files = {
    '/': ['text/html', readFileSync(new URL('page.html', import.meta.url))],
    '/held_timers.js': ['text/javascript', readFileSync(new URL('clients/held_timers.cjs', import.meta.url))],
  };
  for (const name of packages) {
    const directory = dirname(require.resolve(`${name}/package.json`));
    files[`/${name}.js`] = ['text/javascript', readFileSync(join(directory, 'dist', 'socket.io.js'))];
  }
  const server = createServer(({ url }, response) => {
    const [type, content] = files[url.split('?')[0]] ?? [];
    if (content) response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content);
    else response.writeHead(404).end();
  });
  return `http://localhost:${await listening(test, server)}/`;
}

const echo = 'echo: Grüße 👋🏽 0,4,255';

test('Chromium', async (t) => {
  const [address, browser] = await Promise.all([servePage(t), openBrowser(t)]);
  for (const name of packages) {
    const { version } = require(`${name}/package.json`);
    for (const [way, transports] of Object.entries(ways)) {
      await t.test(`${version} over ${way}, from another origin`, async (t) => {
        const mock = await serveEveryone(t);
        const query = new URLSearchParams({ client: name, mock: `http://127.0.0.1:${mock.socketPort}`, transports });
        const page = await browser.openPage(`${address}?${query}`);
        await page.shows('connected');
        await page.shows(echo);
        if (way === 'upgrade') {
          await page.shows('upgraded to websocket');
          await mock.journalled({ kind: 'upgrade' });
        }
        const { connections } = await mock.ask('GET', '/connections');
        assert.deepEqual(connections.map(({ transport }) => transport), [transports.split(',').at(-1)]);

        await mock.inject('NewMessage', { patch: { content: 'schön, dich zu sehen 👋🏽' }, min_recipients: 1 });
        const text = await page.shows('message: schön, dich zu sehen 👋🏽');
        assert.doesNotMatch(text, /error|disconnected/);
      });
    }
  }
});

test('Chromium reports the reasons in the table of disconnects', async (t) => {
  const name = packages.at(-1);
  const { version } = require(`${name}/package.json`);
  const [address, browser] = await Promise.all([servePage(t), openBrowser(t)]);
  for (const { as, transport, [version]: reports } of documentedTable('EDGE_CASES.md', 'disconnects')) {
    await t.test(`${as} over ${transport}`, async (t) => {
      const mock = await serveEveryone(t, {}, '--clock', 'manual');
      const query = { client: name, mock: `http://127.0.0.1:${mock.socketPort}`, transports: transport };
      const page = await browser.openPage(`${address}?${new URLSearchParams(query)}`);
      await page.shows('connected');
      await page.shows(echo); // otherwise its POST may arrive after the end, and fail
      await mock.ask('POST', '/connections/disconnect', { to: { all: true }, as });
      if (reports.endsWith('ping timeout')) await passHeartbeat(mock, (ms) => page.advance(ms));
      const [, reason] = (await page.shows('disconnected: ')).match(/^disconnected: (.*)$/m);
      assert.equal(reason, reports);
    });
  }
});
