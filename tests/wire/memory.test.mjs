// The system gets back the memory of the start, and of entries that were removed.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { binary, patience_ms, serve } from './chatmock.mjs';

const entries = 100_000;
const repeat = 1000;

// Of the process, in KiB; the kinds are those of /proc.
function resident_kib(mock, kind = 'VmRSS') {
  const status = readFileSync(`/proc/${mock.pid}/status`, 'utf8');
  return Number(RegExp(`^${kind}:\\s+(\\d+) kB$`, 'm').exec(status)[1]);
}

async function fillJournal(mock) {
  for (let sent = 0; sent < entries; sent += repeat) {
    assert.equal((await mock.control('POST', '/events/NewMessage', { repeat })).status, 200);
  }
  const journal = await mock.control('GET', '/journal?kind=emit');
  assert.ok(journal.body.entries.length > entries / 2);
}

// An answer that is still being written keeps its entries for a moment.
async function settles(isSettled) {
  const deadline = Date.now() + patience_ms;
  while (!isSettled() && Date.now() < deadline) await sleep(50);
  return isSettled();
}

// Code, constants and libraries: the start uses twice as much of them.
test('an idle mock keeps less than its program has', async (t) => {
  const mock = await serve(t);
  const limit = statSync(binary).size / 1024;
  const own = () => resident_kib(mock, 'RssFile');
  assert.ok(await settles(() => own() < limit), `expected less than ${limit} KiB, got ${own()}`);
});

for (const [what, method, path] of [
  ['a reset', 'POST', '/reset'],
  ['clearing the journal', 'DELETE', '/journal'],
]) {
  test(`${what} gives the memory of ${entries} entries back`, async (t) => {
    const mock = await serve(t);
    await mock.control('POST', '/events/NewMessage', {});
    const before = resident_kib(mock);
    await fillJournal(mock);
    const full = resident_kib(mock);
    assert.ok(full > 3 * before, `${before} KiB before, ${full} KiB when full`);
    await mock.control(method, path);
    // The transcript of a run goes with a reset alone.
    const limit = method === 'POST' ? 1.5 * before : full - (full - before) / 4;
    const has_given_back = await settles(() => resident_kib(mock) <= limit);
    assert.ok(has_given_back, `${resident_kib(mock)} KiB after, ${before} KiB before`);
  });
}
