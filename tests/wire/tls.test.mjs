// TLS on both ports: with the mock's own authority and with given certificates, beside plain bytes and without, with
// the real clients, and with certificates that are broken on purpose.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as requestTls } from 'node:https';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.mjs';
import { next, patience_ms, run, serve } from './chatmock.mjs';
import { listening } from './listening.mjs';

const require = createRequire(import.meta.url);
const generations = ['client-2', 'socket.io-client'];
const ways = { polling: ['polling'], websocket: ['websocket'], upgrade: ['polling', 'websocket'] };

function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

// A mock with TLS. Its calls are plain, as a test makes them before it trusts the authority.
async function serveTls(t, ...args) {
  const mock = await serve(t, ...args);
  mock.controlTls = mock.ready.control;
  mock.ready.control = mock.ready.control.replace('https:', 'http:');
  return mock;
}

async function serveAuto(t, ...args) {
  const mock = await serveTls(t, '--tls', 'auto', ...args);
  mock.ca = await mock.ask('GET', '/tls/ca.pem');
  return mock;
}

// Files of a certificate for localhost, which signs itself.
function ownCertificate(t, key = 'rsa:2048') {
  const folder = folderOf(t);
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  execFileSync('openssl', ['req', '-x509', '-newkey', key, '-nodes', '-days', '2', '-keyout', files.key, '-out',
    files.cert, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], { stdio: 'ignore' });
  return files;
}

function clientOf(t, mock, name, options) {
  const io = require(name);
  const socket = io(`https://127.0.0.1:${mock.socketPort}`, {
    forceNew: true, reconnection: false, query: { jwt_token: 'alice' }, ...options });
  t.after(() => socket.disconnect());
  return socket;
}

// The error of a TLS handshake with the socket port, as Node reports it; undefined if it succeeds.
async function handshakeError(mock, options) {
  const socket = connectTls({ port: mock.socketPort, host: '127.0.0.1', ...options });
  try {
    await Promise.race([once(socket, 'secureConnect'), once(socket, 'error').then(([error]) => { throw error; })]);
    return undefined;
  } catch (error) {
    return error.code;
  } finally {
    socket.destroy();
  }
}

// The status and the text of a GET over TLS.
async function getTls(url, ca) {
  const request = requestTls(url, { ca, agent: false });
  request.end();
  const [response] = await next(request, 'response');
  let text = '';
  for await (const piece of response) text += piece;
  return { status: response.statusCode, text };
}

test('the clients connect over TLS, in every way', async (t) => {
  const mock = await serveAuto(t);
  assert.match(mock.ready.socket, /^wss:\/\/127\.0\.0\.1:\d+\/socket\.io\/$/);
  assert.match(mock.controlTls, /^https:\/\//);
  for (const name of generations) {
    const { version } = require(`${name}/package.json`);
    for (const [way, transports] of Object.entries(ways)) {
      await t.test(`${version} by ${way}`, async (t) => {
        const socket = clientOf(t, mock, name, { ca: mock.ca, transports });
        await next(socket, 'connect');
        if (way === 'upgrade') await mock.journalled({ kind: 'upgrade' });
        const heard = next(socket, 'NewMessage');
        const content = 'größer '.repeat(5000);
        const { recipients } = await mock.inject('NewMessage', { patch: { content }, min_recipients: 1 });
        assert.equal(recipients.length, 1);
        assert.equal((await heard)[0].content, content);
        const closed = mock.journalled({ kind: 'disconnect' });
        socket.disconnect();
        await closed;
        await mock.ask('POST', '/reset');
      });
    }
  }
});

test('the Python client connects over TLS', async (t) => {
  const mock = await serveAuto(t);
  const ca = join(folderOf(t), 'ca.pem');
  writeFileSync(ca, mock.ca);
  const script = fileURLToPath(new URL('tls_client.py', import.meta.url));
  for (const transport of ['polling', 'websocket']) {
    const url = `https://127.0.0.1:${mock.socketPort}?jwt_token=alice`;
    const told = promisify(execFile)('/usr/bin/python3', [script, url, transport, ca], { timeout: patience_ms });
    await mock.ask('POST', '/connections/wait', { count: 1, timeout_ms: patience_ms });
    await mock.inject('NewMessage', { patch: { content: 'by TLS' }, min_recipients: 1 });
    assert.equal((await told).stdout, 'by TLS\n');
  }
});

test('Chromium connects from an https page', async (t) => {
  const mock = await serveAuto(t);
  const own = ownCertificate(t, 'ec:' + ecParameters(t));
  const client = readFileSync(join(dirname(require.resolve('socket.io-client/package.json')), 'dist', 'socket.io.js'));
  const files = { '/': readFileSync(new URL('page.html', import.meta.url)), '/socket.io-client.js': client,
    '/held_timers.js': '' };
  const page = createServer({ key: readFileSync(own.key), cert: readFileSync(own.cert) }, ({ url }, response) => {
    response.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : 'text/html');
    response.end(files[url.split('?')[0]] ?? '');
  });
  const address = `https://localhost:${await listening(t, page)}/`;
  const browser = await openBrowser(t, '--ignore-certificate-errors');
  for (const transports of ['polling', 'websocket', 'polling,websocket']) {
    const query = { client: 'socket.io-client', mock: `https://127.0.0.1:${mock.socketPort}`, transports };
    const shown = await browser.openPage(`${address}?${new URLSearchParams(query)}`);
    await shown.shows('connected');
    await mock.ask('POST', '/connections/disconnect', { to: { all: true }, as: 'server_disconnect' });
    await shown.shows('disconnected: io server disconnect');
  }
});

