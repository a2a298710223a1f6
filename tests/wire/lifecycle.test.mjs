// The server's start, its refusals to start, and its stop.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { binary, copyOf, fileOf, next, repository, run, serve, soon_ms, start } from './chatmock.mjs';

test('the ready line says where both ports are', async (t) => {
  const mock = await serve(t, '--seed', '7');
  assert.equal(mock.ready.ready, true);
  assert.equal(mock.ready.seed, 7);
  assert.match(mock.ready.socket, /^ws:\/\/127\.0\.0\.1:[1-9]\d*\/socket\.io\/$/);
  assert.match(mock.ready.control, /^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
});

test('from start to ready line', async (t) => {
  const durations_ms = [];
  for (let i = 0; i < 11; ++i) {
    const before = performance.now();
    const mock = await serve(t);
    durations_ms.push(performance.now() - before);
    await mock.stop();
  }
  durations_ms.sort((a, b) => a - b);
  t.diagnostic(`median ${durations_ms[5].toFixed(1)} ms, slowest ${durations_ms[10].toFixed(1)} ms`);
});

const serveOnFreePorts = 'serve --socket 127.0.0.1:0 --control 127.0.0.1:0';

test('on a terminal, stderr shows people the addresses, the console, the folders and a call to try', async (t) => {
  const readyLine = fileOf(t, '');
  const command = `exec "$CHATMOCK" ${serveOnFreePorts} >"$READY_LINE"`;
  const env = { ...process.env, CHATMOCK: binary, READY_LINE: readyLine };
  const flags = ['--quiet', '--return', '--command', command, '/dev/null'];
  const terminal = spawn('script', flags, { env, cwd: repository });
  t.after(() => terminal.kill());
  let shown = '';
  terminal.stdout.on('data', (text) => {
    const isFirst = !shown.includes('/events/NewMessage');
    shown += text;
    if (isFirst && shown.includes('/events/NewMessage')) terminal.stdin.write('\x03'); // Ctrl+C
  });
  assert.deepEqual(await next(terminal, 'close'), [0, null]);
  const ready = JSON.parse(readFileSync(readyLine, 'utf8'));
  for (const fact of [ready.socket, ready.control, `${ready.control}/ui/`, ...ready.fixtures, ready.contracts])
    assert.ok(shown.includes(fact), `expected ${fact} in:\n${shown}`);
  assert.ok(!shown.includes('"ready"'), shown);
});

test('elsewhere, stderr has only the log', async (t) => {
  for (const level of ['error', 'info']) {
    const child = start([...serveOnFreePorts.split(' '), '--log-level', level]);
    t.after(() => child.kill('SIGKILL'));
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    await next(createInterface({ input: child.stdout }), 'line');
    child.kill('SIGTERM');
    await once(child, 'close');
    const others = stderr.split('\n').filter((line) => line !== '' && !/^\S+Z (info|warn) /.test(line));
    assert.deepEqual(others, []);
    if (level === 'error') assert.equal(stderr, '');
  }
});

for (const transport of ['polling', 'websocket']) {
  test(`SIGTERM closes a client over ${transport} as the real server does`, async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice', { transports: [transport], reconnection: false });
    const closed = next(client, 'disconnect');
    // A round trip on the same port, so that the client's poll arrives before the signal.
    await (await fetch(`http://127.0.0.1:${mock.socketPort}/`)).text();
    await mock.terminate();
    assert.equal((await closed)[0], 'transport close');
  });
}

test('SIGTERM answers the calls that wait with 503', async (t) => {
  const mock = await serve(t);
  await mock.ask('GET', '/healthz');
  const wait = { match: { user: 'alice' }, timeout_ms: 60_000 };
  const waiting = Array.from({ length: 20 }, () => mock.control('POST', '/connections/wait', wait));
  const answered = Promise.allSettled(waiting);
  await mock.ask('GET', '/connections');
  await mock.terminate();
  const replies = (await answered).filter(({ value }) => value).map(({ value }) => value);
  for (const { status, body } of replies) {
    assert.equal(status, 503);
    assert.equal(body.error.code, 'not_ready');
  }
  // Requests that the server has not read at the signal get no answer; most are read by then.
  assert.ok(replies.length >= waiting.length / 2, `${replies.length} of ${waiting.length} were answered`);
});

test('more calls than may wait get 503, and the server is still healthy', async (t) => {
  const mock = await serve(t);
  const wait = { match: { user: 'alice' }, timeout_ms: 60_000 };
  const waiting = Array.from({ length: 300 }, () => mock.control('POST', '/connections/wait', wait));
  const answered = Promise.all(waiting);
  const { status, body } = await Promise.race(waiting);
  assert.equal(status, 503);
  assert.equal(body.error.code, 'overloaded');
  assert.deepEqual(await mock.ask('GET', '/healthz'), { status: 'ok' });
  await mock.terminate();
  await answered;
});

test('idle connections do not keep the server from answering', async (t) => {
  const mock = await serve(t);
  const idle = Array.from({ length: 300 }, () => connect(mock.controlPort, '127.0.0.1'));
  t.after(() => idle.forEach((socket) => socket.destroy()));
  await Promise.all(idle.map((socket) => once(socket.on('error', () => {}), 'connect')));
  const before = performance.now();
  await mock.ask('GET', '/healthz');
  const waited_ms = performance.now() - before;
  assert.ok(waited_ms < soon_ms, `waited ${waited_ms} ms`);
});

