// Each view and each of its actions, against what the mock then says.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, next, openConsole, rowsOf } from './harness.mjs';

after(closeBrowser);

const has = (page, text) => page.getByText(text).first().waitFor();
const press = (page, name) => page.getByRole('button', { name }).first().click();

test('send: mistakes stand at their line, the recipients are known before, their states after', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#send?event=NewMessage' });
  const alice = await mock.connected('alice');
  await mock.connected('bob');
  await has(page, '2 connections');
  await page
    .locator('.recipients')
    .filter({ hasText: /^2 connections would get it: (alice, bob|bob, alice)$/ })
    .waitFor();

  const area = page.getByRole('textbox', { name: 'Payload' });
  const text = await area.inputValue();
  await area.fill(text.replace('"group_id": 0,\n', '"group_id": "seven",\n'));
  await has(page, 'expected integer or null, got "seven"');
  assert.equal(await page.locator('.gutter .wrong').innerText(), '7');
  await press(page, 'Line 7');
  assert.equal(
    await area.evaluate((each) => each.value.slice(each.selectionStart, each.selectionEnd)),
    '  "group_id": "seven",',
  );
  await page.locator('#send').click();
  await has(page, 'Not sent (422)');
  await area.fill('{"id": ');
  await has(page, 'The payload is not JSON');
  assert.ok(await page.locator('#send').isDisabled());

  await area.fill(text.replace('"content": "string"', '"content": "typed"'));
  await page.getByRole('radio', { name: 'User' }).check();
  await page.locator('#target-text').fill('alice');
  await has(page, '1 connection');
  await page.getByLabel('Times').fill('2');
  await page.getByLabel('Answer when').selectOption('written');
  const [message] = await Promise.all([next(alice, 'NewMessage'), area.press('Control+Enter')]);
  assert.equal(message[0].content, 'typed');
  await page.locator('.result tbody tr', { hasText: 'written' }).waitFor();
  const calls = await mock.journalled({ kind: 'emit', event: 'NewMessage' }, 2);
  assert.ok(calls.every(({ recipients }) => recipients.length === 1 && recipients[0].user === 'alice'));
  assert.match(
    await page.locator('.call').innerText(),
    /"patch":\{"content":"typed"\},"to":\{"user":"alice"\},"repeat":2,"await":"written"/,
  );
});

test('send: each target, a delay, an acknowledgement, and a payload that breaks its contract on purpose', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#send?event=ViewedMessage' });
  await mock.ask('PUT', '/groups/77', { members: ['alice'] });
  const alice = await mock.connected('alice');
  alice.on('ViewedMessage', (_, acknowledge) => acknowledge?.('seen by alice'));
  await mock.connected('bob');
  const to = async (kind, text, shown) => {
    await page.getByRole('radio', { name: kind, exact: true }).check();
    await page.locator('#target-text').fill(text);
    await page.locator('.recipients').filter({ hasText: shown }).waitFor();
  };
  await to('Group', '77', /^1 connection would get it: alice$/);
  await to('Claims', '{"role": "nobody"}', 'No connected client');
  await to('Claims', '{"role"', 'Choose the recipients');
  await to('Connection', alice.id, /^1 connection would get it: alice$/);
  await page.getByLabel('Answer when').selectOption('acked');
  await page.locator('#send').click();
  await has(page, '"seen by alice"');
  await page.getByLabel('Answer when').selectOption('queued');
  await page.getByLabel('After (ms)').fill('60000');
  await page.locator('#send').click();
  await has(page, 'It goes at');
  await page.getByLabel('After (ms)').fill('0');
  await page.getByRole('textbox', { name: 'Payload' }).fill('{"broken": true}');
  await page.getByLabel('Send it even if').check();
  const [[broken]] = await Promise.all([next(alice, 'ViewedMessage'), page.locator('#send').click()]);
  assert.deepEqual(broken, { broken: true });
});

