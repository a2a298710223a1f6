// README's "whole UI test", repeatedly: the app shows the message in every round, whatever stage its upgrade
// has reached when the clock is held. UI_TEST_ROUNDS=1000 plays it 1,000 times.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { next, serve } from './chatmock.mjs';

const rounds = Number(process.env.UI_TEST_ROUNDS ?? 20);
const minute_ms = 60_000;

// The app under test, with a client's default transports: it polls, and upgrades.
function app(mock) {
  const socket = mock.client({ token: 'alice', transports: ['polling', 'websocket'] });
  return next(socket, 'NewMessage').then(([message]) => {
    socket.close();
    return message.content;
  });
}

async function wholeTest(mock) {
  const received = app(mock);
  await mock.ask('POST', '/connections/wait', { match: { user: 'alice' } });
  await mock.ask('PUT', '/clock', { mode: 'manual' });
  await mock.inject('NewMessage', { to: { user: 'alice' }, patch: { content: 'A minute later' }, delay_ms: minute_ms });
  await mock.ask('POST', '/clock/advance', { ms: minute_ms });
  await mock.ask('GET', '/quiesce');
  await mock.ask('POST', '/journal/verify', { match: { kind: 'emit', user: 'alice' }, exactly: 1 });
  return received;
}

test(`a whole UI test passes in each of ${rounds} rounds`, async (t) => {
  const mock = await serve(t);
  for (let round = 1; round <= rounds; ++round) {
    assert.equal(await wholeTest(mock), 'A minute later', `round ${round}`);
    await mock.ask('POST', '/reset');
  }
});
