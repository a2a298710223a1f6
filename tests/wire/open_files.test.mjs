// Each client uses an open file, and a process has a limit.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, renameSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { binary, copyOf, next, patience_ms, repository } from './chatmock.mjs';

const hard = 200;

// Resolves when the log has such a line.
async function logged(lines, pattern) {
  while (!lines.some((line) => pattern.test(line))) lines.push((await next(lines.reader, 'line'))[0]);
}

test('as many clients as the hard limit lets in, and a word on those that it does not', async (t) => {
  const limits = `ulimit -Sn 60 && ulimit -Hn ${hard} && exec "$0" "$@"`;
  const fixtures = copyOf(t, 'fixtures', {});
  const flags = ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0', '--fixtures', fixtures];
  const mock = spawn('sh', ['-c', limits, binary, 'serve', ...flags], { cwd: repository });
  t.after(() => mock.kill('SIGKILL'));
  const log = Object.assign([], { reader: createInterface({ input: mock.stderr }) });
  const [[line]] = await Promise.all([
    next(createInterface({ input: mock.stdout }), 'line'),
    logged(log, new RegExp(`may have ${hard} files open.*about ${hard - 100} clients.*ulimit -n`)),
  ]);
  const ready = JSON.parse(line);

  const open = async (count) => {
    const sockets = Array.from({ length: count }, () => connect(Number(new URL(ready.socket).port), '127.0.0.1'));
    t.after(() => sockets.forEach((socket) => socket.destroy()));
    await Promise.all(sockets.map((socket) => once(socket.on('error', () => {}), 'connect')));
    return sockets;
  };
  const sockets = await open(100);
  assert.equal((await fetch(`${ready.control}/healthz`)).status, 200);
  const refused = logged(log, /no connection could be accepted.*ulimit -n/);
  sockets.push(...(await open(hard)));
  await refused;

  // While no file can be opened, the mock looks at its folders a few times. Later only a saved file is reported.
  await setTimeout(1500);
  for (const socket of sockets) socket.destroy();
  const events = join(fixtures, 'events/NewMessage');
  cpSync(join(events, 'default.json'), `${fixtures}.unseen`);
  renameSync(`${fixtures}.unseen`, join(events, 'saved.json'));
  const body = JSON.stringify({ match: { kind: 'reload' }, timeout_ms: patience_ms });
  const headers = { 'content-type': 'application/json' };
  const waited = await fetch(`${ready.control}/journal/wait`, { method: 'POST', headers, body });
  const { entries } = await waited.json();
  assert.deepEqual(entries.map(({ changed }) => changed), [['fixtures/events/NewMessage/saved.json']]);
  mock.kill('SIGTERM');
  assert.equal((await once(mock, 'close'))[0], 0);
});
