// Answers of the control port to mistakes in calls; the server continues after each.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fixture, next, serve } from './chatmock.mjs';
import { checkExchange } from './openapi.mjs';

const inject = ['POST', '/events/NewMessage'];
const disconnect = ['POST', '/connections/disconnect'];
const setClock = ['PUT', '/clock'];
const advance = ['POST', '/clock/advance'];

// [description, [method, path], body, status, code, further members of the error, or headers of the request]
const mistakes = [
  ['no JSON', inject, '{"patch": ', 400, 'malformed_json',
    { message: /^not JSON at line 1, column 11: expected a value, the text ends$/ }],
  ['no object', inject, '[1]', 400, 'invalid_value'],
  ['no UTF-8', inject, Buffer.from('{"fixture":"\xff"}', 'latin1'), 400, 'malformed_json'],
  ['deep nesting', inject, '['.repeat(100_000), 400, 'malformed_json'],
  ['an unknown field', inject, { fixtur: 'a' }, 400, 'unknown_field', { at: '/fixtur', message: /fixture/ }],
  ['an unknown target', inject, { to: { usr: 'a' } }, 400, 'unknown_field', { at: '/to/usr', message: /user/ }],
  ['two targets', inject, { to: { all: true, user: 'alice' } }, 400, 'invalid_value', { at: '/to' }],
  ['no target', inject, { to: {} }, 400, 'invalid_value', { at: '/to', message: /one of all, user/ }],
  ['no claims', inject, { to: { claims: null } }, 400, 'invalid_value', { at: '/to/claims' }],
  ['all or not', disconnect, { to: { all: null }, as: 'transport_close' }, 400, 'invalid_value', { at: '/to/all' }],
  ['no client to disconnect', disconnect, { to: {}, as: 'transport_close' }, 400, 'invalid_value', { at: '/to' }],
  ['a query', ['POST', '/events/NewMessage?fixture=live'], {}, 400, 'unknown_field', { message: /"fixture"/ }],
  ['a query of a service call', ['GET', '/healthz?verbose=1'], undefined, 400, 'unknown_field',
    { message: /^unknown query parameter "verbose"; this call has none$/ }],
  ['an unknown filter', ['GET', '/journal?kin=emit'], undefined, 400, 'unknown_field',
    { at: null, message: /^unknown query parameter "kin"; did you mean "kind"\? .*canonical.*kind/ }],
  ['an unknown filter of the stream', ['GET', '/journal/stream?knd=emit'], undefined, 400, 'unknown_field',
    { at: null, message: /^unknown query parameter "knd"; did you mean "kind"\?/ }],
  ['neither true nor false', ['GET', '/journal?canonical=yes'], undefined, 400, 'invalid_value',
    { at: null, message: /^the query parameter "canonical": expected true or false/ }],
  ['another type', inject, { repeat: 'twice' }, 400, 'invalid_value', { at: '/repeat' }],
  ['out of range', inject, { repeat: 10_001 }, 400, 'invalid_value', { at: '/repeat', message: /10000/ }],
  ['an unknown choice', inject, { await: 'writen' }, 400, 'invalid_value', { at: '/await', message: /written/ }],
  ['a missing field', ['POST', '/auth/rules'], { match: {} }, 400, 'missing_field', { message: /outcome/ }],
  ['no field at all', disconnect, '', 400, 'missing_field',
    { message: /^expected the fields "to" and "as", got none$/ }],
  ['an unknown end', disconnect, { to: { all: true }, as: 'server_close' }, 400, 'invalid_value',
    { at: '/as', message: /server_disconnect/ }],
  ['an unknown outcome', ['POST', '/auth/rules'], { match: {}, outcome: { do: 'refuse' } }, 400, 'invalid_value',
    { at: '/outcome/do', message: /reject/ }],
  ['an unknown kind', ['POST', '/journal/wait'], { match: { kind: 'recieve' } }, 400, 'invalid_value',
    { at: '/match/kind', message: /receive/ }],
  ['no mode of the clock', setClock, {}, 400, 'missing_field', { message: /mode/ }],
  ['an unknown mode', setClock, { mode: 'manuel' }, 400, 'invalid_value', { at: '/mode', message: /manual/ }],
  ['a mode that is not text', setClock, { mode: true }, 400, 'invalid_value', { at: '/mode' }],
  ['a clock that is to be set', setClock, { mode: 'manual', now: '2020-01-01T00:00:00.000Z' }, 400, 'unknown_field',
    { at: '/now', message: /mode/ }],
  ['an advance by nothing', advance, {}, 400, 'missing_field', { message: /ms/ }],
  ['an advance in other units', advance, { ms: 1, seconds: 25 }, 400, 'unknown_field',
    { at: '/seconds', message: /ms/ }],
  ['an advance by text', advance, { ms: '25000' }, 400, 'invalid_value', { at: '/ms' }],
  ['an advance by a fraction', advance, { ms: 0.5 }, 400, 'invalid_value', { at: '/ms' }],
  ['a way back in time', advance, { ms: -1 }, 400, 'invalid_value', { at: '/ms' }],
  ['an advance by more than a year', advance, { ms: 366 * 24 * 3_600_000 }, 400, 'invalid_value', { at: '/ms' }],
  ['an advance that awaits something else', advance, { ms: 1, await: 'ping' }, 400, 'invalid_value',
    { at: '/await', message: /pong/ }],
  ['an advance while the clock is real', advance, { ms: 1 }, 409, 'clock_is_running', { message: /PUT \/clock/ }],
  ['a query of the clock', ['GET', '/clock?mode=manual'], undefined, 400, 'unknown_field', { message: /"mode"/ }],
  ['a query of the export', ['GET', '/journal/export?user=alice'], undefined, 400, 'unknown_field'],
  ['an unknown wish for quiet', ['GET', '/quiesce?timeout=5'], undefined, 400, 'unknown_field',
    { at: null, message: /^unknown query parameter "timeout".*"group", "sid", "timeout_ms"/ }],
  ['no number of milliseconds', ['GET', '/quiesce?timeout_ms=soon'], undefined, 400, 'invalid_value',
    { at: null, message: /^the query parameter "timeout_ms": expected/ }],
  ['another method of the clock', ['POST', '/clock'], { mode: 'manual' }, 405, 'method_not_allowed',
    { message: /GET, PUT/ }],
  ['an unknown route', ['GET', '/event'], undefined, 404, 'unknown_route',
    { message: /^unknown route "\/event"; did you mean "\/events"[^]*\? GET \/openapi.yaml lists all$/ }],
  ['a route that goes on', ['GET', '/openapi'], undefined, 404, 'unknown_route',
    { message: /did you mean "\/openapi.yaml"\?/ }],
  ['a route with a slash behind it', ['GET', '/connections/'], undefined, 404, 'unknown_route',
    { message: /did you mean "\/connections", / }],
  ['a route below an event', ['GET', '/events/NewMessage/fixture'], undefined, 404, 'unknown_route',
    { message: /did you mean "\/events\/NewMessage\/fixtures"/ }],
  ['a route unlike all', ['GET', '/xyzzy'], undefined, 404, 'unknown_route',
    { message: /^unknown route "\/xyzzy"; GET \/openapi.yaml lists all$/ }],
  ['an unknown event', ['POST', '/events/NewMesage'], {}, 404, 'unknown_event', { message: /NewMessage/ }],
  ['an unknown fixture', inject, { fixture: 'defualt' }, 404, 'unknown_fixture',
    { at: '/fixture', message: /default/ }],
  ['a fixture one up', inject, { fixture: '../NewMember/default' }, 404, 'unknown_fixture', { at: '/fixture' }],
  ['a fixture path that goes up', ['GET', '/events/NewMessage/fixtures/..%2f..%2fprofiles%2fdefault'], undefined,
    404, 'unknown_fixture'],
  ['an endless name', inject, { fixture: 'x'.repeat(10_000) }, 404, 'unknown_fixture'],
  ['an unknown connection', ['GET', '/connections/nobody'], undefined, 404, 'unknown_connection'],
  ['another method', ['DELETE', '/events'], undefined, 405, 'method_not_allowed', { message: /GET/ }],
  ['a body over 8 MiB', inject, JSON.stringify({ patch: { content: 'x'.repeat(8 * 1024 * 1024) } }),
    413, 'body_too_large'],
  ['a body that unpacks to more than 8 MiB', inject, gzipSync(' '.repeat(64 * 1024 * 1024)), 413, 'body_too_large',
    { headers: { 'content-encoding': 'gzip' } }],
  ['an unknown placeholder', inject, { patch: { content: '${nwo}' } }, 422, 'unknown_placeholder', { message: /now/ }],
  ['a broken contract', inject, { patch: { group_id: 'seven' } }, 422, 'contract_violation',
    { message: /^\/group_id: .*"seven"; the payload breaks the contract of NewMessage; "contract":"skip"/ }],
  ['nobody to send to', inject, { to: { user: 'bob' }, min_recipients: 1, timeout_ms: 0 }, 409, 'too_few_recipients',
    { message: /^expected at least 1 recipient \(bob\), got 0$/ }],
  ['nobody to wait for', ['POST', '/connections/wait'], { match: { group: 99 }, count: 2, timeout_ms: 0 }, 408,
    'timed_out', { message: /^expected at least 2 connections of group 99, got 0$/ }],
  ['no entry to wait for', ['POST', '/journal/wait'], { match: { kind: 'violation' }, timeout_ms: 0 }, 408, 'timed_out',
    { message: /^expected at least 1 entry matching \{"kind":"violation"\}, got 0$/ }],
];

