// contracts/chat.asyncapi.yaml is valid AsyncAPI, lists the existing events, and matches the packets that are
// sent.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Parser, fromFile } from '@asyncapi/parser';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { fixture, repository, serve } from '../wire/chatmock.mjs';

const folder = join(repository, 'contracts');
const suffix = '.schema.json';
const readJson = (...path) => JSON.parse(readFileSync(join(repository, ...path), 'utf8'));

const { document, diagnostics } = await fromFile(new Parser(), join(folder, 'chat.asyncapi.yaml')).parse();
assert.ok(document, JSON.stringify(diagnostics, null, 2));
const [channel] = document.channels().all();
const refusal = 'Unauthorization';
const messages = new Map(channel.messages().all().map((message) => [message.name(), message]));
const events = [...messages.keys()].filter((name) => name !== refusal);
const socketio = channel.extensions().get('x-socketio').value();

// Without the parser's additions.
function schemaOf(message) {
  const withoutMark = (name, value) => (name.startsWith('x-parser-') ? undefined : value);
  return JSON.parse(JSON.stringify(message.payload().json(), withoutMark));
}

const examplesOf = (message) => message.examples().all().map((example) => example.payload());

function urlOf(mock, query) {
  return `http://127.0.0.1:${mock.socketPort}${channel.address()}?${new URLSearchParams(query)}`;
}

async function textOf(url) {
  return (await fetch(url)).text();
}

// The data of the `open` packet.
const openPacketIn = (text) => JSON.parse(text.match(/0(\{.*?\})/)[1]);

test("AsyncAPI's own parser has nothing to say but that there is a newer version", () => {
  const told = diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');
  assert.deepEqual(told.map(({ path, message }) => `${path.join('.')}: ${message}`), []);
  assert.equal(document.version(), '3.0.0');
});

test('the messages are the events of the contracts, with their schemas, and the refusal', () => {
  const contracts = readdirSync(join(folder, 'events')).map((file) => file.slice(0, -suffix.length));
  assert.deepEqual([...events].sort(), contracts.sort());
  for (const event of events) {
    assert.deepEqual(schemaOf(messages.get(event)), readJson('contracts', 'events', event + suffix));
    assert.equal(messages.get(event).id(), event);
  }
});

test('the example of each event is its default fixture', async () => {
  for (const event of events) assert.deepEqual(examplesOf(messages.get(event)), [await fixture(event)], event);
});

// The parser checks the examples of AsyncAPI 2 only.
test('each example keeps the schema of its message', () => {
  const ajv = addFormats(new Ajv({ allowUnionTypes: true }));
  for (const [name, message] of messages) {
    const keeps = ajv.compile(schemaOf(message));
    const examples = examplesOf(message);
    assert.ok(examples.length > 0, name);
    for (const example of examples) assert.ok(keeps(example), `${name}: ${ajv.errorsText(keeps.errors)}`);
  }
});

test('the mock serves the same, by the contracts and the profile that hold now', async (t) => {
  const mock = await serve(t);
  const live = await fetch(`${mock.ready.control}/asyncapi.json`);
  const parsed = await new Parser().parse(await live.text());
  const told = parsed.diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');
  assert.deepEqual(told.map(({ path, message }) => `${path.join('.')}: ${message}`), []);
  const [served] = parsed.document.channels().all();
  assert.equal(served.address(), channel.address());
  const servedMessages = new Map(served.messages().all().map((message) => [message.name(), message]));
  assert.deepEqual([...servedMessages.keys()].sort(), [...messages.keys()].sort());
  for (const event of events) {
    assert.deepEqual(schemaOf(servedMessages.get(event)), schemaOf(messages.get(event)), event);
    const examples = servedMessages.get(event).examples().all().map((example) => example.name());
    assert.ok(examples.includes('default'), event);
  }
  assert.deepEqual(examplesOf(servedMessages.get(refusal)), examplesOf(messages.get(refusal)));
  const schemesOf = (read) =>
    read.servers().all().flatMap((server) => server.security()).flatMap((each) => each.all())
      .map((each) => each.scheme().json()).map(({ type, in: place, name }) => ({ type, place, name }));
  assert.deepEqual(schemesOf(parsed.document), schemesOf(document));
  assert.deepEqual(served.extensions().get('x-socketio').value().settings, socketio.settings);
});

test('the app receives each message, and sends none', () => {
  const operations = document.operations().all();
  assert.ok(operations.every((operation) => operation.isReceive()));
  const received = operations.flatMap((operation) => operation.messages().all().map((message) => message.name()));
  assert.deepEqual(received, [...messages.keys()]);
});

test('the token is where the query and the security scheme say', async (t) => {
  const [server] = document.servers().all();
  const [scheme] = server.security().flatMap((requirements) => requirements.all().map((each) => each.scheme()));
  assert.deepEqual([scheme.type(), scheme.json().in, scheme.json().name], ['httpApiKey', 'query', 'jwt_token']);
  const query = channel.bindings().get('ws').value().query;
  assert.deepEqual(Object.keys(query.properties), [scheme.json().name]);

  const mock = await serve(t);
  await fetch(urlOf(mock, { EIO: '4', transport: 'polling', [scheme.json().name]: 'alice' }));
  assert.equal((await mock.journalled({ kind: 'open' }))[0].user, 'alice');
});

test('the settings are those of the default profile', () => {
  assert.deepEqual(socketio.settings, readJson('fixtures', 'profiles', 'default.json').protocol);
  assert.equal(socketio.path, channel.address());
});

for (const { engineio, socketio: protocol, refusal: refused } of socketio.protocols) {
  const query = { EIO: String(engineio), transport: 'polling' };

  test(`a session of Engine.IO ${engineio} opens with the settings`, async (t) => {
    const mock = await serve(t);
    const { sid, ...opened } = openPacketIn(await textOf(urlOf(mock, { ...query, jwt_token: 'alice' })));
    const { ping_interval_ms, ping_timeout_ms, max_payload } = socketio.settings;
    assert.deepEqual(opened, {
      upgrades: socketio.upgrades,
      pingInterval: ping_interval_ms,
      pingTimeout: ping_timeout_ms,
      maxPayload: max_payload,
    });
    const [entry] = await mock.journalled({ kind: 'open' });
    assert.deepEqual(entry.protocol, { engineio, socketio: protocol });
  });

  test(`a client of Engine.IO ${engineio} without a token gets the refusal`, async (t) => {
    const mock = await serve(t);
    let text = await textOf(urlOf(mock, query));
    const session = urlOf(mock, { ...query, sid: openPacketIn(text).sid });
    if (engineio === 4) await fetch(session, { method: 'POST', body: '40' });
    if (!text.includes(refusal)) text += await textOf(session);
    assert.ok(text.endsWith(refused.packet), text);
    const packets = examplesOf(messages.get(refusal)).map((payload) => `44${JSON.stringify(payload)}`);
    assert.ok(packets.includes(refused.packet));
  });
}

test('an event arrives over each transport, in the namespace, as exactly one argument', async (t) => {
  const mock = await serve(t);
  for (const transport of socketio.transports) {
    const client = await mock.connected('alice', { transports: [transport] });
    assert.equal(client.nsp, socketio.namespace);
    const heard = new Promise((resolve) => client.onAny((...heard) => resolve(heard)));
    await mock.inject('NewMessage', { to: { sid: client.id } });
    assert.deepEqual(await heard, ['NewMessage', await fixture('NewMessage')]);
  }
});
