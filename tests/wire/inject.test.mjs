// Injections: events, recipients and times, with their answers and journal entries.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect, fixture, next, serve, unsignedJwt } from './chatmock.mjs';

describe('targets', () => {
  test('an event goes to its recipients only', async (t) => {
    const mock = await serve(t);
    const alice = await mock.connected(unsignedJwt({ sub: 'alice', role: 'admin' }));
    const phone = await mock.connected(unsignedJwt({ sub: 'alice', role: 'user' }));
    const bob = await mock.connected('bob');
    const carol = await mock.connected(unsignedJwt({ sub: 'carol', role: 'admin' }));
    await mock.ask('PUT', '/groups/7', { members: ['alice', 'bob'] });

    const cases = [
      [{ user: 'alice' }, [alice, phone]],
      [{ user: ['alice', 'bob'] }, [alice, phone, bob]],
      [{ sid: phone.id }, [phone]],
      [{ sid: [phone.id, carol.id] }, [phone, carol]],
      [{ group: 7 }, [alice, phone, bob]],
      [{ group: '7' }, [alice, phone, bob]],
      [{ claims: { role: 'admin' } }, [alice, carol]],
      [{ claims: { role: 'admin', sub: 'carol' } }, [carol]],
      [{ user: 'nobody' }, []],
      [{ all: true }, [alice, phone, bob, carol]],
    ];
    const everyone = [alice, phone, bob, carol];
    const received = everyone.map((client) => {
      const contents = [];
      client.on('NewMessage', ({ content }) => contents.push(content));
      return contents;
    });

    for (const [to] of cases) {
      await mock.inject('NewMessage', { to, patch: { content: JSON.stringify(to) } });
    }
    const last = everyone.map((client) => next(client, 'NewMember'));
    await mock.inject('NewMember');
    await Promise.all(last);

    everyone.forEach((client, i) => {
      const expected = cases.filter(([, clients]) => clients.includes(client)).map(([to]) => JSON.stringify(to));
      assert.deepEqual(received[i], expected);
    });
    const injected = await mock.journalled({ kind: 'emit', event: 'NewMessage' }, cases.length);
    injected.forEach((entry, i) => assert.equal(entry.recipients.length, cases[i][1].length));
  });

  test('GET /groups and each connection show the members', async (t) => {
    const mock = await serve(t);
    await mock.connected('alice');
    await mock.ask('PUT', '/groups/4711', { members: ['alice', 'bob'] });
    const groups = await mock.ask('GET', '/groups');
    assert.match(JSON.stringify(groups), /"4711".*"alice","bob"/);
    const { connections } = await mock.ask('GET', '/connections');
    assert.ok(connections[0].groups.includes('4711'));
  });
});

describe('payloads', () => {
  test('a patch changes the fixture, data replaces it', async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    const example = await fixture('NewMessage');
    const received = collect(client, 'NewMessage', 3);

    await mock.inject('NewMessage', { patch: { content: 'hi', attachments: [] } });
    await mock.inject('NewMessage', { data: { ...example, content: 'whole' } });
    await mock.inject('NewMessage', { data: { at_all: 'other' }, contract: 'skip' });
    assert.deepEqual(await received, [
      { ...example, content: 'hi', attachments: [] },
      { ...example, content: 'whole' },
      { at_all: 'other' },
    ]);
  });

  test('placeholders are filled for each event and each recipient', async (t) => {
    const mock = await serve(t);
    const clients = [await mock.connected('alice'), await mock.connected('bob')];
    const received = Promise.all(clients.map((client) => collect(client, 'NewMessage', 2)));
    const before = Date.now();
    await mock.inject('NewMessage', {
      patch: { id: '${uuid}', timestamp: '${now+1h}', content: 'no. ${seq} for ${user}, $${now}' },
      repeat: 2,
    });

    const [alice, bob] = await received;
    assert.deepEqual(alice.map(({ content }) => content), ['no. 1 for alice, ${now}', 'no. 2 for alice, ${now}']);
    assert.deepEqual(bob.map(({ content }) => content), ['no. 1 for bob, ${now}', 'no. 2 for bob, ${now}']);
    assert.notEqual(alice[0].id, alice[1].id);
    const ahead_ms = Date.parse(alice[0].timestamp) - before;
    assert.ok(ahead_ms >= 3_600_000 && ahead_ms < 3_660_000, `${ahead_ms} ms ahead`);
  });

  test('every fixture on offer arrives as its file says', async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    for (const { event, fixtures } of await mock.ask('GET', '/events')) {
      assert.deepEqual(await mock.ask('GET', `/events/${event}/fixtures`), fixtures);
      for (const name of fixtures) {
        const content = await fixture(event, name);
        assert.deepEqual(await mock.ask('GET', `/events/${event}/fixtures/${name}`), content);
        const received = next(client, event);
        await mock.inject(event, { fixture: name });
        const [payload] = await received;
        if (!JSON.stringify(content).includes('${')) assert.deepEqual(payload, content, `${event}/${name}`);
      }
    }
  });

  test('a payload that breaks its contract is not sent, and the error has the places', async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    const received = next(client, 'NewMessage');

    const { status, body } = await mock.control('POST', '/events/NewMessage', {
      patch: { id: 'no-uuid', attachments: [{ url: 5 }] },
    });
    assert.equal(status, 422);
    assert.equal(body.error.code, 'contract_violation');
    const pointers = body.error.violations.map(({ at }) => at);
    assert.ok(pointers.includes('/id'), pointers.join());
    assert.ok(pointers.some((at) => at.startsWith('/attachments/0')), pointers.join());

    await mock.inject('NewMessage', { patch: { id: 'no-uuid' }, contract: 'skip' });
    assert.equal((await received)[0].id, 'no-uuid');
  });
});

