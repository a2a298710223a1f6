// The ends of connections, with every generation of the real client, and their reconnections.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fixture, next } from '../chatmock.mjs';
import { forwarding } from './forwarding.mjs';
import { combinations, connected, eventually, fallSilent, onFinalTransport, serveEveryone } from './versions.mjs';

async function assertHears(mock, client) {
  const received = next(client, 'NewMessage');
  await mock.inject('NewMessage', { to: { user: 'alice' }, min_recipients: 1 });
  assert.deepEqual(await received, [await fixture('NewMessage')]);
}

for (const combination of combinations) {
  describe(combination.name, { concurrency: 4 }, () => {
    test('server_disconnect is final', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      const ended = next(client, 'disconnect');
      await mock.ask('POST', '/connections/disconnect', { to: { user: 'alice' }, as: 'server_disconnect' });
      assert.equal((await ended)[0], 'io server disconnect');
      await mock.ask('POST', '/connections/wait', { match: { user: 'alice' }, count: 0 });
      assert.equal(client.connected, false);
    });

    test('after transport_close it reconnects by itself', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      const ended = eventually(client, 'disconnect');
      const back = ended.then(() => eventually(client, 'connect'));
      await mock.ask('POST', '/connections/disconnect', { to: { user: 'alice' }, as: 'transport_close' });
      assert.equal((await ended)[0], 'transport close');
      await back;
      await assertHears(mock, client);
    });

    test('its own disconnect reaches the mock', async (t) => {
      const mock = await serveEveryone(t);
      const client = await connected(t, mock, combination, 'alice');
      client.disconnect();
      const [entry] = await mock.journalled({ kind: 'disconnect', user: 'alice' });
      assert.equal(entry.reason, 'client namespace disconnect');
    });

    test('its silence ends the connection', async (t) => {
      const mock = await serveEveryone(t, {}, '--clock', 'manual');
      const client = await connected(t, mock, combination, 'alice', { reconnection: false });
      if (combination.upgrades) await mock.journalled({ kind: 'upgrade', user: 'alice' });
      fallSilent(client);
      await mock.ask('POST', '/clock/advance', { ms: 60_000, await: 'nothing' });
      const [entry] = await mock.journalled({ kind: 'disconnect', user: 'alice' });
      assert.equal(entry.reason, 'ping timeout');
    });

    test('it outlives the restart of the mock', async (t) => {
      const first = await serveEveryone(t);
      const address = await forwarding(t, first);
      const client = await connected(t, address, combination, 'alice');
      const ended = eventually(client, 'disconnect');
      const back = ended.then(() => eventually(client, 'connect'));
      await first.terminate();
      assert.match((await ended)[0], /^transport (close|error)$/);

      const second = await serveEveryone(t);
      address.to(second);
      await back;
      await onFinalTransport(client, combination);
      await assertHears(second, client);
    });
  });
}

test('heartbeats keep every one of them through more than a minute of them', async (t) => {
  const mock = await serveEveryone(t, { ping_interval_ms: 50, ping_timeout_ms: 60_000 });
  await Promise.all(combinations.map(async (combination, i) => {
    const client = await connected(t, mock, combination, `user-${i}`);
    await beats(client, combination, 25);
    const received = next(client, 'NewMember');
    await mock.inject('NewMember', { to: { user: `user-${i}` }, min_recipients: 1 });
    await received;
  }));
});

// Resolves after this number of pings or pongs from the mock; fails if the connection ends before.
function beats(client, { name, engineio }, count) {
  const type = engineio === 3 ? 'pong' : 'ping';
  return new Promise((resolve, reject) => {
    let beaten = 0;
    client.on('disconnect', (reason) => reject(new Error(`${name}: ${reason} after ${beaten} beats`)));
    client.io.engine.on('packet', (packet) => {
      if (packet.type === type && ++beaten === count) resolve();
    });
  });
}