test('each mistake gets a clear error, and the server goes on', async (t) => {
  const mock = await serve(t);
  const client = await mock.connected('alice');
  const assertServes = async () => {
    const received = next(client, 'NewMessage');
    await mock.ask('POST', '/events/NewMessage');
    assert.deepEqual(await received, [await fixture('NewMessage')]);
  };
  for (const [what, [method, path], body, status, code, { at, message, headers } = {}] of mistakes) {
    await t.test(what, async () => {
      const answer = await mock.control(method, path, body, headers);
      const { error } = answer.body;
      assert.equal(answer.status, status, JSON.stringify(answer));
      assert.equal(error.code, code, JSON.stringify(error));
      if (at !== undefined) assert.equal(error.at ?? null, at, JSON.stringify(error));
      if (message !== undefined) assert.match(error.message, message);
      assert.ok(error.message.length > 0 && error.message.length < 1000, error.message);
    });
  }
  await assertServes();
});

test('a body that is not declared as JSON is refused', async (t) => {
  const mock = await serve(t);
  const headers = { 'content-type': 'text/plain' };
  const { status, body } = await mock.control('POST', '/events/NewMessage', '{}', headers);
  assert.equal(status, 415);
  assert.equal(body.error.code, 'not_json');
  const form = await mock.control('POST', '/events/NewMessage', '{}', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  assert.match(form.body.error.message, /; curl sends JSON with --json$/);
  const charset = { 'content-type': 'application/json; charset=utf-8' };
  assert.equal((await mock.control('POST', '/events/NewMessage', '{}', charset)).status, 200);
});

test('a body over 8 MiB in chunks is refused, and the server continues', async (t) => {
  const mock = await serve(t);
  const url = `${mock.ready.control}/events/NewMessage`;
  const ask = async (body) => {
    const sending = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } });
    body.forEach((chunk) => sending.write(chunk));
    sending.end();
    const [response] = await next(sending, 'response');
    const text = (await response.setEncoding('utf8').toArray()).join('');
    const { statusCode: status, headers } = response;
    const call = { method: 'POST', target: '/events/NewMessage', body: body.join('') };
    checkExchange({ ...call, status, type: headers['content-type'], text });
    return status;
  };
  assert.equal(await ask(Array(10).fill(' '.repeat(1024 * 1024))), 413);
  assert.equal(await ask(['{', '}']), 200);
});