describe('delivery', () => {
  for (const transport of ['polling', 'websocket']) {
    test(`await: written answers once the bytes are out, over ${transport}`, async (t) => {
      const mock = await serve(t);
      const client = await mock.connected('alice', { transports: [transport] });
      const received = next(client, 'NewMessage');
      const answer = await mock.inject('NewMessage', { await: 'written' });
      assert.equal(answer.event, 'NewMessage');
      assert.equal(answer.fixture, 'default');
      assert.deepEqual(answer.recipients, [{ sid: client.id, user: 'alice', transport, state: 'written' }]);
      await received;
    });

    test(`a burst arrives whole and in order, over ${transport}`, async (t) => {
      const mock = await serve(t);
      const client = await mock.connected('alice', { transports: [transport] });
      const received = collect(client, 'NewMessage', 1000);
      const answer = await mock.inject('NewMessage', { patch: { content: '${seq}' }, repeat: 1000, await: 'written' });
      assert.equal(answer.last_seq - answer.seq, 999);
      const contents = (await received).map(({ content }) => content);
      assert.deepEqual(contents, Array.from({ length: 1000 }, (_, i) => String(i + 1)));
    });
  }

  test('min_recipients waits for a client that joins later', async (t) => {
    const mock = await serve(t);
    const injected = mock.inject('NewMessage', { to: { user: 'alice' }, min_recipients: 1 });
    const client = mock.client({ token: 'alice' });
    const received = next(client, 'NewMessage');
    const { recipients } = await injected;
    assert.deepEqual(await received, [await fixture('NewMessage')]);
    assert.deepEqual(recipients.map(({ sid }) => sid), [client.id]);
  });

  test('min_recipients gives up with the nearest misses', async (t) => {
    const mock = await serve(t);
    await mock.connected('alina');
    const { status, body } = await mock.control('POST', '/events/NewMessage', {
      to: { user: 'alice' },
      min_recipients: 1,
      timeout_ms: 20,
    });
    assert.equal(status, 409);
    assert.equal(body.error.code, 'too_few_recipients');
    assert.match(JSON.stringify(body.error.nearest), /alina/);
  });

  test('delay_ms holds an event while others pass', async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    const received = collect(client, 'NewMessage', 2);
    await mock.ask('PUT', '/clock', { mode: 'manual' }); // no time passes between the two calls
    const held = await mock.control('POST', '/events/NewMessage', { patch: { content: 'held' }, delay_ms: 100 });
    assert.equal(held.status, 202);
    assert.ok(held.body.due, JSON.stringify(held.body));
    await mock.inject('NewMessage', { patch: { content: 'at once' } });
    const before = performance.now();
    await mock.ask('PUT', '/clock', { mode: 'real' });
    const contents = (await received).map(({ content }) => content);
    assert.ok(performance.now() - before >= 100);
    assert.deepEqual(contents, ['at once', 'held']);
  });

  test('a held injection that is awaited answers when it is out', async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    const received = next(client, 'NewMessage');
    const before = performance.now();
    const { recipients } = await mock.inject('NewMessage', { delay_ms: 50, await: 'written' });
    assert.ok(performance.now() - before >= 50);
    assert.equal(recipients[0].state, 'written');
    await received;
  });
});

