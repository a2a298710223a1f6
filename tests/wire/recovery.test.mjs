// Services with connection-state recovery append an offset to the arguments of an event: verbs do not treat
// it as an argument.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { events, fixture, run } from './chatmock.mjs';
import { flagsOf, startService } from './service.mjs';

const correct = await Promise.all(events.map(async (event) => [event, await fixture(event)]));
const [message] = correct.find(([event]) => event === 'NewMessage').slice(1);

for (const service of ['recovery', 'recovery-3']) {
  const flags = flagsOf(service);

  test(`${service}: a correct service passes by every transport, and a wrong one does not`, async (t) => {
    const url = await startService(t, service, { alice: correct, bob: [['NewMessage', message, 'two words']] });
    for (const by of ['polling', 'websocket', 'upgrade']) {
      const args = ['--token', 'alice', ...flags, '--transport', by, '--strict', '--report', 'json'];
      const { code, stdout, stderr } = await run('verify', url, ...args);
      assert.equal(code, 0, `${by}: ${stdout}${stderr}`);
      assert.equal(JSON.parse(stdout).subject.recovery, true);
    }
    const wrong = await run('verify', url, '--token', 'bob', ...flags, '--for', '500ms', '--report', 'json');
    assert.equal(wrong.code, 1);
    assert.equal(JSON.parse(wrong.stdout).findings[0].kind, 'wrong_arguments');
  });

  test(`${service}: a recording has no offset in it`, async (t) => {
    const url = await startService(t, service, { alice: correct });
    const out = mkdtempSync(join(tmpdir(), 'chatmock-'));
    t.after(() => rmSync(out, { recursive: true }));
    const { code, stderr } = await run('record', url, '--token', 'alice', ...flags, '--for', '500ms', '--out', out);
    assert.equal(code, 0, stderr);
    for (const [event, payload] of correct) {
      assert.deepEqual(readdirSync(join(out, 'events', event)), ['default.json']);
      const recorded = JSON.parse(readFileSync(join(out, 'events', event, 'default.json'), 'utf8'));
      assert.deepEqual(Object.keys(recorded), Object.keys(payload));
    }
    assert.equal((await run('check', '--fixtures', out)).code, 0);
  });
}

test('listen shows the offset separately; volatile events, acknowledgements and bytes are unchanged', async (t) => {
  const url = await startService(t, 'recovery', {
    alice: [
      ['one', { id: 1 }],
      (socket) => socket.emit('asks', 'text', () => {}),
      ['bytes', Buffer.from('abc')],
      ['nothing'],
      // Repeats: a volatile event that cannot be written at once is dropped.
      (socket) => {
        const emitting = setInterval(() => socket.volatile.emit('volatile', { id: 2 }), 20);
        socket.on('disconnect', () => clearInterval(emitting));
      },
    ],
  });
  const { code, stdout } = await run('listen', url, '--token', 'alice', '--transport', 'websocket', '--count', '5');
  assert.equal(code, 0);
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
  const offsets = lines.map(({ offset }) => typeof offset);
  assert.deepEqual(offsets, ['string', 'undefined', 'string', 'string', 'undefined']);
  assert.deepEqual(lines.map(({ at: _, offset: __, ...line }) => line), [
    { event: 'one', data: { id: 1 } },
    { event: 'asks', data: 'text', ack_id: 0 },
    { event: 'bytes', data: { $binary: 'YWJj' } },
    { event: 'nothing', arguments: [] },
    { event: 'volatile', data: { id: 2 } },
  ]);
});