test('a wait without any connection reports that, and a redirect has its reason', async (t) => {
  const mock = await serve(t);
  const wait = { match: { user: 'alice', transport: 'websocket' }, timeout_ms: 0 };
  const { body } = await mock.control('POST', '/connections/wait', wait);
  const { message } = body.error;
  assert.equal(message, 'expected at least 1 connection of alice over websocket, got 0: nobody is connected');
  const home = await fetch(`${mock.ready.control}/`, { redirect: 'manual' });
  assert.equal(`${home.status} ${home.statusText}`, '307 Temporary Redirect');
});

test('the service calls answer', async (t) => {
  const mock = await serve(t);
  assert.deepEqual(await mock.ask('GET', '/healthz'), { status: 'ok' });
  assert.deepEqual(await mock.ask('GET', '/readyz'), { status: 'ready' });
  const version = await mock.ask('GET', '/version');
  assert.equal(version.name, 'chatmock');
  const schema = await mock.ask('GET', '/contracts/NewMessage');
  const path = new URL('../../contracts/events/NewMessage.schema.json', import.meta.url);
  assert.deepEqual(schema, JSON.parse(readFileSync(path, 'utf8')));
});

const broken = [
  ['PUT', '/auth', '/auth', {
    rules: [{ match: { tokn: 'x' }, outcome: { do: 'accept' } }, { match: {}, outcome: { do: 'rejct' } }],
  }, ['/rules/0/match/tokn', '/rules/1/outcome/do']],
  ['PUT', '/faults/lossy', '/faults', {
    on: { nth: 0, evnt: 'NewMessage' }, do: 'delay', ms: -1,
  }, ['/ms', '/on/nth', '/on/evnt']],
  ['PUT', '/faults', '/faults', {
    faults: { good: { do: 'drop' }, bad: { do: 'dorp' }, worse: { do: 'slow' } },
  }, ['/faults/bad/do', '/faults/worse']],
  ['PUT', '/scenarios/story', '/scenarios', {
    steps: [{ delay: { ms: 0 } }, { injct: {} }, { delay: {} }],
  }, ['/steps/1', '/steps/1/injct', '/steps/2/delay']],
];

for (const [method, path, shown, body, places] of broken) {
  test(`all mistakes in ${method} ${path} are reported together, and nothing changes`, async (t) => {
    const mock = await serve(t);
    await mock.ask('PUT', '/faults/lossy', { do: 'drop' });
    const before = await mock.ask('GET', shown);
    const answer = await mock.control(method, path, body);
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.error.violations.map(({ at }) => at), places);
    assert.deepEqual(await mock.ask('GET', shown), before);
  });
}