test('SIGTERM does not wait for idle connections', async (t) => {
  const mock = await serve(t);
  for (const port of [mock.socketPort, mock.controlPort]) {
    const idle = connect(port, '127.0.0.1').on('error', () => {});
    t.after(() => idle.destroy());
    await once(idle, 'connect');
  }
  await (await fetch(`${mock.ready.control}/healthz`)).text(); // fetch keeps this connection open
  const before = performance.now();
  await mock.terminate();
  const waited_ms = performance.now() - before;
  assert.ok(waited_ms < soon_ms, `waited ${waited_ms} ms`);
});

test('chatmock health distinguishes a running server from none', async (t) => {
  const mock = await serve(t);
  const control = `127.0.0.1:${mock.controlPort}`;
  assert.equal((await run('health', '--control', control)).code, 0);
  await mock.terminate();
  const { code, stderr } = await run('health', '--control', control);
  assert.equal(code, 1);
  const hint = 'is the mock running? --control names its port';
  assert.equal(stderr, `nothing answers on ${control}: connection refused; ${hint}\n`);
  const unknown = await run('health', '--control', 'no-such-host.invalid:8091');
  assert.equal(unknown.stderr, `nothing answers on no-such-host.invalid:8091: unknown host; ${hint}\n`);
});

for (const flag of ['--socket', '--control']) {
  test(`a busy ${flag} port ends the start, by its number`, async (t) => {
    const occupant = createServer().listen(0, '127.0.0.1');
    t.after(() => occupant.close());
    await once(occupant, 'listening');
    const { port } = occupant.address();
    const ports = { '--socket': '127.0.0.1:0', '--control': '127.0.0.1:0', [flag]: `127.0.0.1:${port}` };
    const { code, stdout, stderr } = await run('serve', ...Object.entries(ports).flat());
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, new RegExp(`\\b${port}\\b.*; another mock may run there; ${flag} 127.0.0.1:0 takes a free`));
  });
}

describe('a file that does not load ends the start, with its path and the place in it', () => {
  const broken = [
    ['fixtures', 'events/NewMessage/broken.json', '{"id": ', ''],
    ['fixtures', 'events/NewMessage/broken.json', { content: { deep: '${nwo}' } }, '/content/deep'],
    ['fixtures', 'profiles/default.json', { auth: { rules: [{ match: {}, outcome: { do: 'dance' } }] } },
      '/auth/rules/0/outcome/do'],
    ['fixtures', 'profiles/default.json', { protocol: { ping_interval_ms: -1 } }, '/protocol/ping_interval_ms'],
    ['fixtures', 'profiles/default.json', { protocl: {} }, '/protocl'],
    ['contracts', 'events/NewMessage.schema.json', { properties: { id: { pattern: '(' } } },
      '/properties/id/pattern'],
    ['contracts', 'events/NewMessage.schema.json', { properties: { id: { type: 'strin' } } },
      '/properties/id/type'],
  ];
  for (const [directory, path, content, pointer] of broken) {
    test(`${directory}/${path} ${JSON.stringify(content)}`, async (t) => {
      const copy = copyOf(t, directory, { [path]: content });
      for (const verb of ['serve', 'check']) {
        const ports = verb === 'serve' ? ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'] : [];
        const { code, stdout, stderr } = await run(verb, ...ports, `--${directory}`, copy);
        assert.equal(code, 2, `${verb}: ${stdout}${stderr}`);
        const said = stdout + stderr;
        assert.ok(said.includes(`${copy}/${path}`), said);
        assert.ok(said.includes(pointer), said);
      }
    });
  }

  test('a directory that is not there', async () => {
    const { code, stderr } = await run('serve', '--fixtures', '/nowhere/at/all');
    assert.equal(code, 2);
    assert.match(stderr, /\/nowhere\/at\/all/);
  });

  test('a profile that is not there', async () => {
    const { code, stderr } = await run('serve', '--profile', 'defualt');
    assert.equal(code, 2);
    assert.match(stderr, /defualt/);
    assert.match(stderr, /default/);
  });
});

describe('wrong usage', () => {
  for (const line of ['serve --sockt x', 'serve --socket nowhere', 'serve --seed x', 'dance']) {
    test(line, async () => {
      const { code, stdout, stderr } = await run(...line.split(' '));
      assert.equal(code, 2, stdout + stderr);
      assert.ok(stderr.length > 0);
    });
  }
});

describe('chatmock check', () => {
  test('is content with the files of the project', async () => {
    const { code, stdout, stderr } = await run('check');
    assert.equal(code, 0, stdout + stderr);
  });

  test('exits with 1 where a fixture breaks its contract, and says where', async (t) => {
    const copy = copyOf(t, 'fixtures', { 'events/NewMessage/wrong.json': { id: 'no-uuid' } });
    const { code, stdout, stderr } = await run('check', '--fixtures', copy);
    assert.equal(code, 1);
    assert.match(stdout + stderr, /NewMessage\/wrong/);
    assert.match(stdout + stderr, /\/id\b/);
  });
});