test('send: a mutant by a click, all with their progress, and a variant', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#send?event=DeleteMember' });
  await press(page, 'missing:/group_id');
  const [entry] = await mock.journalled({ kind: 'emit' });
  assert.equal(entry.mutant, 'missing:/group_id');
  const { mutants } = await mock.ask('GET', '/events/DeleteMember/mutants');
  await press(page, `Send all ${mutants.length}`);
  await has(page, `${mutants.length} of ${mutants.length} were sent`);
  const sent = await mock.journalled({ kind: 'emit', after: entry.seq }, mutants.length);
  assert.deepEqual(sent.map(({ mutant }) => mutant), mutants.map(({ name }) => name));
  const { variants } = await mock.ask('GET', '/events/DeleteMember/variants');
  await press(page, variants[0].name);
  const [edge] = await mock.journalled({ kind: 'emit', after: sent.at(-1).seq });
  assert.equal(edge.variant, variants[0].name);
});

test('connections: the list, and the ways to disconnect or refuse each', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#connections' });
  const alice = await mock.connected('alice');
  await press(page, 'alice');
  for (const reason of ['transport close', 'parse error', 'io server disconnect']) {
    const [[seen]] = await Promise.all([
      next(alice, 'disconnect'),
      page.locator('.actions button', { hasText: reason }).first().click(),
    ]);
    assert.equal(seen, reason);
    if (reason === 'io server disconnect') break;
    if (!alice.connected) await next(alice, 'connect');
    await mock.ask('POST', '/connections/wait', { match: { user: 'alice' }, timeout_ms: 30_000 });
    await page.locator('tr', { hasText: alice.id }).getByRole('button', { expanded: false }).click();
  }
  alice.connect();
  await next(alice, 'connect');
  await page.locator('tr', { hasText: alice.id }).getByRole('button').first().click();
  await press(page, 'with HTTP 401');
  await has(page, 'The next CONNECT of alice');
  const { rules } = await mock.ask('GET', '/auth');
  const { match, times, outcome } = rules[0];
  assert.deepEqual(
    { match, times, outcome },
    { match: { token: 'alice' }, times: 1, outcome: { do: 'reject', via: 'http', status: 401 } },
  );
  await page.getByRole('link', { name: 'Send to alice' }).click();
  await has(page, 'Send an event');
  assert.equal(await page.locator('#target-text').inputValue(), 'alice');
});

test('connections: the last ping, and the packets that wait for the next poll', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#connections' });
  await mock.ask('PUT', '/clock', { mode: 'manual' });
  await mock.connected('alice');
  const base = `http://127.0.0.1:${mock.socketPort}/socket.io/?EIO=4&transport=polling`;
  const opened = await (await fetch(`${base}&jwt_token=polls`)).text();
  const session = `${base}&sid=${JSON.parse(opened.slice(1)).sid}`;
  await fetch(session, { method: 'POST', body: '40' });
  const rowOf = (user) => page.locator('tbody tr', { hasText: user });
  await rowOf('polls').getByRole('cell', { name: /^[1-9]$/ }).waitFor(); // the answer to its CONNECT
  await rowOf('alice').getByRole('cell', { name: 'none yet' }).waitFor();
  await mock.ask('POST', '/clock/advance', { ms: 25_000, to: { user: 'alice' } });
  await rowOf('alice').getByRole('cell', { name: 'none yet' }).waitFor({ state: 'detached' });
});

test('connections: the test client is a client', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#connections' });
  await press(page, 'Connect a test client');
  await has(page, 'Connected as');
  await mock.ask('POST', '/events/NewMessage', {
    to: { user: 'console' },
    patch: { content: 'to the page' },
    await: 'acked',
  });
  await has(page, 'to the page');
  await press(page, 'Let it send');
  await mock.journalled({ kind: 'receive', user: 'console', event: 'typing' });
  await mock.ask('POST', '/connections/disconnect', { to: { user: 'console' }, as: 'server_disconnect' });
  await has(page, 'It left: io server disconnect');
  await mock.ask('POST', '/auth/rules', { match: {}, outcome: { do: 'reject', message: 'Not today' } });
  await press(page, 'Connect a test client');
  await has(page, 'It left: Not today');
});

