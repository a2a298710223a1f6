// Sandboxes: each has a page of its own, and the header leads from one to the other.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, openConsole, rowsOf } from './harness.mjs';

after(closeBrowser);

const row = (page, text) => rowsOf(page).filter({ hasText: text });

test('two sandboxes: each page shows and changes its own alone', async (t) => {
  const { mock, page, context } = await openConsole(t);
  for (const name of ['w1', 'w2']) await mock.ask('POST', '/sandboxes', { name });
  const pages = {};
  for (const name of ['w1', 'w2']) {
    pages[name] = await context.newPage();
    await pages[name].goto(`${mock.ready.control}/sandboxes/${name}/ui/`);
    await pages[name].getByRole('button', { name: 'Connect a test client' }).click();
    await row(pages[name], 'by websocket').first().waitFor();
  }
  await pages.w1.keyboard.press('2');
  await pages.w1.locator('.recipients').filter({ hasText: /^1 connection would get it: console$/ }).waitFor();
  await pages.w1.locator('#send').click();
  await pages.w1.getByText('Sent as').waitFor();
  await pages.w1.keyboard.press('1');
  await row(pages.w1, 'NewMessage').waitFor();
  await pages.w2.keyboard.press('4');
  await pages.w2.getByRole('button', { name: /^Old proxy/ }).click();
  await pages.w2.getByText('1 fault is active').waitFor();
  assert.equal(await pages.w1.locator('.banner').count(), 0);
  await pages.w2.keyboard.press('1');
  assert.equal(await row(pages.w2, 'NewMessage').count(), 0);
  assert.deepEqual(
    (await mock.ask('GET', '/journal')).entries.filter(({ kind }) => kind === 'emit' || kind === 'connect'),
    [],
  );
  assert.equal(await page.locator('.banner').count(), 0);
});

test('the header makes a sandbox, shows its clients, opens another, and ends one', async (t) => {
  const { mock, page } = await openConsole(t);
  const choose = (label) => page.locator('#sandbox').selectOption({ label });
  await choose('New sandbox');
  await page.waitForURL(/\/sandboxes\/[^/]+\/ui\//);
  const [, name] = /\/sandboxes\/([^/]+)\/ui\//.exec(page.url());
  await page.getByRole('button', { name: 'Connect a test client' }).click();
  await row(page, 'by websocket').first().waitFor();
  await page.locator('#sandbox').focus();
  await page.locator('#sandbox option', { hasText: `${name} · 1 client` }).waitFor({ state: 'attached' });
  await choose('default · 0 clients');
  await page.waitForURL((url) => url.pathname === '/ui/');
  await page.locator('#sandbox option', { hasText: name }).waitFor({ state: 'attached' });
  await page.goto(`${mock.ready.control}/sandboxes/${name}/ui/`);
  await page.locator('.status.live').waitFor();
  await page.locator('#sandbox option', { hasText: `End ${name}` }).waitFor({ state: 'attached' });
  await choose(`End ${name}`);
  await page.waitForURL((url) => url.pathname === '/ui/');
  const { sandboxes } = await mock.ask('GET', '/sandboxes');
  assert.deepEqual(sandboxes.map((one) => one.name), ['default']);
});
