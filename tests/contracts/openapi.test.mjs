// The contract of the control API: OpenAPI's own tools accept it, the server returns it, and the checks find
// violations.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { serve } from '../wire/chatmock.mjs';
import { checkExchange } from '../wire/openapi.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const file = here('../../contracts/control.openapi.yaml');
const written = readFileSync(file, 'utf8');

test('Redocly finds nothing wrong with it', async () => {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
  const line = ['lint', '--config', here('redocly.yaml'), '--format', 'json', file];
  const { stdout } = await promisify(execFile)(here('node_modules/.bin/redocly'), line, { env });
  assert.deepEqual(JSON.parse(stdout).problems, []);
});

test('the server hands it out, and is of its version', async (t) => {
  const mock = await serve(t);
  assert.deepEqual(await mock.control('GET', '/openapi.yaml'), { status: 200, body: written });
  assert.equal(parse(written).info.version, mock.ready.version);
});

test('every shipped scenario is one of its scenarios, and every GET can be a HEAD', async (t) => {
  const mock = await serve(t);
  const { scenarios } = await mock.ask('GET', '/scenarios');
  for (const { name } of scenarios) {
    const path = `/scenarios/${name}`;
    await mock.ask('PUT', path, await mock.ask('GET', path));
  }
  for (const [path, { get }] of Object.entries(parse(written).paths)) {
    if (get === undefined || path.includes('{')) continue;
    const status = path === '/tls/ca.pem' ? 404 : 200; // without TLS, there is no authority
    assert.deepEqual(await mock.control('HEAD', path), { status, body: '' }, path);
  }
});

const json = 'application/json';
const fault = { name: 'lossy', do: 'drop', since: '2020-01-01T00:00:00.000Z', occurrences: 0, strikes: 0 };
const entry = { seq: 1, at: '2020-01-01T00:00:00.000Z', kind: 'control', call: 'set_auth' };
const health = { method: 'GET', target: '/healthz', status: 200, type: json, text: '{"status":"ok"}' };
const clock = { method: 'PUT', target: '/clock', body: '{"mode":"real"}', status: 200, type: json,
  text: '{"mode":"real","now":"2020-01-01T00:00:00.000Z"}' };
const install = { method: 'PUT', target: '/faults/lossy', body: '{"do":"drop"}', status: 200, type: json,
  text: JSON.stringify(fault) };
const refused = (status, code) => ({ status, text: JSON.stringify({ error: { code, message: 'why' } }) });
const lines = { method: 'GET', target: '/journal', status: 200, type: 'application/jsonl',
  text: `${JSON.stringify(entry)}\n` };
const stream = { ...lines, target: '/journal/stream', type: 'text/event-stream',
  text: `: keep-alive\nid: 1-0\n\nid: 1-1\ndata: ${JSON.stringify(entry)}\n\n` +
    'id: 1-9\nevent: dropped\ndata: {"dropped":8}\n\nid: ' };

// [what, a valid exchange, a change that violates the contract, the expected message]
const breaches = [
  ['an unknown path', health, { target: '/health' }, /no such operation/],
  ['a method that a path does not have', health, { method: 'POST' }, /no such operation/],
  [
    'an unknown path, reported as a wrong method',
    { ...health, target: '/health', ...refused(404, 'unknown_route') },
    refused(405, 'method_not_allowed'),
    /no such operation/,
  ],
  ['an undeclared status', health, refused(404, 'unknown_run'), /no such status of getHealth/],
  ['another type', health, { type: 'text/plain' }, /no answer of type "text\/plain"/],
  ['a body for HEAD', { ...health, method: 'HEAD', text: '' }, { text: health.text }, /HEAD has no body/],
  ['an unknown field of an answer', health, { text: '{"status":"ok","load":1}' }, /the answer breaks.*healthz.*load/s],
  ['a missing field of an answer', clock, { text: '{"mode":"real"}' }, /the answer breaks.*now/s],
  ['an unknown field of a composed schema', install, { text: JSON.stringify({ ...fault, odd: 1 }) }, /odd/],
  ['an error of another status', { ...install, ...refused(404, 'unknown_event') }, refused(404, 'unknown_run'), /code/],
  [
    'an entry with a malformed time',
    lines,
    { text: `${JSON.stringify({ ...entry, at: 3 })}\n` },
    /an item breaks.*\/at/s,
  ],
  ['an event that is not an entry', stream, { text: 'id: 1-1\ndata: {"seq":1}\n\n' }, /an item breaks/],
  ['an event without an id', stream, { text: `data: ${JSON.stringify(entry)}\n\n` }, /an item breaks.*id/s],
  ['an unknown query that was accepted', lines, { target: '/journal?kin=emit' }, /no query parameter "kin"/],
  ['a query that was accepted', lines, { target: '/journal?after=soon' }, /parameter after breaks/],
  ['a path that was accepted', install, { target: `/faults/${'x'.repeat(65)}` }, /parameter name breaks/],
  ['an unknown field that was accepted', clock, { body: '{"mode":"real","now":1}' }, /accepted breaks.*now/s],
  ['a combination that was accepted', install, { body: '{"do":"drop","ms":7}' }, /accepted breaks.*ms/s],
  ['a missing body that is required', clock, { body: undefined }, /accepted breaks/],
  ['a body of a call that takes none', health, { body: '{"verbose":true}' }, /no request body/],
];

for (const [what, kept, change, message] of breaches) {
  test(`the check finds ${what}`, () => {
    checkExchange(kept);
    assert.throws(() => checkExchange({ ...kept, ...change }), { name: 'AssertionError', message });
  });
}
