// Copied calls run, with the same effect as in the page: in a shell, in Node.js, in Python, in a scenario.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileOf } from '../wire/chatmock.mjs';
import { closeBrowser, copiedBy, openConsole } from './harness.mjs';

after(closeBrowser);

// Debian's, which has the packages that script/bootstrap installs.
const python = '/usr/bin/python3';

const payload = {
  text: `it's "quoted" \\ $HOME \`id\` $x %s é 😀 \u2028 \u202e <b>\n`,
  none: null,
  yes: true,
  no: false,
  list: [1, -2.5e3, {}, []],
};

async function run(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  assert.equal(code, 0, output);
}

const runners = {
  curl: (t, code, env) => run('bash', ['-c', code], env),
  TypeScript: (t, code, env) => run(process.execPath, ['--input-type=module', '-e', code], env),
  Python: (t, code, env) => run(python, ['-c', code], env),
  'Scenario step': async (t, code, env, mock, headers) => {
    await mock.control('PUT', '/scenarios/copied', { steps: [JSON.parse(code)] }, headers);
    const { status, body } = await mock.control('POST', '/scenarios/copied/run', {}, headers);
    assert.equal(status, 200, JSON.stringify(body));
  },
};

for (const secret of ['', 'a secret']) {
  test(`a sent event runs in each form, ${secret ? 'with' : 'without'} a token`, async (t) => {
    const headers = secret ? { authorization: `Bearer ${secret}` } : {};
    const options = {
      hash: '#send?event=NewMessage',
      flags: secret ? ['--control-token', secret] : [],
      permissions: ['clipboard-read', 'clipboard-write'],
    };
    const { mock, page } = await openConsole(t, { ...options, waits: secret ? '.status.refused' : '.status.live' });
    if (secret) {
      await page.getByRole('textbox', { name: 'Token' }).fill(secret);
      await page.getByRole('textbox', { name: 'Token' }).press('Enter');
      await page.locator('.status.live').waitFor();
      await page.reload();
    }
    await page.locator('.call', { hasText: 'NewMessage' }).waitFor();
    await page.getByRole('textbox', { name: 'Payload' }).fill(JSON.stringify(payload));
    await page.getByLabel('Send it even if').check();
    await page.locator('.call', { hasText: '"contract":"skip"' }).waitFor();
    for (const [form, runner] of Object.entries(runners)) {
      const code = await copiedBy(page, page.locator('.call').first().getByRole('button', { name: form }));
      if (secret) assert.doesNotMatch(code, /a secret/, form);
      await runner(t, code, { CHATMOCK_CONTROL_TOKEN: secret }, mock, headers);
      const { body } = await mock.control('GET', '/journal?kind=emit', undefined, headers);
      assert.deepEqual(body.entries.at(-1).data, payload, form);
      await mock.control('DELETE', '/journal', undefined, headers);
    }
  });
}

// Each kind of call that the page makes: its place, its button, the call's path, words of its body, its effect.
const calls = [
  [
    '#faults',
    (page) => page.getByRole('button', { name: /^Old proxy/ }).click(),
    '/faults',
    'refuse_upgrade',
    ({ faults }) => faults[0]?.do === 'refuse_upgrade',
  ],
  [
    '#faults',
    (page) => page.getByRole('button', { name: /^Session of 10 s/ }).click(),
    '/auth',
    'expire_after_ms',
    ({ rules }) => rules[0].outcome.expire_after_ms === 10_000,
  ],
  [
    '#clock',
    (page) => page.getByRole('button', { name: 'Hold the clock' }).click(),
    '/clock',
    'manual',
    ({ mode }) => mode === 'manual',
  ],
];

for (const [hash, press, path, words, holds] of calls) {
  test(`the call of ${path} runs in each form`, async (t) => {
    const { mock, page } = await openConsole(t, { hash, permissions: ['clipboard-read', 'clipboard-write'] });
    await page.waitForTimeout(300);
    await press(page);
    await mock.journalled({ kind: 'control' });
    const box = page.locator('.call', { hasText: path }).filter({ hasText: words }).last();
    await box.waitFor();
    for (const [form, runner] of Object.entries(runners)) {
      const code = await copiedBy(page, box.getByRole('button', { name: form }));
      await mock.ask('POST', '/reset');
      await runner(t, code, {}, mock);
      assert.ok(holds(await mock.ask('GET', path)), form);
    }
  });
}

test('the lines that connect an app do', async (t) => {
  const { mock, page } = await openConsole(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  const copy = (name) => copiedBy(page, page.getByRole('button', { name: `Copy the lines for ${name}` }));
  const [node, lines] = [await copy('Node.js'), await copy('Python')];
  assert.match(await copy('Browser'), /import \{ io \} from "socket.io-client"/);
  const cwd = new URL('../wire/', import.meta.url);
  const apps = [spawn(process.execPath, ['-e', node], { cwd }), spawn(python, [fileOf(t, lines)])];
  t.after(() => apps.forEach((app) => app.kill()));
  await mock.ask('POST', '/connections/wait', { match: { user: 'alice' }, count: 2, timeout_ms: 30_000 });
});
