// The console in Chromium with its own mock: opened for one test, and checked against the rules for every page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { next, patience_ms, serve } from '../wire/chatmock.mjs';

export { next };

const require = createRequire(import.meta.url);
const axe = require.resolve('axe-core/axe.min.js');
const executablePath = process.env.CHATMOCK_CHROMIUM ?? '/usr/bin/chromium';

// The browser's log message for a refused call, which the page itself must show.
const refusals = [
  /the server responded with a status of 4\d\d/,
  /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET)/,
  /WebSocket connection to/,
];

let browser;

export async function openBrowser() {
  browser ??= await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

// A mock, and a page that shows its console. `options` are Playwright's for the context, `hash` is a view, `flags` are
// the mock's.
export async function openConsole(
  test,
  { flags = [], hash = '', path = 'ui/', waits = '.status.live', mock, ...options } = {},
) {
  mock ??= await serve(test, ...flags);
  const context = await (await openBrowser()).newContext({ viewport: { width: 1200, height: 800 }, ...options });
  context.setDefaultTimeout(patience_ms);
  const page = await context.newPage();
  const complaints = watch(page, mock);
  test.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  await page.goto(`${mock.ready.control}/${path}${hash}`);
  await page.locator(waits).waitFor();
  return { mock, page, context };
}

// Mistakes of the page, and requests to another place than the mock.
function watch(page, mock) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('console', (message) => {
    const isRefusal = refusals.some((refusal) => refusal.test(message.text()));
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  const own = [mock.ready.control, `ws://127.0.0.1:${mock.socketPort}`, 'data:', 'blob:'];
  const look = (url) => own.some((start) => url.startsWith(start)) || complaints.push(`a request to ${url}`);
  page.on('request', (request) => look(request.url()));
  page.on('websocket', (socket) => look(socket.url()));
  return complaints;
}

export async function checkAccess(page) {
  // A script of its own, past the page's policy: as an extension of the browser would.
  await page.evaluate(readFileSync(axe, 'utf8'));
  const { violations } = await page.evaluate('axe.run({ resultTypes: ["violations"] })');
  assert.deepEqual(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`,
    ),
    [],
  );
}

// The rows of the timeline that are in sight, as their text.
export const rowsOf = (page) => page.locator('virtual-list .row');

// The text that the page copies after a click. The page copies asynchronously, over the earlier text.
export async function copiedBy(page, button) {
  await page.evaluate('window["navigator"].clipboard.writeText("")');
  await button.click();
  await page.waitForFunction('window["navigator"].clipboard.readText()', undefined, { timeout: patience_ms });
  return page.evaluate('window["navigator"].clipboard.readText()');
}