test('faults: presets, one from the form, their strikes, the banner everywhere', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#faults' });
  await mock.connected('alice');
  await press(page, /^Flaky mobile network/);
  await has(page, '2 faults are active');
  const form = page.getByRole('region', { name: 'Add a fault' });
  await form.getByLabel('Name').fill('every-second');
  await form.getByLabel('Effect').selectOption('duplicate');
  await form.getByLabel('Copies').fill('3');
  await form.getByLabel('To which event').selectOption('NewMessage');
  await form.getByLabel('For which user').fill('alice');
  await form.getByLabel('When').selectOption('every');
  await form.getByLabel('n', { exact: true }).fill('2');
  await form.getByLabel('Ends after').fill('600000');
  await form.getByRole('button', { name: 'Add the fault' }).click();
  await has(page, '3 faults are active');
  const { name, do: does, on, copies, ttl_ms: ttl } = await mock.ask('GET', '/faults/every-second');
  assert.deepEqual(
    { name, does, on, copies, ttl },
    {
      name: 'every-second',
      does: 'duplicate',
      on: { event: 'NewMessage', to: { user: 'alice' }, every: 2 },
      copies: 3,
      ttl: 600_000,
    },
  );
  await mock.inject('NewMessage', { to: { user: 'alice' }, repeat: 4 });
  await page.locator('tr', { hasText: 'every-second' }).getByText('2 of 4').waitFor();
  await press(page, 'Remove every-second');
  await has(page, '2 faults are active');
  await page.keyboard.press('6');
  await has(page, '2 faults are active');
  await press(page, 'Clear all faults');
  await page.locator('.banner').waitFor({ state: 'detached' });
  assert.deepEqual((await mock.ask('GET', '/faults')).faults, []);
});

test('auth rules: one in front, its uses, and one less', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#faults' });
  await press(page, /^Refuse the next one/);
  const rules = page.getByRole('region', { name: 'Auth rules' });
  await rules.locator('tbody tr').nth(5).waitFor();
  const refused = mock.client({ token: 'alice', reconnection: false });
  await next(refused, 'connect_error');
  await rules.locator('tr', { hasText: 'used up' }).waitFor();
  await press(page, 'Remove rule 1');
  await rules.locator('tr', { hasText: 'used up' }).waitFor({ state: 'detached' });
  assert.equal((await mock.ask('GET', '/auth')).rules.length, 5);
});

test('scenarios: run with parameters, followed to its end, failing at a step with a reason, stopped', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#scenarios?name=burst-of-500-messages' });
  await mock.connected('alice');
  await page.getByLabel('count').fill('7');
  await page.getByLabel('settle_ms').fill('10');
  await press(page, 'Run');
  await has(page, 'Run 1: ✓ passed');
  assert.equal(await page.locator('.steps > .done').count(), 6);
  assert.equal((await mock.journalled({ kind: 'emit' }, 7)).length, 7);

  const steps = [
    { name: 'there', wait_for: { connection: {} } },
    { name: 'all at once', repeat: { times: 2, steps: [{ inject: { event: 'NewMessage' } }] } },
    { name: 'the answer', wait_for: { entry: { kind: 'receive', event: 'seen' }, timeout_ms: 200 } },
    { name: 'never', delay: { ms: 1 } },
  ];
  await mock.ask('PUT', '/scenarios/answers', { description: 'It waits for <b>an answer</b>.', steps });
  await press(page, /^answers/);
  await press(page, 'Run');
  await has(page, 'Run 2: ✕ failed');
  assert.match(await page.locator('.steps > .failed').innerText(), /the answer/);
  assert.equal(await page.locator('.steps > .done').count(), 2);
  assert.match(await page.locator('.result').innerText(), /\/steps\/2 expected at least 1 .*, got 0/);
  await mock.ask('PUT', '/scenarios/long', { steps: [{ name: 'a long pause', delay: { ms: 600_000 } }] });
  await press(page, /^long/);
  await press(page, 'Run');
  await page.locator('[aria-current=step]', { hasText: 'a long pause' }).waitFor();
  await press(page, 'Stop');
  await has(page, 'Run 3: ■ stopped');
  await page.locator('tr', { hasText: 'answers' }).getByRole('link').click();
  await has(page, 'Run 2: ✕ failed');
});

