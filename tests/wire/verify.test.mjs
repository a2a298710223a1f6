// chatmock as a client of the real servers: compares their events with the contracts.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { binary, collect, copyOf, events, fixture, next, repository, run, serve } from './chatmock.mjs';
import { generations, startService } from './service.mjs';

const transports = ['polling', 'websocket', 'upgrade'];

const correct = await Promise.all(events.map(async (event) => [event, await fixture(event)]));

// Every mutant of every contract: {event, name, at, payload}, as the mock lists them.
async function allMutants(t) {
  const mock = await serve(t);
  const client = await mock.connected('alice');
  const all = [];
  for (const event of events) {
    const { mutants } = await mock.ask('GET', `/events/${event}/mutants`);
    const payloads = collect(client, event, mutants.length);
    await mock.inject(event, { mutant: '*' });
    const received = await payloads;
    mutants.forEach(({ name, at }, i) => all.push({ event, name, at, payload: received[i] }));
  }
  return all;
}

// A pointer's place in a payload; undefined if there is none.
function at(pointer, payload) {
  const steps = pointer.split('/').slice(1);
  return steps.reduce((value, step) => value?.[step], payload);
}

test('the mock keeps its own contracts', async (t) => {
  const mock = await serve(t);
  for (const eio of ['3', '4']) {
    for (const by of transports) {
      const verified = run('verify', mock.ready.socket, '--token', 'alice', '--eio', eio, '--transport', by);
      await mock.ask('POST', '/connections/wait', { match: { user: 'alice' } });
      for (const event of events) await mock.inject(event, { to: { user: 'alice' } });
      const { code, stdout } = await verified;
      assert.equal(code, 0, stdout);
      await mock.ask('POST', '/connections/wait', { match: { user: 'alice' }, count: 0 });
    }
  }
});

for (const generation of Object.keys(generations)) {
  const { flags } = generations[generation];

  test(`Socket.IO ${generation}: a correct service passes, by every transport`, async (t) => {
    const url = await startService(t, generation, { alice: correct });
    for (const by of transports) {
      const { code, stdout } = await run('verify', url, '--token', 'alice', ...flags, '--transport', by);
      assert.equal(code, 0, `${by}: ${stdout}`);
    }
  });

  test(`Socket.IO ${generation}: every mutant is found, with its event, place and value`, async (t) => {
    const mutants = await allMutants(t);
    assert.ok(mutants.length > 200);
    const sent = Object.fromEntries(mutants.map(({ event, payload }, i) => [`m${i}`, [[event, payload]]]));
    const url = await startService(t, generation, sent);
    const check = async ({ event, name, at: place, payload }, i) => {
      const args = ['--token', `m${i}`, ...flags, '--transport', 'websocket', '--expect', event, '--report', 'json'];
      const strict = await run('verify', url, ...args, '--strict');
      assert.equal(strict.code, 1, `${event} ${name}: ${strict.stdout}${strict.stderr}`);
      const { findings } = JSON.parse(strict.stdout);
      assert.equal(findings.length, 1, `${event} ${name}: ${strict.stdout}`);
      assert.equal(findings[0].event, event);
      assert.equal(findings[0].at, place, `${event} ${name}: ${strict.stdout}`);
      const came = at(place, payload);
      const told = findings[0].got;
      if (came === undefined) assert.equal(told, 'nothing');
      else
        assert.ok(JSON.stringify(came).startsWith(told.replace(/(…|\.\.\.)$/u, '').slice(0, 20)), `${name}: ${told}`);
      if (name.startsWith('extra:'))
        assert.equal((await run('verify', url, ...args)).code, 0, 'a warning, unless strict');
    };
    for (let i = 0; i < mutants.length; i += 4) {
      await Promise.all(mutants.slice(i, i + 4).map((mutant, j) => check(mutant, i + j)));
    }
  });

  test(`Socket.IO ${generation}: missing events are reported`, async (t) => {
    const url = await startService(t, generation, { alice: [], bob: correct.slice(1) });
    const silent = await run('verify', url, '--token', 'alice', ...flags, '--for', '300ms');
    assert.equal(silent.code, 1, silent.stdout);
    for (const event of events) assert.match(silent.stdout, new RegExp(`never[^\\n]*${event}`));
    const nearly = await run('verify', url, '--token', 'bob', ...flags, '--for', '300ms', '--report', 'json');
    assert.equal(nearly.code, 1, nearly.stdout);
    assert.deepEqual(JSON.parse(nearly.stdout).never_seen, [correct[0][0]]);
    const others = await run('verify', url, '--token', 'bob', ...flags, '--expect', correct[1][0]);
    assert.equal(others.code, 0, others.stdout);
  });

  test(`Socket.IO ${generation}: a bad token is refused with Unauthorization`, async (t) => {
    const url = await startService(t, generation, { alice: correct });
    for (const by of transports) {
      const refused = await run('verify', url, '--token', 'x', ...flags, '--transport', by, '--refused');
      assert.equal(refused.code, 0, refused.stdout + refused.stderr);
      const accepted = await run(
        'verify',
        url,
        '--token',
        'alice',
        ...flags,
        '--transport',
        by,
        '--refused',
        '--for',
        '200ms',
      );
      assert.equal(accepted.code, 1, accepted.stdout + accepted.stderr);
      assert.match(accepted.stdout, /got none: the service accepted the client/);
      const unverified = await run('verify', url, '--token', 'x', ...flags, '--transport', by);
      assert.equal(unverified.code, 2);
      assert.match(unverified.stderr, /refused: Unauthorization/);
    }
  });
}

