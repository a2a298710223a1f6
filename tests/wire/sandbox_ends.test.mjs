// The end of sandboxes over real sockets: abandoned ones, and late requests after their name is in use again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { patience_ms, serve } from './chatmock.mjs';

class Polling {
  constructor(mock, query) {
    this.url = `http://127.0.0.1:${mock.socketPort}/socket.io/?EIO=4&transport=polling&${query}`;
  }

  async open() {
    this.sid = JSON.parse((await this.request('GET', '')).body.slice(1)).sid;
    return this;
  }

  async join() {
    await this.open();
    assert.equal((await this.post('40')).body, 'ok');
    assert.match((await this.poll()).body, /^40\{/);
    return this;
  }

  async request(method, more, body) {
    const answer = await fetch(this.url + more, { method, body, headers: { connection: 'close' } });
    return { status: answer.status, body: await answer.text() };
  }

  poll = () => this.request('GET', `&sid=${this.sid}`);
  post = (body) => this.request('POST', `&sid=${this.sid}`, body);
}

async function makeAnew(mock, name) {
  await mock.ask('DELETE', `/sandboxes/${name}`);
  await mock.ask('POST', '/sandboxes', { name });
}

// Asking for a sandbox does not keep it.
async function ended(mock, name) {
  for (const late = Date.now() + patience_ms; Date.now() < late; await delay(50))
    if ((await mock.control('GET', `/sandboxes/${name}`)).status === 404) return;
  assert.fail(`${name} is still there`);
}

// A stream of a journal that nothing reads yet.
async function streamOf(t, mock, name, headers = {}) {
  const request = get(`${mock.ready.control}/sandboxes/${name}/journal/stream?after=0`, { headers });
  t.after(() => request.destroy());
  const [response] = await once(request, 'response', { signal: AbortSignal.timeout(patience_ms) });
  return response.setEncoding('utf8');
}

// The text until it matches, or until the stream ends.
async function readUntil(stream, pattern) {
  let text = '';
  for await (const chunk of stream) {
    text += chunk;
    if (pattern.test(text)) break;
  }
  return text;
}

test('a client that polls no more keeps no sandbox, also if the clock is held, and after a reset', async (t) => {
  const mock = await serve(t);
  for (const [name, clock] of [['held', 'manual'], ['reset', 'manual'], ['real', 'real']]) {
    await mock.ask('POST', '/sandboxes', { name, clock, expires_after_ms: 1500 });
    await new Polling(mock, `jwt_token=alice&sandbox=${name}`).join();
    assert.equal((await mock.ask('GET', `/sandboxes/${name}`)).clients, 1);
  }
  await mock.ask('POST', '/sandboxes/reset/reset');
  for (const name of ['held', 'reset', 'real']) await ended(mock, name);
});

test('a poll that waits, a WebSocket and a stream keep a sandbox', async (t) => {
  const mock = await serve(t);
  const names = ['polls', 'listens', 'streams'];
  for (const name of names) await mock.ask('POST', '/sandboxes', { name, clock: 'manual', expires_after_ms: 1000 });
  const polling = await new Polling(mock, 'jwt_token=alice&sandbox=polls').join();
  const poll = polling.poll();
  await mock.connected('listens:alice');
  await streamOf(t, mock, 'streams');
  await delay(2500);
  for (const name of names) assert.equal((await mock.control('GET', `/sandboxes/${name}`)).status, 200, name);
  await mock.ask('POST', '/sandboxes/polls/events/NewMessage', { to: { user: 'alice' } });
  assert.match((await poll).body, /NewMessage/);
  await ended(mock, 'polls');
});

test('a late poll of an ended sandbox reaches no other one, also when its name is in use again', async (t) => {
  const mock = await serve(t);
  for (const name of ['w1', 'w2']) await mock.ask('POST', '/sandboxes', { name });
  const old = await new Polling(mock, 'jwt_token=alice&sandbox=w1').join();
  const other = await new Polling(mock, 'jwt_token=alice&sandbox=w2').join();
  assert.equal(old.sid, other.sid);
  await mock.ask('DELETE', '/sandboxes/w1');
  assert.equal((await old.post('42["late"]')).status, 404);
  await mock.ask('POST', '/sandboxes', { name: 'w1' });
  const late = await old.post('42["late"]');
  assert.deepEqual([late.status, JSON.parse(late.body).message], [400, 'Session ID unknown']);
  await mock.ask('POST', '/sandboxes/w2/journal/verify', { match: { kind: 'receive' }, exactly: 0 });
});

test('a sandbox made anew gives the sids of the ended one again: an old client counts for the new one', async (t) => {
  const mock = await serve(t);
  await mock.ask('POST', '/sandboxes', { name: 'w1' });
  const old = await new Polling(mock, 'jwt_token=alice&sandbox=w1').join();
  await makeAnew(mock, 'w1');
  const young = await new Polling(mock, 'jwt_token=alice&sandbox=w1').join();
  assert.equal(old.sid, young.sid);
  assert.equal((await old.post('42["late"]')).body, 'ok');
  await mock.ask('POST', '/sandboxes/w1/journal/verify', { match: { event: 'late' }, exactly: 1 });

  const made = [];
  for (let i = 0; i < 2; ++i) made.push((await mock.ask('POST', '/sandboxes', {})).name);
  assert.notEqual(made[0], made[1]); // a name that is made up is never used again
});

test('a slow reader of the stream of an ended sandbox gets nothing of the next one of its name', async (t) => {
  const mock = await serve(t);
  await mock.ask('POST', '/sandboxes', { name: 'w1' });
  const slow = await streamOf(t, mock, 'w1');
  const emit = (content) =>
    mock.ask('POST', '/sandboxes/w1/events/NewMessage', { patch: { content }, contract: 'skip' });
  for (let i = 0; i < 40; ++i) await emit('x'.repeat(400_000)); // more than the kernel holds
  await makeAnew(mock, 'w1');
  await emit('of the next one');
  assert.doesNotMatch(await readUntil(slow, /of the next one/), /of the next one/);
});

test('a Last-Event-ID of an ended sandbox is the beginning of the next one of its name', async (t) => {
  const mock = await serve(t);
  await mock.ask('POST', '/sandboxes', { name: 'w1' });
  const put = (member) => mock.ask('PUT', '/sandboxes/w1/groups/7', { members: [member] });
  for (let i = 1; i <= 5; ++i) await put(`old-${i}`);
  const before = await readUntil(await streamOf(t, mock, 'w1'), /old-5/);
  const [lastEventId] = before.match(/(?<=id: )[0-9]+-5/);
  await makeAnew(mock, 'w1');
  for (let i = 1; i <= 8; ++i) await put(`new-${i}`);
  const after = await readUntil(await streamOf(t, mock, 'w1', { 'Last-Event-ID': lastEventId }), /new-8/);
  assert.deepEqual(after.match(/new-[0-9]/g), ['new-1', 'new-2', 'new-3', 'new-4', 'new-5', 'new-6', 'new-7', 'new-8']);
});
