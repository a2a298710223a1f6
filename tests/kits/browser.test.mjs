// The kit for JavaScript in a page: its core needs nothing of Node.js, and no bundler.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from '../wire/chatmock.mjs';
import { openBrowser } from '../wire/browser.mjs';
import { listening } from '../wire/listening.mjs';
import { javascriptProject } from './project.mjs';

const patience_ms = 60_000;

const page = (url) => `<!doctype html>
  <link rel="icon" href="data:,">
  <script type="module">
    import { Chatmock } from "/index.js";
    const chat = await Chatmock.connect({ url: ${JSON.stringify(url)} });
    const sent = await chat.everyone.receives("NewMessage", { content: "Grüße" }, { minRecipients: 0 });
    const following = chat.journal.follow({ kind: "emit", after: 0 });
    const { value: entry } = await following.next();
    await following.return();
    const failed = await chat.user("alice").connected({ timeout: 0 }).catch((error) => error);
    const token = chat.user("Zoë").jwt().split(".").length;
    const lines = [chat.socket.url, sent.event, entry.data.content, failed.code, token];
    document.body.innerText = lines.join("\\n") + "\\ndone";
  </script>`;

test('a page uses the package as it is', { timeout: patience_ms }, async (t) => {
  const files = join(await javascriptProject(t), 'node_modules/chatmock/dist');
  let html = '';
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.setHeader('content-type', isPage ? 'text/html; charset=utf-8' : 'text/javascript');
    response.end(isPage ? html : readFileSync(join(files, request.url)));
  });
  const origin = `http://127.0.0.1:${await listening(t, server)}`;
  const mock = await serve(t, '--control-cors', origin);
  html = page(mock.ready.control);
  const browser = await openBrowser(t);
  const shown = await (await browser.openPage(`${origin}/`)).shows('done');
  const socket = `http://127.0.0.1:${mock.socketPort}`;
  assert.deepEqual(shown.split('\n'), [socket, 'NewMessage', 'Grüße', 'timed_out', '3', 'done']);
});