test('a service that is not there cannot be verified', async (t) => {
  for (const args of [
    ['ws://127.0.0.1:1'],
    ['wss://127.0.0.1:1'],
    ['ftp://127.0.0.1'],
    ['ws://127.0.0.1:1', '--refused'],
  ]) {
    const { code, stderr } = await run('verify', ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /Connection refused|expected a URL of a Socket\.IO service/);
  }
  const mock = await serve(t);
  const misspelt = await run('verify', mock.ready.socket, '--token', 'alice', '--expect', 'NewMesage');
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.stderr, /did you mean "NewMessage"/);
});

test('a service of the other revision is distinguished from a missing one', async (t) => {
  const url = await startService(t, '2', { alice: correct });
  const { code, stderr } = await run('verify', url, '--token', 'alice', '--transport', 'websocket');
  assert.equal(code, 2);
  assert.match(stderr, /--eio 3/);
});

test('the mock refuses a bad token, in every configured way', async (t) => {
  const mock = await serve(t);
  for (const via of ['connect_error', 'http', 'event']) {
    await mock.ask('POST', '/auth/rules', { match: { token: via }, outcome: { do: 'reject', via } });
    const { code, stdout, stderr } = await run('verify', mock.ready.socket, '--token', via, '--refused');
    assert.equal(code, 0, `${via}: ${stdout}${stderr}`);
  }
  const outcome = { do: 'reject', message: 'Go away' };
  await mock.ask('POST', '/auth/rules', { match: { token: 'rude' }, outcome });
  const { code, stdout } = await run('verify', mock.ready.socket, '--token', 'rude', '--refused');
  assert.equal(code, 1);
  assert.match(stdout, /expected a refusal with "Unauthorization", got one with "Go away"/);
});

test('unknown events, wrong arguments and lost connections are reported', async (t) => {
  const [name, payload] = correct[0];
  const sent = {
    alice: [['NewMesage', payload], [name], [name, payload, 2], [name, Buffer.from('abc')], [name, payload]],
  };
  const url = await startService(t, '4', sent);
  const { code, stdout } = await run(
    'verify',
    url,
    '--token',
    'alice',
    '--expect',
    name,
    '--report',
    'json',
    '--for',
    '500ms',
  );
  assert.equal(code, 1);
  const kinds = JSON.parse(stdout).findings.map(({ event, kind }) => `${event} ${kind}`);
  assert.ok(kinds.includes('NewMesage unknown_event'), stdout);
  assert.ok(kinds.includes(`${name} wrong_arguments`), stdout);

  const mock = await serve(t);
  const verified = run('verify', mock.ready.socket, '--token', 'alice');
  await mock.ask('POST', '/connections/wait', { match: { user: 'alice' } });
  await mock.ask('POST', '/connections/disconnect', { to: { user: 'alice' }, as: 'server_disconnect' });
  const lost = await verified;
  assert.equal(lost.code, 2);
  assert.match(lost.stdout, /io server disconnect/);
});

