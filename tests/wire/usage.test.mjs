// Mistakes on the command line: a message has the expected and the given value, and the nearest names. Exit code 2.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { patience_ms, run, start } from './chatmock.mjs';
import { freePort } from './listening.mjs';

const lists = (verb) => `"chatmock ${verb} --help" lists all`;

// [arguments, stderr]
const mistakes = [
  [['serv'], /^unknown verb "serv"; did you mean "serve"\? There are "serve", "check", /],
  [['frobnicate'], /^unknown verb "frobnicate"; there are "serve", "check", /],
  [['serve', '--sokcet', '127.0.0.1:0'], `unknown option "--sokcet"; did you mean "--socket"? ${lists('serve')}\n`],
  [['--sokcet=127.0.0.1:0'], `unknown option "--sokcet"; did you mean "--socket"? ${lists('serve')}\n`],
  [['serve', '--port', '8090'], /^unknown option "--port"; did you mean "--socket", "--control" or "--\w+"\? /],
  [['serve', '--xyzzy'], `unknown option "--xyzzy"; ${lists('serve')}\n`],
  [['serve', 'one', 'two'], 'serve: expected no further word, got "one two"\n'],
  [['--seed', 'abc'], '--seed: expected a whole number from 0 to 18446744073709551615, got "abc"\n'],
  [['--seed', '-1'], '--seed: expected a whole number from 0 to 18446744073709551615, got "-1"\n'],
  [['--seed'], '--seed: expected one value, got none\n'],
  [['--seed', '1', '--seed', '2'], '--seed: expected one value, got 2\n'],
  [['--clock', 'manu'], '--clock: expected "real" or "manual", got "manu"; did you mean "manual"?\n'],
  [['--tls', 'on'], '--tls: expected "off" or "auto", got "on"\n'],
  [['--tls-only=maybe'], '--tls-only: expected true or false, got "maybe"\n'],
  [['--clock', 'still'], '--clock: expected "real" or "manual", got "still"\n'],
  [['listen'], `listen: expected URL, got none; ${lists('listen')}\n`],
  [['listen', '--tokn', 'alice'], `unknown option "--tokn"; did you mean "--token"? ${lists('listen')}\n`],
  [['record', 'ws://127.0.0.1:1'], `record: expected --out, got none; ${lists('record')}\n`],
  [['listen', 'ws://127.0.0.1:1', '--for', '5x'], '--for: expected a time such as 500ms, 60s or 5m, got "5x"\n'],
  [['listen', 'ws://127.0.0.1:1', '--for', '0s'], '--for: expected a time such as 500ms, 60s or 5m, got "0s"\n'],
  [['listen', 'ws://127.0.0.1:1', '--count', 'all'],
    '--count: expected a whole number from 0 to 18446744073709551615, got "all"\n'],
  [['listen', 'ws://127.0.0.1:1', '--eio', '5'], '--eio: expected "3" or "4", got "5"\n'],
  [['health', '--wait', 'long'], '--wait: expected a time such as 500ms, 60s or 5m, got "long"\n'],
  [['serve', '--profile', 'nope'],
    / error --profile: unknown profile "nope"; there are "conformance" and "default"\n$/],
  [['types', '--profile', 'nope'], /^--profile: unknown profile "nope"; there are /],
  [['serve', '--set', 'protocol.ping_intervall_ms=300'],
    / error --set protocol\.ping_intervall_ms: unknown field "ping_intervall_ms"; did you mean "ping_interval_ms"\?/],
];

for (const [args, expected] of mistakes) {
  test(`chatmock ${args.join(' ')}`, async () => {
    const { code, stdout, stderr } = await run(...args);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    if (typeof expected === 'string') assert.equal(stderr, expected);
    else assert.match(stderr, expected);
  });
}

test('a variable with a wrong value is refused as its option is', async () => {
  const { code, stderr } = await run('serve', { CHATMOCK_SEED: 'abc' });
  assert.equal(code, 2);
  assert.match(stderr, /^--seed: expected a whole number/);
});

test('chatmock health --wait asks until the mock is ready, and no longer than that time', async (t) => {
  const port = await freePort();
  const control = `127.0.0.1:${port}`;
  assert.equal((await run('health', '--control', control, '--wait', '300ms')).code, 1);
  const healthy = run('health', '--control', control, '--wait', `${patience_ms}ms`);
  const child = start(['serve', '--socket', '127.0.0.1:0', '--control', control]);
  t.after(() => child.kill('SIGKILL'));
  assert.deepEqual(await healthy, { code: 0, stdout: '', stderr: '' });
  const exited = once(child, 'close');
  child.kill('SIGTERM');
  assert.deepEqual(await exited, [0, null]);
});