test('scenarios: the run waits at a checkpoint for a report', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#scenarios' });
  const steps = [{ name: 'the banner', checkpoint: { name: 'shown', timeout_ms: 60_000 } }];
  await mock.ask('PUT', '/scenarios/looks', { steps });
  await press(page, /^looks/);
  await press(page, 'Run');
  await has(page, 'Checkpoint shown: the banner');
  await press(page, '✓ It passes');
  await has(page, 'Run 1: ✓ passed');
  await has(page, 'Passed: shown');
  await has(page, 'Proved: ');
  await press(page, 'Run again');
  await has(page, 'Checkpoint shown: the banner');
  await page.getByLabel('Reason, if it does not pass').fill('no <b>banner</b>');
  await press(page, '✕ It does not pass');
  await has(page, 'Run 2: ✕ failed');
  await has(page, 'no <b>banner</b>');
});

test('clock: held, moved, to the next timer, and released', async (t) => {
  const { mock, page } = await openConsole(t, { hash: '#clock' });
  await mock.connected('alice');
  await press(page, 'Hold the clock');
  await has(page, 'Clock held at');
  const before = Date.parse((await mock.ask('GET', '/clock')).now);
  await press(page, '+1 s');
  await has(page, 'Nothing fired');
  assert.equal(Date.parse((await mock.ask('GET', '/clock')).now), before + 1000);
  await press(page, /^To the next timer: ping of alice/);
  await has(page, '1 fired');
  await press(page, '+25 s');
  await page.locator('tr', { hasText: 'ping' }).first().waitFor();
  await page.keyboard.press('1');
  await has(page, 'Clock held at');
  await mock.inject('NewMessage', { patch: { content: 'while time stands still' } });
  await rowsOf(page).filter({ hasText: 'while time stands still' }).waitFor();
  await page.keyboard.press('6');
  await press(page, 'Let it run');
  await page.locator('.chip.held').first().waitFor({ state: 'detached' });
  assert.equal((await mock.ask('GET', '/clock')).mode, 'real');
});

test('contracts: fields with their rules, fixtures, and the files', async (t) => {
  const { page } = await openConsole(t, { hash: '#contracts?event=NewMessage' });
  const row = page.locator('tr', { hasText: 'attachments[].url' });
  assert.match(
    await row.innerText(),
    /required\s+string\s+1 characters or more · at most 8192 characters\s+Where the file/,
  );
  await page.getByText('emoji-and-rtl').click();
  await page.locator('details[open] json-tree').waitFor();
  const [schema] = await Promise.all([page.waitForEvent('download'), press(page, 'This JSON Schema')]);
  assert.equal(schema.suggestedFilename(), 'NewMessage.schema.json');
  const [openapi] = await Promise.all([page.waitForEvent('download'), press(page, 'OpenAPI of the control API')]);
  assert.equal(openapi.suggestedFilename(), 'control.openapi.yaml');
  const [asyncapi] = await Promise.all([page.waitForEvent('download'), press(page, 'AsyncAPI of the socket endpoint')]);
  assert.equal(asyncapi.suggestedFilename(), 'chat.asyncapi.json');
  await page.locator('details[open]').getByRole('link', { name: 'Send it' }).click();
  await page.locator('#fixture').waitFor();
  assert.equal(await page.locator('#fixture').inputValue(), 'emoji-and-rtl');
});
