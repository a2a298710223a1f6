// Tokens that the mock signs are good for others, too: Node's own cryptography verifies them.
import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';
import { copyOf, next, serve } from './chatmock.mjs';

const pem = { type: 'pkcs8', format: 'pem' };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pem);
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem);

const how = { RS256: {}, PS256: { padding: 6, saltLength: 32 }, ES256: { dsaEncoding: 'ieee-p1363' } };

async function isSigned(mock, token) {
  const [header, claims, signature] = token.split('.');
  const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url'));
  const { keys } = await mock.ask('GET', '/jwks.json');
  const key = createPublicKey({ key: keys.find((each) => each.kid === kid), format: 'jwk' });
  return verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key, ...how[alg] },
    Buffer.from(signature, 'base64url'),
  );
}

for (const [name, jwt, algorithm] of [['the seed\'s', undefined, 'ES256'], ['an EC', { private_key: ec }, 'ES256'],
  ['an RSA', { private_key: rsa }, 'RS256'], ['an RSA-PSS', { private_key: rsa, alg: 'PS256' }, 'PS256']]) {
  test(`${name} key signs ${algorithm}, and its tokens are accepted`, async (t) => {
    const mock = await serve(
      t,
      '--fixtures',
      copyOf(t, 'fixtures', { 'profiles/default.json': { jwt: jwt ?? { seeded: true } } }),
    );
    const { token, header } = await mock.ask('POST', '/tokens', { sub: 'alice' });
    assert.equal(header.alg, algorithm);
    assert.ok(await isSigned(mock, token));
    await mock.connected(token);
    const { connections } = await mock.ask('GET', '/connections');
    assert.deepEqual(connections.map(({ user }) => user), ['alice']);
    const { token: broken } = await mock.ask('POST', '/tokens', { sub: 'alice', broken: 'signature' });
    assert.ok(!(await isSigned(mock, broken)));
    const refused = mock.client({ token: broken, reconnection: false });
    assert.equal((await next(refused, 'connect_error'))[0].message, 'Unauthorization');
  });
}

test('a secret signs HS256', async (t) => {
  const mock = await serve(t);
  await mock.ask('PATCH', '/profile', { jwt: { secret: 'hush' } });
  const { token } = await mock.ask('POST', '/tokens', { sub: 'alice' });
  const end = token.lastIndexOf('.');
  assert.equal(token.slice(end + 1), createHmac('sha256', 'hush').update(token.slice(0, end)).digest('base64url'));
  assert.deepEqual(await mock.ask('GET', '/jwks.json'), { keys: [] });
  await mock.connected(token);
});

test('two mocks of one seed sign the same, at the same time', async (t) => {
  const tokens = [];
  for (const seed of ['1', '1', '2']) {
    const mock = await serve(t, '--seed', seed, '--clock', 'manual');
    tokens.push((await mock.ask('POST', '/tokens', { sub: 'alice' })).token);
  }
  assert.equal(tokens[0], tokens[1]);
  assert.notEqual(tokens[0], tokens[2]);
});

test('no opaque token is shown anywhere', async (t) => {
  const mock = await serve(t);
  const opaque = [
    '9f86d081884c7d659a2feaa0c55ad015',
    'sk-live-Zm9vYmFyYmF6cXV4MTIzNDU2',
    '550e8400-e29b-41d4-a716-446655440000',
    'session.0123abcdef',
    '4815162342',
  ];
  for (const token of opaque) await mock.connected(token);
  for (const path of ['/connections', '/journal', '/journal/export']) {
    const text = await (await fetch(mock.ready.control + path)).text();
    for (const token of opaque) assert.ok(!text.includes(token), `${path} shows ${token}`);
  }
  await mock.ask('PATCH', '/profile', { user_from_token: true });
  await mock.connected(opaque[0]);
  const { connections } = await mock.ask('GET', '/connections');
  assert.equal(connections.at(-1).user, opaque[0], 'where the profile says so, it is a name');
});
