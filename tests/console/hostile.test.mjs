// The page shows any name and payload as text, in each view, and continues.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { serve, unsignedJwt } from '../wire/chatmock.mjs';
import { closeBrowser, openConsole, rowsOf } from './harness.mjs';

after(closeBrowser);

const markup = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';
const backwards = '\u202egnirts \u2066\u200f\u202b"},{';
const long = 'ab'.repeat(50_000);
const texts = {
  markup,
  backwards,
  long,
  control: '\u0000\u001b[31m\u0007\n\t',
  surrogate: '\ud83d half',
  proto: '__proto__',
  template: '${now} {{7*7}} %s',
};
const views = ['send', 'connections', 'faults', 'scenarios', 'clock', 'contracts', 'timeline'];

// Counts elements that exist only if a text has become markup.
const markup_only =
  'img:not([src="icon.svg"]), script:not([src="main.js"]), iframe, object, embed, [onerror], [onclick], [onload]';
const strangers = `document.querySelectorAll('${markup_only}').length`;

async function checkPage(page, what) {
  assert.equal(await page.evaluate(strangers), 0, what);
  assert.match(await page.title(), /chatmock$/, what);
  const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  assert.ok(width <= 0, `${what}: ${width} px too wide`);
}

// A change shows in the next frame.
const drawn = (page) =>
  page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');

test('hostile names, payloads, errors and files are text in every view', async (t) => {
  const mock = await serve(t);
  const profile = { match: { token: markup.slice(0, 60) }, outcome: { do: 'reject', message: markup } };
  await mock.ask('POST', '/auth/rules', profile);
  const scenario = {
    description: markup,
    parameters: { count: markup },
    steps: [{ name: backwards, wait_for: { connection: { user: markup }, timeout_ms: 1 } }],
  };
  await mock.ask('PUT', '/scenarios/hostile', scenario);
  await mock.control('POST', '/scenarios/hostile/run', {});
  const users = Object.entries(texts).filter(([name]) => name !== 'surrogate').map(([, text]) => text.slice(0, 2000));
  for (const sub of users) await mock.connected(unsignedJwt({ sub, role: markup, nested: { [markup]: backwards } }));
  await mock.ask('PUT', '/groups/7', { members: users });
  for (const [name, text] of Object.entries(texts)) {
    await mock.ask('POST', '/events/NewMessage', {
      data: { content: text, [text.slice(0, 1000)]: [text], name },
      contract: 'skip',
    });
  }
  const socket = await mock.connected('alice');
  socket.emit(markup, backwards, { [markup]: long });
  socket.emit('long', long);
  await mock.journalled({ kind: 'receive' }, 2);

  const { page } = await openConsole(t, { mock, viewport: { width: 1000, height: 700 } });
  for (const view of views) {
    await page.goto(`${mock.ready.control}/ui/#${view}${view === 'scenarios' ? '?name=hostile&run=1' : ''}`);
    await page.locator(`${view}-view h1`).waitFor({ state: 'attached' });
    await page.waitForTimeout(300);
    if (view === 'connections') for (const twist of await page.locator('tbody th .twist').all()) await twist.click();
    await checkPage(page, view);
  }
  await page.locator('#filter').fill('kind:emit kind:receive kind:connect');
  await page.locator('.count').filter({ hasText: 'of' }).waitFor();
  await page.locator('virtual-list').focus();
  await page.keyboard.press('Home');
  for (let count = await rowsOf(page).count(), i = 0; i < count; ++i) {
    await page.keyboard.press('ArrowDown');
    await page.locator('entry-details aside').waitFor();
    await drawn(page);
    await page.evaluate('document.querySelectorAll("entry-details details").forEach((each) => (each.open = true))');
    await checkPage(page, `entry ${i}`);
    await page.locator('virtual-list').focus();
  }
  await page.locator('#filter').fill(`"${backwards}"`);
  await checkPage(page, 'filter');
  await page.goto(
    `${mock.ready.control}/ui/#timeline?q=${encodeURIComponent(markup)}&seq=${encodeURIComponent(markup)}`,
  );
  await checkPage(page, 'address');
  const text = encodeURIComponent(markup);
  await page.goto(`${mock.ready.control}/ui/#send?event=${text}&fixture=..%2f..%2freset&user=${text}`);
  await page.waitForTimeout(300);
  await checkPage(page, 'address of send');
});

test('a payload of 100 kB is edited and sent as it is', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#send?event=NewMessage' });
  const area = page.getByRole('textbox', { name: 'Payload' });
  await page.locator('.call', { hasText: 'NewMessage' }).waitFor();
  await area.fill(JSON.stringify({ content: long, markup, backwards }, null, 2));
  await page.getByLabel('Send it even if').check();
  await page.locator('#send').click();
  const [entry] = await mock.journalled({ kind: 'emit' });
  assert.deepEqual(entry.data, { content: long, markup, backwards });
  await checkPage(page, 'sent');
});