function ecParameters(t) {
  const file = join(folderOf(t), 'curve.pem');
  execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-out', file]);
  return file;
}

test("the automatic certificate has the machine's names, and those that are asked for", async (t) => {
  const mock = await serveAuto(t, '--tls-name', 'mock.test', '--tls-name', '192.0.2.7');
  const { names } = await mock.ask('GET', '/tls');
  const expected = ['localhost', '127.0.0.1', '::1', 'host.docker.internal', '10.0.2.2', hostname(), 'mock.test',
    '192.0.2.7'];
  for (const name of expected) {
    assert.ok(names.includes(name), name);
    assert.equal(await handshakeError(mock, { ca: mock.ca, servername: /[:\d]$/.test(name) ? '' : name,
      checkServerIdentity: (_, { subjectaltname }) => subjectaltname.includes(name.replace('::1', '0:0:0:0:0:0:0:1'))
        ? undefined : new Error(subjectaltname) }), undefined, name);
  }
  assert.match(new X509Certificate(mock.ca).subject, /chatmock/);
});

test('plain bytes and TLS share a port, and --tls-only refuses plain bytes', async (t) => {
  const both = await serveAuto(t);
  assert.equal((await fetch(`http://127.0.0.1:${both.socketPort}/socket.io/?EIO=4&transport=polling`)).status, 200);
  const { status, text } = await getTls(`${both.controlTls}/tls/ca.pem`, both.ca);
  assert.deepEqual([status, text], [200, both.ca]);

  const only = await serveAuto(t, '--tls-only');
  const socket = connect(only.socketPort, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n');
  socket.on('data', (data) => assert.fail(`${data}`));
  await next(socket, 'close');
  assert.equal(await handshakeError(only, { ca: only.ca }), undefined);
});

test('a given certificate is shown, and no authority offered', async (t) => {
  const { cert, key } = ownCertificate(t);
  const mock = await serveTls(t, {}, '--tls-cert', cert, '--tls-key', key);
  assert.equal(await handshakeError(mock, { ca: readFileSync(cert) }), undefined);
  assert.equal(await handshakeError(mock, {}), 'DEPTH_ZERO_SELF_SIGNED_CERT');
  const { status, body } = await mock.control('GET', '/tls/ca.pem');
  assert.equal(status, 404);
  assert.match(body.error.message, /--tls auto/);
  assert.equal((await mock.control('PUT', '/tls/fault', { kind: 'tls_expired' })).status, 400);
});

test('options that do not fit are refused in words', async (t) => {
  const { cert, key } = ownCertificate(t);
  const other = ownCertificate(t).key;
  for (const [args, message] of [
    [['--tls-cert', cert], /--tls-key: expected the file of the certificate's key/],
    [['--tls-key', key], /--tls-cert: expected the file of the key's certificate/],
    [['--tls-cert', cert, '--tls-key', other], /expected the key of the certificate/],
    [['--tls-cert', key, '--tls-key', key], /expected a certificate as PEM/],
    [['--tls-cert', cert, '--tls-key', cert], /expected a private key without a password as PEM/],
    [['--tls-cert', 'nothing.pem', '--tls-key', key], /nothing\.pem/],
    [['--tls', 'auto', '--tls-cert', cert, '--tls-key', key], /got both/],
    [['--tls-only'], /--tls-only: expected --tls auto/],
    [['--tls', 'auto', '--tls-name', 'a b'], /--tls-name: expected a host name or an address, got "a b"/],
  ]) {
    const { code, stderr } = await run('serve', '--socket', '127.0.0.1:0', '--control', '127.0.0.1:0', ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});

test('the client reports each broken certificate, as often as asked', async (t) => {
  const mock = await serveAuto(t);
  for (const [kind, code] of [
    ['tls_expired', 'CERT_HAS_EXPIRED'],
    ['tls_wrong_host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['tls_untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ]) {
    await mock.ask('PUT', '/tls/fault', { kind, times: 2 });
    assert.equal(await handshakeError(mock, { ca: mock.ca }), code);
    assert.deepEqual((await mock.ask('GET', '/tls')).fault, { kind, times: 1 });
    const socket = clientOf(t, mock, 'socket.io-client', { ca: mock.ca, transports: ['websocket'] });
    const [error] = await next(socket, 'connect_error');
    assert.equal(error.message, 'websocket error');
    assert.equal(error.description.error.code, code);
    assert.equal(await handshakeError(mock, { ca: mock.ca }), undefined);
    assert.equal((await mock.ask('GET', '/tls')).fault, null);
  }
  await mock.ask('PUT', '/tls/fault', { kind: 'tls_expired', times: 5 });
  await mock.ask('DELETE', '/tls/fault');
  assert.equal(await handshakeError(mock, { ca: mock.ca }), undefined);
  await mock.ask('POST', '/sandboxes', { name: 'w1' });
  for (const [method, body] of [['PUT', { kind: 'tls_expired' }], ['DELETE']]) {
    const { status, body: answer } = await mock.control(method, '/sandboxes/w1/tls/fault', body);
    assert.equal(status, 400);
    assert.match(answer.error.message, /all sandboxes share the certificates/);
  }
  await mock.ask('PUT', '/sandboxes/default/tls/fault', { kind: 'tls_expired' });
  assert.equal(await handshakeError(mock, { ca: mock.ca }), 'CERT_HAS_EXPIRED');
  const unknown = await mock.control('PUT', '/tls/fault', { kind: 'tls_expird' });
  assert.equal(unknown.status, 400);
  assert.match(unknown.body.error.message, /tls_expired/);
});

test('a flood of handshakes that never finish is bounded, and clients still get in', async (t) => {
  const mock = await serveAuto(t);
  const hello = await helloOf(mock);
  const sockets = [];
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  let closed = 0;
  for (let i = 0; i < 1500; ++i) {
    const socket = connect(mock.socketPort, '127.0.0.1');
    socket.on('error', () => {}).on('close', () => ++closed).on('data', () => {});
    socket.write(hello.subarray(0, 40));
    sockets.push(socket);
    if (i % 100 === 99) await next(socket, 'connect');
  }
  const deadline = Date.now() + patience_ms;
  while (closed < 1500 - 1024 && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
  assert.ok(closed >= 1500 - 1024, `${closed} were ended`);
  assert.equal(await handshakeError(mock, { ca: mock.ca }), undefined);
});

// The first bytes of a handshake.
async function helloOf(mock) {
  const sink = await new Promise((resolve) => {
    const server = require('node:net').createServer((socket) => {
      socket.once('data', (data) => { socket.destroy(); server.close(); resolve(data); });
    }).listen(0, '127.0.0.1', () => {
      connectTls({ port: server.address().port, host: '127.0.0.1', ca: mock.ca }).on('error', () => {});
    });
  });
  return sink;
}

test('verify checks the mock over TLS with its authority', async (t) => {
  const mock = await serveAuto(t);
  const ca = join(folderOf(t), 'ca.pem');
  writeFileSync(ca, mock.ca);
  const refused = ['--refused', '--token', 'invalid'];
  const trusted = await run('verify', mock.ready.socket, ...refused, '--ca', ca);
  assert.equal(trusted.code, 0, trusted.stdout + trusted.stderr);
  assert.equal((await run('verify', mock.ready.socket, ...refused)).code, 2);
});

test('without TLS there is no authority, and calls say how to get one', async (t) => {
  const mock = await serve(t);
  for (const [method, path, body] of [['GET', '/tls/ca.pem'], ['PUT', '/tls/fault', { kind: 'tls_expired' }]]) {
    const { body: answer } = await mock.control(method, path, body);
    assert.match(answer.error.message, /--tls auto/);
  }
  assert.equal((await mock.ask('GET', '/tls')).certificate, 'off');
});
