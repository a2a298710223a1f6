// SIGTERM and SIGINT end a verb at any time; and a verb ends by itself if it cannot write its output.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { binary, fileOf, fixture, next, repository, run, serve, start } from './chatmock.mjs';
import { startService } from './service.mjs';

// Ends the child, and returns its exit; uses SIGKILL after a timeout.
async function interrupted(child, signal) {
  const ended = once(child, 'exit');
  const hung = setTimeout(() => child.kill('SIGKILL'), 5000);
  child.kill(signal);
  const [code, by] = await ended;
  clearTimeout(hung);
  return { code, by };
}

test('a verb that writes to a full pipe is ended by both signals', async (t) => {
  const large = { ...(await fixture('NewMessage')), content: 'x'.repeat(100_000) };
  const url = await startService(t, '4', { alice: Array(50).fill(['NewMessage', large]) });
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const child = start(['listen', url, '--token', 'alice', '--transport', 'websocket']);
    t.after(() => child.kill('SIGKILL'));
    await once(child.stdout, 'readable'); // nothing reads the rest
    const isBlocked = () => /pipe/.test(readFileSync(`/proc/${child.pid}/wchan`, 'utf8'));
    for (let i = 0; i < 200 && !isBlocked(); ++i) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(await interrupted(child, signal), { code: null, by: signal });
  }
});

test('a verb that cannot write to stdout says so', async (t) => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(binary, ['check'], { cwd: repository, stdio: ['ignore', full, 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  assert.deepEqual(await once(child, 'close'), [2, null]);
  assert.match(stderr, /stdout cannot be written/);
});

// True if a child may have its own mounts, and this process may use the port of a name server.
function mayMount() {
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return process.getuid() === 0;
  } catch {
    return false;
  }
}

test('a verb that looks up a name is ended, although the look-up cannot be', { skip: !mayMount() }, async (t) => {
  const silent = createSocket('udp4'); // a name server that does not answer
  t.after(() => silent.close());
  silent.bind(53, '127.0.0.77');
  await next(silent, 'listening');
  const resolv = fileOf(t, 'nameserver 127.0.0.77\noptions timeout:30 attempts:1\n');
  const script = `mount --bind ${resolv} /etc/resolv.conf && exec "$0" "$@"`;
  for (const verb of ['listen', 'verify']) {
    const asked = next(silent, 'message');
    const args = ['-m', 'sh', '-c', script, binary, verb, 'ws://silent.example', '--transport', 'polling'];
    const child = spawn('unshare', args, { cwd: repository });
    await asked;
    assert.deepEqual(await interrupted(child, 'SIGTERM'), { code: 2, by: null });
  }
});

test('a name that is found is connected to', async (t) => {
  const url = await startService(t, '4', { alice: [['one', 1]] });
  const byName = url.replace('127.0.0.1', 'localhost');
  for (const by of ['polling', 'websocket', 'upgrade'])
    assert.equal((await run('listen', byName, '--token', 'alice', '--transport', by, '--count', '1')).code, 0);
  const { code, stderr } = await run('listen', 'ws://no-such-host.invalid');
  assert.equal(code, 2);
  assert.match(stderr, /could not connect: transport error: Host not found/);
});

test('out of descriptors, a verb says so', async (t) => {
  const mock = await serve(t);
  for (const verb of [['check'], ['listen', mock.ready.socket, '--for', '100ms'], ['diff', 'contracts', 'contracts']]) {
    for (const limit of [3, 4, 5]) {
      const child = spawn('sh', ['-c', `ulimit -n ${limit} && exec "$0" "$@"`, binary, ...verb], { cwd: repository });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
      const [code, signal] = await once(child, 'close');
      assert.equal(signal, null, `${verb} ${limit}: ${said}`);
      if (code !== 0) assert.match(said, /Too many open files|Too many files|cannot/i, `${verb} ${limit}`);
    }
  }
});
