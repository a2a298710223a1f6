// The timeline: its entries, live, and the actions on an entry.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkAccess, closeBrowser, openConsole, rowsOf } from './harness.mjs';

after(closeBrowser);

const row = (page, text) => rowsOf(page).filter({ hasText: text });

test('an empty timeline teaches how to connect, and its test client is seen at once', async (t) => {
  const { mock, page } = await openConsole(t, { path: '' });
  assert.equal(new URL(page.url()).pathname, '/ui/');
  await page.getByText(`ws://127.0.0.1:${mock.socketPort}/socket.io/`).waitFor();
  assert.match(await page.locator('.languages').innerText(), new RegExp(`http://127.0.0.1:${mock.socketPort}`));
  await checkAccess(page);
  await page.getByRole('button', { name: 'Connect a test client' }).click();
  await row(page, 'connected').filter({ hasText: 'console' }).waitFor();
  await mock.inject('NewMessage', { to: { user: 'console' }, patch: { content: 'Seen in ten seconds' } });
  await row(page, '“Seen in ten seconds”').waitFor();
  await checkAccess(page);
});

test('an entry opens: its payload, the contract at each field, its recipients, and its call', async (t) => {
  const { mock, page } = await openConsole(t);
  await mock.connected('alice');
  await mock.ask('PUT', '/faults/lossy', { do: 'drop' });
  await mock.inject('NewMessage', { data: { id: 7, content: 'Broken', stranger: 1 }, contract: 'skip' });
  await row(page, 'Broken').click();
  const details = page.locator('entry-details');
  await details.getByText('It breaks the contract at').waitFor();
  const tree = await details.locator('json-tree').first().innerText();
  assert.match(tree, /id: 7\s*✕ expected string, got 7/);
  assert.match(tree, /sender_id: ✕ it is required, and is not there/);
  assert.match(tree, /stranger: 1\s*✕ the contract has no such field/);
  assert.match(await details.locator('table').innerText(), /alice.*drop by fault lossy/s);
  assert.match(await details.locator('.call').innerText(), /POST \/events\/NewMessage .*"contract":"skip"/);
  await checkAccess(page);

  await mock.ask('DELETE', '/faults');
  await details.getByRole('button', { name: 'Send again' }).click();
  const [again] = await mock.journalled({ kind: 'emit', after: 5 });
  assert.deepEqual(again.data, { id: 7, content: 'Broken', stranger: 1 });
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
});

