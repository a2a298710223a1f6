// Traffic that gives each metric with labels a sample.
import { next, unsignedJwt } from './chatmock.mjs';
import { rawWebSocket, textFrame } from './raw.mjs';

export async function traffic(t, mock) {
  const alice = await mock.connected(unsignedJwt({ sub: 'alice' }));
  const bob = await mock.connected('bob', { transports: ['polling'] });
  const received = Promise.all([alice, bob].map((client) => next(client, 'NewMessage')));
  await mock.inject('NewMessage');
  await received;
  alice.emit('typing "fast"\n', { group: 7 });
  await mock.journalled({ kind: 'receive' });
  await mock.ask('PUT', '/faults/lossy', { do: 'drop', on: { event: 'NewMember' } });
  await mock.inject('NewMember');
  const broken = await rawWebSocket(mock, t);
  broken.resume();
  broken.end(textFrame('abc'));
  await mock.journalled({ kind: 'violation' });
  await mock.ask('POST', '/connections/disconnect', { to: { user: 'bob' }, as: 'server_disconnect' });
  await mock.ask('POST', '/sandboxes', { name: 'w1' });
  await mock.control('GET', '/nowhere');
}
