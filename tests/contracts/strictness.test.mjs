// The contract of the control API is as strict as the server: of thousands of bodies that differ from a valid
// one in one place, the server refuses exactly those that the contract forbids.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../wire/chatmock.mjs';
import { checkCall } from '../wire/openapi.mjs';

// Values of every type, at and past bounds.
const values = [null, true, false, -1, 0, 1, 1.5, 1e13, '', 'x', [], {}, ['x'], [7], { x: 7 }];

const match = { kind: 'emit', event: 'NewMessage', user: 'alice', sid: 'x', data: { a: 1 }, after: 0 };
const on = { to: { user: 'alice' }, event: 'NewMessage', namespace: '/', nth: 2, probability: 0.5 };
const inject = {
  fixture: 'default', patch: { content: 'x' }, namespace: '/', to: { sid: ['x'] }, contract: 'enforce', repeat: 1,
  delay_ms: 0, await: 'queued', min_recipients: 0, timeout_ms: 0,
};

const faults = [
  { on, do: 'drop', ttl_ms: 60000, until: match },
  { do: 'delay', ms: [1, 2] },
  { do: 'duplicate', copies: 2 },
  { do: 'reorder' },
  { do: 'truncate', bytes: 4 },
  { do: 'corrupt', at: 3 },
  { do: 'disconnect', when: 'before', as: 'restart' },
  { do: 'disconnect', when: 'amid' },
  { do: 'slow', bytes_per_second: 9 },
  { do: 'no_ping', on: { to: { group: 7 }, first: 1, every: 2 } },
];

const outcomes = [
  { do: 'accept', delay_ms: 1, expire_after_ms: 5, expire_as: 'server_disconnect' },
  { do: 'accept', expire_after_ms: 5, expire_as: 'event', message: 'Expired', data: 1 },
  { do: 'reject', via: 'connect_error', message: 'Banned', data: {}, delay_ms: 1 },
  { do: 'reject', via: 'http', status: 403, message: 'Banned', delay_ms: 1 },
  { do: 'reject', via: 'event', message: 'Banned', data: 1 },
  { do: 'reject', via: 'close', at: 'handshake', delay_ms: 1 },
  { do: 'hang', at: 'connect' },
];
const caller = {
  token: 'x', missing: false, claims: { a: 1 }, expired: true, not_yet_valid: false, signature: 'valid', address: '*',
  protocol: 3, transport: 'polling', nth: 1,
};

const steps = [
  { inject: { event: 'NewMessage', ...inject } },
  { wait_for: { connection: { user: 'alice' }, count: 1, timeout_ms: 5 } },
  { wait_for: { entry: match, since: 'act', count: 1 } },
  { expect: { connection: {}, at_least: 1, at_most: 2 } },
  { expect: { entry: match, since: 'run', exactly: 1 } },
  { delay: { ms: 4 } },
  { disconnect: { to: { all: true }, as: 'restart' } },
  { fault: { name: 'lossy', do: 'drop' } },
  { fault: { remove: 'lossy' } },
  { auth: { rule: { match: {}, outcome: { do: 'hang' } } } },
  { auth: { rules: [{ match: {}, outcome: { do: 'hang' } }] } },
  { clock: { mode: 'manual' } },
  { clock: { ms: 3, await: 'pong' } },
  { name: 'twice', repeat: { times: 2, steps: [{ delay: { ms: 1 } }] } },
];

const good = [
  ['POST', '/events/NewMessage', inject],
  ['POST', '/events/NewMessage', { data: { a: 1 }, contract: 'skip' }],
  ['POST', '/events/NewMessage', { mutant: 'missing:/id' }],
  ['POST', '/connections/wait', { match: { user: 'alice' }, count: 0, timeout_ms: 0 }],
  ['POST', '/connections/disconnect', { to: { claims: { a: 1 } }, as: 'restart' }],
  ['PUT', '/auth', { rules: [{ match: {}, times: 1, outcome: { do: 'hang' } }] }],
  ['POST', '/auth/rules', { match: caller, times: 2, outcome: { do: 'reject' } }],
  ...outcomes.map((outcome) => ['POST', '/auth/rules', { match: {}, outcome }]),
  ['PUT', '/faults', { faults: { lossy: { do: 'drop' } } }],
  ...faults.map((fault) => ['PUT', '/faults/lossy', fault]),
  ['PUT', '/scenarios/story', { description: 'x', parameters: { a: 1 }, steps: [] }],
  ...steps.map((step) => ['PUT', '/scenarios/story', { steps: [step] }]),
  ['POST', '/scenarios/empty/run', { to: { all: true }, parameters: {}, await: 'end', timeout_ms: 10 }],
  ['POST', '/runs/1/wait', { timeout_ms: 5 }],
  ['PUT', '/groups/7', { members: ['alice'] }],
  ['POST', '/journal/wait', { match: { kind: 'scenario' }, count: 1, timeout_ms: 0 }],
  ['POST', '/journal/verify', { match, at_least: 0, at_most: 3 }],
  ['POST', '/journal/verify', { match: {}, exactly: 3 }],
  ['POST', '/clock/advance', { ms: 1, await: 'nothing', timeout_ms: 5 }],
  ['PUT', '/clock', { mode: 'manual' }],
  ['POST', '/reset', { connections: 'keep' }],
];

// Rules that schemas cannot express: existing names, and the order of a range's bounds.
const beyondSchemas = /^unknown (event|NewMessage fixture|parameter) |^expected milliseconds .* got \[1,0\]$/;

// Every body with another value in one place, without one field, or with an additional one.
function* variantsOf(body) {
  yield* values;
  if (body === null || typeof body !== 'object') return;
  for (const key of Object.keys(body)) {
    for (const variant of variantsOf(body[key])) yield Object.assign(structuredClone(body), { [key]: variant });
    if (!Array.isArray(body)) yield Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
  }
  if (!Array.isArray(body)) yield { ...body, unknown: 1 };
}

function isAllowed(call) {
  try {
    checkCall(call);
    return true;
  } catch {
    return false;
  }
}

test('the server refuses exactly the bodies that the contract forbids', async (t) => {
  const mock = await serve(t, '--clock', 'manual');
  await mock.ask('PUT', '/scenarios/empty', { steps: [] });
  await mock.ask('POST', '/scenarios/empty/run');
  const counts = { taken: 0, refused: 0 };
  for (const [method, target, body] of good) {
    for (const variant of variantsOf(body)) {
      const text = JSON.stringify(variant);
      const answer = await mock.control(method, target, text);
      const refused = answer.status === 400;
      counts[refused ? 'refused' : 'taken'] += 1;
      if (refused && beyondSchemas.test(answer.body.error.message)) continue;
      const said = `${method} ${target} ${text}: ${answer.status} ${JSON.stringify(answer.body)}`;
      assert.equal(isAllowed({ method, target, body: text }), !refused, said);
    }
  }
  t.diagnostic(`${counts.taken} taken, ${counts.refused} refused`);
  assert.ok(counts.taken > 500 && counts.refused > 500);
});
