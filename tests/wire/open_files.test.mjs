// Each client uses an open file, and a process has a limit.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { createInterface } from 'node:readline';
import { binary, next, repository } from './chatmock.mjs';

const hard = 200;

// Resolves when the log has such a line.
async function logged(lines, pattern) {
  while (!lines.some((line) => pattern.test(line))) lines.push((await next(lines.reader, 'line'))[0]);
}

test('as many clients as the hard limit lets in, and a word on those that it does not', async (t) => {
  const limits = `ulimit -Sn 60 && ulimit -Hn ${hard} && exec "$0" "$@"`;
  const ports = ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'];
  const mock = spawn('sh', ['-c', limits, binary, 'serve', ...ports], { cwd: repository });
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
  };
  await open(100);
  assert.equal((await fetch(`${ready.control}/healthz`)).status, 200);
  const refused = logged(log, /no connection could be accepted.*ulimit -n/);
  await open(hard);
  await refused;
  mock.kill('SIGTERM');
  assert.equal((await once(mock, 'close'))[0], 0);
});
