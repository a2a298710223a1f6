// chatmock as a client of services that violate protocols: it reports the error, and ends.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { next, run, serve, start } from './chatmock.mjs';

const handshake = '0{"sid":"SID","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';

async function listening(t, server) {
  server.listen(0, '127.0.0.1');
  await next(server, 'listening');
  t.after(() => server.close());
  return `127.0.0.1:${server.address().port}`;
}

// A service that answers polls with these payloads, and then sends nothing more.
async function polled(t, ...payloads) {
  const server = http.createServer((request, response) => {
    if (request.method === 'POST') response.end('ok');
    else if (payloads.length > 0) response.end(payloads.shift());
  });
  t.after(() => server.closeAllConnections());
  return `ws://${await listening(t, server)}`;
}

// A TCP server that passes each connection to `speak`, and resets all of them when the test ends.
async function raw(t, speak) {
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    speak(socket);
  });
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  return listening(t, server);
}

test('a client that is disconnected before the acceptance was not accepted', async (t) => {
  const url = await polled(t, [handshake, '41', '40{"sid":"S"}', '42["NewMessage",{}]'].join('\x1e'));
  const { code, stdout, stderr } = await run('listen', url, '--transport', 'polling');
  assert.equal(code, 2, stderr);
  assert.equal(stdout, '');
  assert.doesNotMatch(stderr, /connected to/);
});

test('a service without Socket.IO is reported', async (t) => {
  const cases = [
    [['nothing of the kind'], /parse error/],
    [[`${handshake}\x1e40{"sid":"S"}`, '42["connect"]'], /lost: parse error/],
    [[`${handshake}\x1e40{"sid":"S"}`, `42${'['.repeat(100000)}`], /lost: parse error/],
    [[`${handshake}\x1e40{"sid":"S"}`, `42["a",1e999]`], /lost: parse error/],
  ];
  for (const [payloads, why] of cases) {
    const { code, stderr } = await run('listen', await polled(t, ...payloads), '--transport', 'polling');
    assert.notEqual(code, 0);
    assert.match(stderr, why);
  }
});

test('an answer that is not HTTP is reported', async (t) => {
  const answers = [
    'SSH-2.0-OpenSSH_9.2\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n',
    '\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
    '',
  ];
  for (const by of ['polling', 'websocket']) {
    for (const answer of answers) {
      const address = await raw(t, (socket) => socket.end(answer));
      const { code, stderr } = await run('listen', `ws://${address}`, '--transport', by);
      assert.equal(code, 2, `${by} ${answer}: ${stderr}`);
      assert.match(stderr, /could not connect|refused/);
    }
  }
});

test('a service that never ends its answer does not hold the verb', async (t) => {
  for (const scheme of ['ws', 'wss']) {
    for (const by of ['polling', 'websocket']) {
      let came;
      const arrived = new Promise((resolve) => (came = resolve));
      const address = await raw(t, (socket) => socket.once('data', came));
      const patience = { timeout: 10_000, killSignal: 'SIGKILL' };
      const child = start(['listen', `${scheme}://${address}`, '--transport', by, '--insecure'], patience);
      const ended = once(child, 'close');
      await arrived;
      child.kill('SIGINT');
      assert.deepEqual(await ended, [2, null], `${scheme} by ${by}`);
    }
  }
});

// The server's part of a WebSocket handshake (RFC 6455, section 4.2.2).
function acceptance(request) {
  const [, key] = /sec-websocket-key: (\S+)/i.exec(request);
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const headers = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
  return ['HTTP/1.1 101 Switching Protocols', ...headers, '', ''].join('\r\n');
}

// A text frame of less than 126 bytes.
const frame = (text) => Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]);

test('a service that pings without end and never reads is given up', async (t) => {
  const pings = Buffer.concat(Array(20000).fill(frame('2')));
  const address = await raw(t, (socket) => {
    socket.once('data', (request) => {
      socket.pause();
      socket.write(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${acceptance(request.toString())}`);
      socket.write(frame(handshake));
      socket.write(frame('40{"sid":"S"}'));
      const flood = (failure) => failure || socket.write(pings, flood);
      flood();
    });
  });
  // The kernel takes megabytes of pongs first, which a busy machine needs more than the default time for.
  const patience = ['--for', '5m'];
  const { code, stderr } = await run('listen', `ws://${address}`, '--transport', 'websocket', ...patience);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /the service does not read/);
});

test('an invalid header is reported', async (t) => {
  const mock = await serve(t);
  for (const header of ['My Header: x', 'Bad(Name: x', ': x', 'no colon', 'A: b\r\nC: d']) {
    const { code, stderr } = await run('listen', mock.ready.socket, '--transport', 'websocket', '--header', header);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /--header: expected NAME: VALUE/);
  }
});

test('a folder that cannot be created is reported', async (t) => {
  const mock = await serve(t);
  const out = join(tmpdir(), 'x'.repeat(300));
  const { code, stderr } = await run('record', mock.ready.socket, '--token', 'alice', '--for', '100ms', '--out', out);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /expected a folder/);
});