test('the filter takes the words of the journal, and stands in the address', async (t) => {
  const { mock, page } = await openConsole(t);
  await mock.connected('alice');
  await mock.connected('bob');
  await mock.inject('NewMessage', { to: { user: 'bob' }, patch: { content: 'For Bob alone' } });
  await mock.inject('UpdatedGroup', { to: { user: 'alice' } });
  await row(page, 'UpdatedGroup').waitFor();
  const texts = async (filter, count) => {
    await page.locator('#filter').fill(filter);
    await page.locator('.count').filter({ hasText: `${count} of` }).waitFor();
    return rowsOf(page).allInnerTexts();
  };
  assert.match((await texts('user:bob kind:emit', 1))[0], /For Bob alone/);
  assert.ok((await texts('kind:connect kind:open', 4)).every((text) => /connected|session/.test(text)));
  assert.equal((await texts('user:alice -kind:open', 2)).length, 2);
  assert.match((await texts('"bob alone"', 1))[0], /For Bob/);
  await texts('event:UpdatedGroup', 1);
  await rowsOf(page).first().click();
  const link = page.url();
  assert.match(link, /#timeline\?q=event%3AUpdatedGroup&seq=\d+$/);
  await page.goto('about:blank');
  await page.goto(link);
  await page.locator('entry-details').getByRole('heading', { name: /UpdatedGroup/ }).waitFor();
  assert.equal(await rowsOf(page).count(), 1);
  await mock.inject('NewMessage', { repeat: 100 });
  await page.goto('about:blank');
  await page.goto(`${mock.ready.control}/ui/#timeline?seq=4`);
  await page.locator('[aria-selected=true]').waitFor();
  assert.ok(await page.locator('[aria-selected=true]').evaluate((each) => {
    const [row, list] = [each, each.closest('virtual-list')].map((one) => one.getBoundingClientRect());
    return row.top >= list.top && row.bottom <= list.bottom;
  }));
  await page.goto(`${mock.ready.control}/ui/#timeline?user=bob`);
  await page.locator('.count').filter({ hasText: '103 of' }).waitFor();
  await page.locator('#filter').fill('user:nobody');
  await page.getByText('No entry matches').waitFor();
});

test('paused it counts waiting entries, cleared it shows new ones, and following keeps the end in sight', async (t) => {
  const { mock, page } = await openConsole(t);
  await mock.inject('NewMessage', { patch: { content: 'before' } });
  await row(page, 'before').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await mock.inject('NewMessage', { repeat: 3, patch: { content: 'meanwhile' } });
  await page.getByRole('button', { name: 'Paused · 3 waiting' }).click();
  await row(page, 'meanwhile').nth(2).waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('Nothing has happened since you cleared the view.').waitFor();
  await mock.inject('NewMessage', { repeat: 200, patch: { content: 'after' } });
  await page.locator('.count').filter({ hasText: '200 of 204' }).waitFor();
  const list = page.locator('virtual-list');
  const isAtEnd = () => list.evaluate((each) => each.scrollTop + each.clientHeight >= each.scrollHeight - 2);
  await page.waitForFunction(
    `(() => {
      const list = document.querySelector("virtual-list");
      return list.scrollTop > 0 && list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
    })()`,
  );
  await list.evaluate((each) => each.scrollTo({ top: 0 }));
  await page.locator('[aria-pressed=false]', { hasText: 'Follow' }).waitFor();
  await mock.inject('NewMessage', { patch: { content: 'the last' } });
  await page.locator('.count').filter({ hasText: '201 of' }).waitFor();
  assert.equal(await isAtEnd(), false);
  await page.getByRole('button', { name: 'Follow' }).click();
  await row(page, 'the last').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.locator('.count').filter({ hasText: '205 entries' }).waitFor();
  assert.equal((await mock.ask('GET', '/journal')).entries.length, 205);
});

test('entries from here to there become a scenario that runs', async (t) => {
  const { mock, page } = await openConsole(t);
  await mock.connected('alice', { reconnection: true });
  await mock.inject('NewMessage', { to: { user: 'alice' }, patch: { content: 'one' } });
  await mock.inject('ViewedMessage', { to: { user: 'alice' } });
  await row(page, '“one”').click();
  await row(page, 'ViewedMessage').click({ modifiers: ['Shift'] });
  const details = page.locator('entry-details');
  await details.getByText('2 entries selected').waitFor();
  const scenario = JSON.parse(await details.locator('pre').innerText());
  assert.deepEqual(
    scenario.steps.filter((step) => step.inject).map(({ inject }) => inject.event),
    ['NewMessage', 'ViewedMessage'],
  );
  await mock.ask('PUT', '/scenarios/again', scenario);
  assert.equal((await mock.ask('POST', '/scenarios/again/run', {})).state, 'passed');
});

test('violations are counted in the title and on the icon', async (t) => {
  const { mock, page } = await openConsole(t);
  assert.equal(await page.title(), 'chatmock');
  const socket = await mock.connected('alice');
  socket.io.engine.write('{ this is no packet');
  await mock.journalled({ kind: 'violation' });
  await page.waitForFunction('document.title === "(1) chatmock"');
  assert.match(await page.locator('link[rel=icon]').getAttribute('href'), /^data:image\/svg/);
});

test('a payload that was sent becomes a fixture, and a file', async (t) => {
  const { mock, page } = await openConsole(t);
  const data = { content: 'worth keeping', broken: true };
  await mock.inject('NewMessage', { data, contract: 'skip' });
  await row(page, 'worth keeping').click();
  await page.getByRole('button', { name: 'Save as fixture' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('kept');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download the file' }).click(),
  ]);
  assert.equal(file.suggestedFilename(), 'kept.json');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.deepEqual(await mock.ask('GET', '/events/NewMessage/fixtures/kept'), data);
  await page.goto(`${mock.ready.control}/ui/#send?event=NewMessage&fixture=kept`);
  await page.locator('.gutter .wrong').first().waitFor();
});
