// For everyone: by keyboard alone, with a screen reader's rules, in light and dark, on a narrow screen.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { serve } from '../wire/chatmock.mjs';
import { checkAccess, closeBrowser, next, openConsole, rowsOf } from './harness.mjs';

after(closeBrowser);

const views = ['timeline', 'send', 'connections', 'faults', 'scenarios', 'clock', 'contracts'];
const has = (page, text) => page.getByText(text).first().waitFor();

// A mock that has something to show in each view.
async function busyMock(t) {
  const mock = await serve(t);
  await mock.connected('alice');
  mock.client({ token: 'expired', reconnection: false });
  await mock.journalled({ kind: 'refuse' });
  await mock.ask('PUT', '/faults/lossy', { do: 'drop', on: { nth: 2 } });
  await mock.inject('NewMessage', { repeat: 3 });
  await mock.inject('NewMessage', { mutant: 'missing:/sender_id' });
  await mock.ask('PUT', '/scenarios/fails', {
    steps: [{ name: 'nobody', wait_for: { connection: { user: 'nobody' }, timeout_ms: 10 } }],
  });
  await mock.control('POST', '/scenarios/fails/run', {});
  await mock.ask('PUT', '/clock', { mode: 'manual' });
  return mock;
}

for (const [width, colorScheme] of [[1000, 'light'], [1000, 'dark'], [400, 'light']]) {
  test(`axe finds nothing, and nothing is cut off, at ${width} px in ${colorScheme}`, async (t) => {
    const mock = await busyMock(t);
    const { page } = await openConsole(t, { mock, viewport: { width, height: 800 }, colorScheme });
    for (const view of views) {
      await page.goto(`${mock.ready.control}/ui/#${view}${view === 'scenarios' ? '?name=fails&run=1' : ''}`);
      await page.locator(`${view}-view h1`).waitFor({ state: 'attached' });
      await page.waitForTimeout(300);
      if (view === 'connections') await page.getByRole('button', { name: 'alice' }).click();
      if (view === 'timeline') await rowsOf(page).filter({ hasText: 'broken by' }).click();
      await t.test(view, () => checkAccess(page));
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      assert.ok(overflow <= 0, `${view} is ${overflow} px too wide`);
    }
    for (const key of ['?', 'Control+k']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await t.test(key, () => checkAccess(page));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
}

test('with the keyboard alone: from the first key to an event that was sent again', async (t) => {
  const { mock, page } = await openConsole(t);
  const alice = await mock.connected('alice');
  const { keyboard } = page;
  await keyboard.press('Tab');
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the content');
  await keyboard.press('Enter');

  await keyboard.press('Control+k');
  await keyboard.type('send to alice');
  await page.getByRole('dialog').getByRole('option', { selected: true }).waitFor();
  await keyboard.press('Enter');
  await has(page, 'would get it: alice');
  await Promise.all([next(alice, 'NewMessage'), keyboard.press('Control+Enter')]);
  await has(page, 'Sent as');

  await keyboard.press('1');
  await page.locator('#filter').waitFor();
  await keyboard.press('/');
  await keyboard.type('kind:emit');
  await page.locator('.count').filter({ hasText: '1 of' }).waitFor();
  await keyboard.press('Escape');
  while ((await page.evaluate('document.activeElement.localName')) !== 'virtual-list') await keyboard.press('Tab');
  await keyboard.press('ArrowDown');
  await page.locator('entry-details').waitFor();
  assert.match(
    await page.evaluate(`
      document
        .getElementById(document.activeElement.getAttribute("aria-activedescendant"))
        .getAttribute("aria-label")`),
    /sent NewMessage/,
  );
  const [again] = await Promise.all([next(alice, 'NewMessage'), keyboard.press('s')]);
  assert.equal(again.length, 1);
  await keyboard.press('Enter');
  assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'Close');
  await keyboard.press('Escape');
  await page.locator('entry-details').waitFor({ state: 'detached' });
  await keyboard.press('Space');
  await has(page, 'Paused');
  await keyboard.press('Space');
  await keyboard.press('4');
  await has(page, 'Faults and auth rules');
  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await keyboard.press('Escape');
});

test('the palette finds each kind of thing', async (t) => {
  const { mock, page } = await openConsole(t);
  await mock.connected('alice');
  await mock.ask('PUT', '/faults/lossy', { do: 'drop' });
  await has(page, '1 fault is active');
  const run = async (text) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(text);
    await page.getByRole('dialog').getByRole('option', { selected: true }).waitFor();
    await page.keyboard.press('Enter');
  };
  for (const [text, hash] of [
    ['user alice timeline', '#timeline?q=user%3Aalice'],
    ['fixture emoji', '#send?event=NewMessage&fixture=emoji-and-rtl'],
    ['scenario restart', '#scenarios?name=server-restart'],
    ['contract updated', '#contracts?event=UpdatedGroup'],
    ['view clock', '#clock'],
  ]) {
    await run(text);
    await page.waitForFunction((wanted) => window.location.hash === wanted, hash);
  }
  await run('remove lossy');
  await page.locator('.banner').waitFor({ state: 'detached' });
  await run('hold the clock');
  await has(page, 'Clock held at');
  await run('reset');
  await page.locator('.chip.held').first().waitFor({ state: 'detached' });
});
