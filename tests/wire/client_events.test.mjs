// The client's side of the contract: the events that a profile allows to clients, tested with the real
// client.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyOf, fileOf, run, serve } from './chatmock.mjs';

const typing = { type: 'object', required: ['group_id'], properties: { group_id: { type: 'integer' } } };
const profile = {
  client_events: { typing: { description: 'Somebody writes.', data: typing }, move: { arguments: { maxItems: 2 } } },
};
const none = { match: { kind: 'violation' }, exactly: 0 };

function serveStrictly(t) {
  return serve(t, '--fixtures', copyOf(t, 'fixtures', { 'profiles/default.json': profile }));
}

for (const transport of ['polling', 'websocket']) {
  test(`over ${transport}, declared events pass, and others are violations`, async (t) => {
    const mock = await serveStrictly(t);
    const client = await mock.connected('alice', { transports: [transport] });

    client.emit('typing', { group_id: 7 });
    client.emit('move', 1, Buffer.from([1, 2]));
    await mock.journalled({ kind: 'receive' }, 2);
    await mock.ask('POST', '/journal/verify', none);

    client.emit('typing', { group_id: 'seven' });
    client.emit('typing', { group_id: 7 }, 'twice');
    client.emit('tpying', { group_id: 7 });
    client.emit('move', 1, 2, 3);
    const violations = await mock.journalled({ kind: 'violation', user: 'alice' }, 4);
    const told = violations.map(({ event, message, violations }) => [event, message, violations?.[0].at]);
    assert.deepEqual(told, [
      ['typing', 'the client event "typing" breaks its contract', '/0/group_id'],
      ['typing', 'the client event "typing" has exactly one argument, got 2', undefined],
      ['tpying', 'unknown client event "tpying"; did you mean "typing"? There are "move" and "typing"', undefined],
      ['move', 'the client event "move" breaks its contract', ''],
    ]);
    assert.ok(violations.every(({ sid }) => sid === client.id));
    assert.ok(client.connected);

    const { status, body } = await mock.control('POST', '/journal/verify', none);
    assert.equal(status, 409);
    assert.match(body.error.nearest.join('\n'), /did you mean/);
  });
}

test('a profile with invalid client_events does not load', async (t) => {
  const broken = { client_events: { disconnect: { data: {} }, typing: { data: { type: 'objct' } } } };
  const fixtures = copyOf(t, 'fixtures', { 'profiles/default.json': broken });
  const { code, stdout } = await run('check', '--fixtures', fixtures);
  assert.equal(code, 2);
  assert.match(stdout, /\/client_events\/disconnect: .*reserves/);
  assert.match(stdout, /\/client_events\/typing\/data\/type: unknown type "objct"; did you mean "object"/);
});

test('a run with violations replays', async (t) => {
  const mock = await serveStrictly(t);
  const client = await mock.connected('alice');
  client.emit('hello');
  await mock.journalled({ kind: 'violation' });
  const transcript = await mock.ask('GET', '/journal/export');
  assert.match(transcript, /unknown client event/);
  const { code, stdout } = await run('replay', fileOf(t, transcript));
  assert.equal(code, 0, stdout);
});