describe('the journal', () => {
  test('lists all events, in order', async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    await mock.inject('NewMessage');
    client.emit('typing', { group_id: 7, on: true }, 'more');
    const [received] = await mock.journalled({ kind: 'receive', event: 'typing', data: [{ group_id: 7 }, 'more'] });
    assert.equal(received.sid, client.id);
    assert.deepEqual(received.data, [{ group_id: 7, on: true }, 'more']);

    const { entries } = await mock.ask('GET', '/journal');
    const story = entries.map(({ kind }) => kind).filter((kind) => kind !== 'control');
    assert.deepEqual(story, ['open', 'connect', 'emit', 'receive']);
    const later = await mock.ask('GET', `/journal?kind=receive&user=alice&after=${entries[1].seq}`);
    assert.deepEqual(later.entries, [received]);
    const lines = await mock.control('GET', '/journal', undefined, { accept: 'application/jsonl' });
    assert.deepEqual(lines.body.trimEnd().split('\n').map((line) => JSON.parse(line)), entries);
  });

  test('has a canonical form, independent of the order of clients and polls', async (t) => {
    const told = async (users, transports) => {
      const mock = await serve(t);
      for (const token of users) {
        const client = await mock.connected(token, { transports });
        client.emit('typing', { by: token });
        await mock.journalled({ kind: 'receive', user: token });
      }
      await mock.inject('NewMessage', { repeat: 3, await: 'written' });
      const path = '/journal?canonical=true';
      const { body } = await mock.control('GET', path, undefined, { accept: 'application/jsonl' });
      const { entries } = await mock.ask('GET', path);
      assert.deepEqual(body.trimEnd().split('\n').map((line) => JSON.parse(line)), entries);
      assert.equal((await mock.ask('GET', `${path}&user=alice&kind=emit`)).entries.length, 3);
      assert.equal((await mock.ask('GET', '/journal?canonical=false&kind=emit')).entries[0].recipients.length, 2);
      return body.replaceAll(/"at":"[^"]*"/g, '"at":""');
    };
    const one = await told(['alice', 'bob'], ['polling']);
    assert.equal(await told(['bob', 'alice'], ['polling', 'websocket']), one);
    assert.equal(one.split('\n').length, 2 * 6 + 1);
  });

  test('verifies counts, and gives the nearest misses', async (t) => {
    const mock = await serve(t);
    await mock.connected('alice');
    const connected = { kind: 'connect', user: 'alice' };
    assert.deepEqual(await mock.ask('POST', '/journal/verify', { match: connected, exactly: 1 }), { matched: 1 });
    assert.deepEqual(await mock.ask('POST', '/journal/verify', { match: connected, at_most: 3 }), { matched: 1 });

    const failed = await mock.control('POST', '/journal/verify', { match: { ...connected, user: 'bob' }, at_least: 1 });
    assert.equal(failed.status, 409);
    assert.equal(failed.body.error.code, 'verification_failed');
    assert.match(JSON.stringify(failed.body.error.nearest), /alice/);
  });

  test('waits no longer than its timeout', async (t) => {
    const mock = await serve(t);
    await mock.connected('alice');
    const { status, body } = await mock.control('POST', '/journal/wait', {
      match: { kind: 'connect', user: 'bob' },
      timeout_ms: 20,
    });
    assert.equal(status, 408);
    assert.equal(body.error.code, 'timed_out');
    assert.match(JSON.stringify(body.error.nearest), /alice/);
  });

  test('is cleared, and numbering goes on', async (t) => {
    const mock = await serve(t);
    await mock.connected('alice');
    const { seq } = await mock.inject('NewMessage');
    assert.ok((await mock.ask('DELETE', '/journal')).cleared >= 3);
    assert.ok((await mock.inject('NewMessage')).seq > seq);
  });
});

test('the same seed and the same calls give the same bytes', async (t) => {
  const runs = [];
  for (let run = 0; run < 2; ++run) {
    const mock = await serve(t, '--seed', '42');
    assert.equal((await mock.ask('GET', '/version')).seed, 42);
    const client = await mock.connected('alice');
    const received = next(client, 'NewMessage');
    await mock.inject('NewMessage', { patch: { id: '${uuid}' } });
    runs.push({ sid: client.id, received: await received });
    await mock.stop();
  }
  assert.deepEqual(runs[0], runs[1]);
});
