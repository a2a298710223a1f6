// Takes pictures of the console with example data: for the README, and for developers of the page.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve } from '../wire/chatmock.mjs';
import { closeBrowser, openConsole, rowsOf } from './harness.mjs';

const folder = process.env.CHATMOCK_PICTURES ?? 'build/console-pictures';
const readme_size = { width: 1120, height: 540 };

const press = (page, name) => page.getByRole('button', { name }).first().click();

// A morning in a chat, with something that goes wrong.
async function morning(t) {
  const mock = await serve(t);
  mock.client({ token: 'expired-token', reconnection: false });
  await mock.journalled({ kind: 'close' });
  const alice = await mock.connected('alice');
  for (const user of ['bob', 'carol']) await mock.connected(user);
  alice.emit('typing', { group_id: 7 });
  await mock.journalled({ kind: 'receive' });
  await mock.inject('NewMessage', { to: { group: 7 }, patch: { content: 'Lunch at noon?' } });
  await mock.inject('NewMessage', { to: { user: 'alice' }, patch: { content: 'I am in. The usual place?' } });
  await mock.ask('PUT', '/faults/lossy', { do: 'drop', on: { to: { user: 'bob' } } });
  await mock.inject('UpdatedGroup', { to: { all: true } });
  await mock.inject('NewMessage', { to: { user: 'carol' }, mutant: 'missing:/sender_id' });
  await mock.ask('POST', '/connections/disconnect', { to: { user: 'carol' }, as: 'transport_close' });
  await mock.journalled({ kind: 'connect', user: 'carol' }, 2);
  return mock;
}

const steps = [
  { name: 'the app is there', wait_for: { connection: {} } },
  { name: 'a message arrives', inject: { event: 'NewMessage', await: 'written' } },
  {
    name: 'the app says that it has seen it',
    wait_for: { entry: { kind: 'receive', event: 'seen' }, timeout_ms: 300 },
  },
  { name: 'the app stays', expect: { entry: { kind: 'disconnect' }, exactly: 0 } },
];

const pictures = {
  timeline: [
    '#timeline?q=-kind:open+-kind:control',
    (page) => rowsOf(page).filter({ hasText: 'broken by' }).waitFor(),
    { viewport: readme_size },
  ],
  details: ['#timeline', (page) => rowsOf(page).filter({ hasText: 'broken by' }).click()],
  send: [
    '#send?user=alice',
    async (page) => {
      const area = page.getByRole('textbox', { name: 'Payload' });
      await area.fill((await area.inputValue()).replace('"group_id": 0,\n', '"group_id": "seven",\n'));
      await page.getByText('got "seven"').waitFor();
    },
  ],
  sent: ['#send?user=alice', (page) => press(page, /^Send Ctrl/)],
  connections: ['#connections', (page) => press(page, 'alice')],
  faults: ['#faults', (page) => press(page, /^Flaky/)],
  scenario: [
    '#scenarios?name=answers',
    async (page) => {
      await press(page, 'Run');
      await page.getByText('✕ failed').first().waitFor();
    },
  ],
  clock: [
    '#clock',
    async (page) => {
      await press(page, 'Hold the clock');
      await press(page, /^To the next timer/);
      await page.getByText('1 fired').waitFor();
    },
  ],
  contracts: ['#contracts?event=NewMessage'],
  dark: ['#timeline', (page) => rowsOf(page).filter({ hasText: 'Lunch' }).click(), { colorScheme: 'dark' }],
  narrow: [
    '#timeline',
    (page) => rowsOf(page).filter({ hasText: 'Lunch' }).click(),
    { viewport: { width: 400, height: 800 } },
  ],
  palette: [
    '#timeline',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('send');
    },
  ],
};

mkdirSync(folder, { recursive: true });
test.after(closeBrowser);

test('empty', async (t) => {
  const { page } = await openConsole(t);
  await page.screenshot({ path: join(folder, 'empty.png') });
});

for (const [name, [hash, arrange = () => {}, options = {}]] of Object.entries(pictures)) {
  test(name, async (t) => {
    const mock = await morning(t);
    await mock.ask('PUT', '/scenarios/answers', {
      description: 'A message arrives, and the app says that it has seen it.',
      steps,
    });
    const { page } = await openConsole(t, { mock, hash, ...options });
    await page.waitForTimeout(500);
    await arrange(page);
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  });
}