test('JUnit and JSON reports agree with the table, and contain no token', async (t) => {
  const token = 'secret-token';
  const [name, payload] = correct[0];
  const url = await startService(t, '4', { [token]: [[name, { ...payload, id: '<&"]]>' }], ...correct.slice(1)] });
  const args = ['verify', `${url}/socket.io/?jwt_token=${token}`, '--report'];
  const junit = await run(...args, 'junit');
  const json = await run(...args, 'json');
  const text = await run(...args, 'text');
  for (const { code, stdout, stderr } of [junit, json, text]) {
    assert.equal(code, 1);
    assert.ok(!`${stdout}${stderr}`.includes(token), 'the token is named');
    assert.ok(stdout.includes('/id'), stdout);
  }
  const parsed = execFileSync(
    'python3',
    [
      '-c',
      `import sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.read())
for case in root.iter("testcase"): print(case.get("name"), len(case.findall("failure")))`,
    ],
    { input: junit.stdout, encoding: 'utf8' },
  );
  const failures = Object.fromEntries(parsed.trim().split('\n').map((line) => line.split(' ')));
  assert.deepEqual(Object.keys(failures).sort(), [...events].sort());
  assert.equal(failures[name], '1');
  assert.equal(Object.values(failures).filter((count) => count === '0').length, events.length - 1);
  assert.equal(JSON.parse(json.stdout).passed, false);
});

test('TLS: a certificate is checked against --ca and the host name, unless --insecure', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert,
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  const byAddress = await startService(t, '4', { alice: correct }, tls);
  const byName = byAddress.replace('127.0.0.1', 'localhost');
  for (const by of transports) {
    const args = ['--token', 'alice', '--transport', by];
    const trusted = await run('verify', byName, ...args, '--ca', cert);
    assert.equal(trusted.code, 0, trusted.stdout + trusted.stderr);
    const untrusted = await run('verify', byName, ...args);
    assert.equal(untrusted.code, 2);
    assert.match(untrusted.stderr, /certificate/);
    assert.equal((await run('verify', byAddress, ...args, '--ca', cert)).code, 2, 'another host');
    assert.equal((await run('verify', byAddress, ...args, '--insecure')).code, 0);
  }
  assert.equal((await run('verify', byName, '--ca', join(folder, 'nothing.pem'))).code, 2);
});

// A server without Socket.IO: each request gets the same answer.
async function answering(t, status, body) {
  const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await next(server, 'listening');
  t.after(() => server.close());
  return `ws://127.0.0.1:${server.address().port}`;
}

test('a server without Socket.IO gives no verdict, and its text is escaped for terminals', async (t) => {
  for (const [status, expected] of [
    [301, /got HTTP status 301; redirects/],
    [404, /HTTP status 404/],
    [502, /HTTP status 502/],
  ]) {
    const url = await answering(t, status, '<html>');
    for (const args of [[], ['--refused']]) {
      const { code, stderr } = await run('verify', url, '--token', 'x', ...args);
      assert.equal(code, 2);
      assert.match(stderr, expected);
    }
  }
  const url = await answering(t, 400, `\u001b[31m you asked for jwt_token=hush ${'x'.repeat(3000)}`);
  const { code, stderr, stdout } = await run('verify', url, '--token', 'hush', '--report', 'junit');
  assert.equal(code, 2);
  for (const text of [stderr, stdout]) {
    assert.ok(!text.includes('hush') && !text.includes('\u001b') && text.length < 2500, text);
  }
  assert.match(stdout, /errors="1"/);
  assert.match(stdout, /<error message="refused: /);
});

test('an interruption before the acceptance gives no verdict', async (t) => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await next(server, 'listening');
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  for (const args of [[], ['--refused']]) {
    const asked = next(server, 'request');
    const child = spawn(binary, ['verify', `ws://127.0.0.1:${server.address().port}`, ...args], { cwd: repository });
    const ended = next(child, 'close');
    await asked;
    child.kill('SIGINT');
    assert.deepEqual(await ended, [2, null]);
  }
});

test('the contracts are those that one names', async (t) => {
  const [name, payload] = correct[0];
  const { group_id: _, ...changed } = payload;
  const url = await startService(t, '4', { alice: [[name, { ...changed, reply_to: null }]] });
  const schema = JSON.parse(readFileSync(new URL(`../../contracts/events/${name}.schema.json`, import.meta.url)));
  schema.properties.reply_to = { type: ['string', 'null'] };
  schema.required = schema.required.filter((field) => field !== 'group_id');
  const contracts = copyOf(t, 'contracts', { [`events/${name}.schema.json`]: schema });
  const args = ['verify', url, '--token', 'alice', '--expect', name, '--strict'];
  assert.equal((await run(...args)).code, 1);
  assert.equal((await run(...args, '--contracts', contracts)).code, 0);
});
