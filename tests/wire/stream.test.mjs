// The journal as server-sent events, parsed as a browser's EventSource does.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { patience_ms, serve, soon_ms } from './chatmock.mjs';
import { checkExchange } from './openapi.mjs';

const streams_max = 32;

class EventStream {
  lastEventId = '';
  comments = 0;
  #cut = new AbortController();
  #text = '';
  #events = [];
  #exchange;

  // `query` begins with `?`; `id` is the last event's id of a client that reconnects.
  static async open(mock, query = '', id = undefined) {
    const stream = new EventStream();
    stream.response = await fetch(`${mock.ready.control}/journal/stream${query}`, {
      headers: id === undefined ? {} : { 'last-event-id': id },
      signal: stream.#cut.signal,
    });
    const { status, headers } = stream.response;
    const target = `/journal/stream${query}`;
    stream.#exchange = { method: 'GET', target, status, type: headers.get('content-type') };
    if (!stream.response.ok) checkExchange({ ...stream.#exchange, text: await stream.response.clone().text() });
    else stream.chunks = stream.response.body.pipeThrough(new TextDecoderStream()).getReader();
    return stream;
  }

  // The next event; undefined once the server has ended the stream.
  async next() {
    await this.#readUntil(() => this.#events.length > 0);
    if (this.#events.length === 0) return undefined;
    const event = this.#events.shift();
    this.lastEventId = event.id;
    return event;
  }

  // The entries of the next `count` events, which must be ordinary ones.
  async entries(count) {
    const entries = [];
    while (entries.length < count) {
      const event = await this.next();
      assert.equal(event.type, 'message');
      entries.push(event.data);
    }
    return entries;
  }

  async nextComment() {
    const before = this.comments;
    await this.#readUntil(() => this.comments > before);
    assert.ok(this.comments > before, 'the stream ended');
  }

  cut() {
    this.#cut.abort();
  }

  // Or until the server has ended the stream.
  async #readUntil(done) {
    const late = setTimeout(() => this.#cut.abort(new Error(`not within ${patience_ms} ms`)), patience_ms);
    while (!done()) {
      const { value } = await this.chunks.read();
      if (value === undefined) break;
      const blocks = (this.#text + value).split('\n\n');
      this.#text = blocks.pop();
      checkExchange({ ...this.#exchange, text: blocks.map((block) => `${block}\n\n`).join('') });
      for (const block of blocks) this.#dispatch(block.split('\n'));
    }
    clearTimeout(late);
  }

  #dispatch(lines) {
    const event = { type: 'message', id: this.#events.at(-1)?.id ?? this.lastEventId };
    for (const line of lines) {
      const [name, value] = line.split(/: (.*)/s);
      if (name === '') this.comments += 1;
      else if (name === 'id') event.id = value;
      else if (name === 'event') event.type = value;
      else if (name === 'data') event.data = JSON.parse(value);
      else assert.fail(`a line of no event: ${line}`);
    }
    if (event.data !== undefined) this.#events.push(event);
    else if (this.#events.length === 0) this.lastEventId = event.id;
  }
}

const journal = async (mock, query = '') => (await mock.ask('GET', `/journal${query}`)).entries;
// Three of these exceed the journal's limit.
const large = { data: { text: 'x'.repeat(1024 * 1024) }, contract: 'skip', repeat: 25 };

const makeEntry = (mock) => mock.ask('PUT', '/groups/7', { members: [] });

test('a client\'s actions are in the stream at once, as in the journal', async (t) => {
  const mock = await serve(t);
  await makeEntry(mock);
  const stream = await EventStream.open(mock);
  assert.equal(stream.response.headers.get('content-type'), 'text/event-stream');
  const client = await mock.connected('alice');
  assert.deepEqual((await stream.entries(2)).map(({ kind }) => kind), ['open', 'connect']);
  client.emit('typing', { text: 'so\nit\r\nis \u2028 ü' });
  const [typing] = await stream.entries(1);
  assert.deepEqual(typing.data, [{ text: 'so\nit\r\nis \u2028 ü' }]);
  await mock.inject('NewMessage', { to: { user: 'alice' } });
  const [emitted] = await stream.entries(1);
  assert.deepEqual([typing, emitted], (await journal(mock)).slice(-2));
});

test('a client that reconnects gets the missed events, in order and once', async (t) => {
  const mock = await serve(t);
  const client = await mock.connected('alice');
  const got = [];
  let stream = await EventStream.open(mock, '?after=0');
  for (let cuts = 0; cuts < 20; ++cuts) {
    for (let i = 0; i < 30; ++i) client.emit('typing', { cuts, i });
    got.push(...(await stream.entries(1 + 2 * cuts)));
    stream.cut();
    stream = await EventStream.open(mock, '?after=0', stream.lastEventId);
  }
  await mock.journalled({ kind: 'receive' }, 600);
  const all = await journal(mock);
  got.push(...(await stream.entries(all.length - got.length)));
  assert.deepEqual(got, all);
});

test('a client that was disconnected before its first event continues from its position', async (t) => {
  const mock = await serve(t);
  await makeEntry(mock);
  const stream = await EventStream.open(mock);
  await stream.nextComment();
  stream.cut();
  await makeEntry(mock);
  const again = await EventStream.open(mock, '', stream.lastEventId);
  assert.deepEqual(await again.entries(1), await journal(mock, '?after=1'));
});

test('the stream goes on over a reset, and a place from before it is the beginning', async (t) => {
  const mock = await serve(t);
  await makeEntry(mock);
  const stream = await EventStream.open(mock, '?after=1');
  await mock.connected('alice');
  await stream.entries(2);
  assert.equal(stream.lastEventId, '1-3');
  await mock.ask('POST', '/reset', { connections: 'keep' });
  await makeEntry(mock);
  assert.deepEqual(await stream.entries(1), await journal(mock));
  assert.equal(stream.lastEventId, '2-1');
  await makeEntry(mock);
  await makeEntry(mock);
  const back = await EventStream.open(mock, '', '1-3');
  assert.deepEqual(await back.entries(3), await journal(mock));
});

test('the stream goes on when the journal is cleared', async (t) => {
  const mock = await serve(t);
  const stream = await EventStream.open(mock, '?after=0');
  await makeEntry(mock);
  await stream.entries(1);
  await mock.ask('DELETE', '/journal');
  await makeEntry(mock);
  assert.equal((await stream.entries(1))[0].seq, 2);
});

test('a filter is as for the journal, and Last-Event-ID wins over after', async (t) => {
  const mock = await serve(t);
  const filter = '?kind=receive&event=typing&user=alice&after=0';
  const stream = await EventStream.open(mock, filter);
  const alice = await mock.connected('alice');
  const bob = await mock.connected('bob');
  for (const client of [bob, alice]) {
    for (const event of ['typing', 'typed', 'typing']) client.emit(event);
    await mock.journalled({ sid: client.id, kind: 'receive' }, 3);
  }
  const matching = await journal(mock, filter);
  assert.equal(matching.length, 2);
  assert.deepEqual(await stream.entries(2), matching);
  const rest = await EventStream.open(mock, filter, `1-${matching[0].seq}`);
  assert.deepEqual(await rest.entries(1), matching.slice(1));
});

test('a client gets the number of entries that it missed', async (t) => {
  const mock = await serve(t);
  const stream = await EventStream.open(mock, '?after=0');
  await makeEntry(mock);
  await makeEntry(mock);
  await stream.entries(1);
  stream.cut();
  for (let i = 0; i < 3; ++i) await mock.inject('NewMessage', large);
  const { dropped } = await mock.ask('GET', '/journal?kind=connect');
  assert.ok(dropped > 2);
  const again = await EventStream.open(mock, '?kind=connect', stream.lastEventId);
  assert.deepEqual(await again.next(), { type: 'dropped', id: `1-${dropped}`, data: { dropped: dropped - 1 } });
  await mock.connected('alice');
  assert.equal((await again.entries(1))[0].user, 'alice');
});

test('mistakes are answered as everywhere', async (t) => {
  const mock = await serve(t);
  const refused = async (query, id) => {
    const { response } = await EventStream.open(mock, query, id);
    const { error } = await response.json();
    return [response.status, error.code, error.message];
  };
  assert.deepEqual((await refused('?kin=emit')).slice(0, 2), [400, 'unknown_field']);
  assert.deepEqual((await refused('?after=soon')).slice(0, 2), [400, 'invalid_value']);
  for (const id of ['17', '2-', '-17', '2-17x', 'x']) {
    const [status, code, message] = await refused('', id);
    assert.deepEqual([status, code], [400, 'invalid_value']);
    assert.match(message, new RegExp(`got "${id}"`));
  }
  assert.equal((await mock.control('POST', '/journal/stream')).status, 405);
});

test('HEAD is answered without a stream', async (t) => {
  const mock = await serve(t);
  for (let i = 0; i < 2 * streams_max; ++i) {
    assert.deepEqual(await mock.control('HEAD', '/journal/stream'), { status: 200, body: '' });
  }
});

test('the number of streams is limited, and one whose client left makes room', async (t) => {
  const mock = await serve(t);
  const streams = await Promise.all(Array.from({ length: streams_max }, () => EventStream.open(mock)));
  const { response } = await EventStream.open(mock);
  assert.equal(response.status, 503);
  assert.equal((await response.json()).error.code, 'overloaded');
  await makeEntry(mock);
  for (const stream of streams) await stream.entries(1);
  streams[0].cut();
  const freed = async () => {
    await makeEntry(mock);
    return (await EventStream.open(mock)).response.ok;
  };
  const before = performance.now();
  while (!(await freed())) assert.ok(performance.now() - before < patience_ms);
});

test('an idle stream says now and then that it is alive', async (t) => {
  const mock = await serve(t);
  const stream = await EventStream.open(mock);
  await stream.nextComment();
  const before = performance.now();
  await stream.nextComment();
  assert.ok(performance.now() - before < patience_ms);
});

test('SIGTERM ends the streams, and they have all that happened', async (t) => {
  const mock = await serve(t);
  await mock.connected('alice', { reconnection: false });
  const streams = await Promise.all(Array.from({ length: streams_max }, () => EventStream.open(mock)));
  const before = performance.now();
  await mock.terminate();
  assert.ok(performance.now() - before < soon_ms);
  for (const stream of streams) {
    assert.deepEqual((await stream.entries(2)).map(({ kind }) => kind), ['disconnect', 'close']);
    assert.equal(await stream.next(), undefined);
  }
});

test('SIGTERM does not wait for a client that does not read', async (t) => {
  const mock = await serve(t);
  // More than the kernel buffers for a client that does not read.
  await mock.inject('NewMessage', { data: { text: 'x'.repeat(7 * 1024 * 1024) }, contract: 'skip' });
  const socket = connect(mock.controlPort, '127.0.0.1').on('error', () => {});
  t.after(() => socket.destroy());
  socket.write('GET /journal/stream?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await once(socket, 'readable');
  const before = performance.now();
  await mock.terminate();
  const waited_ms = performance.now() - before;
  assert.ok(waited_ms < soon_ms, `waited ${waited_ms} ms`);
});
