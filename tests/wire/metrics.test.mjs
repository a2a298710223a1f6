// GET /metrics after real traffic: its form, its values, and the list of its names in docs/METRICS.md.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from './chatmock.mjs';
import { documentedTable } from './documented_table.mjs';
import { traffic } from './metrics_traffic.mjs';

const name = /^[a-z_]+$/;
const sample = /^([a-z_]+)(?:\{(.*)\})? (-?\d+(?:\.\d+)?)$/;
const label = /([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/g;

const unescaped = (text) => text.replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));

// Reads the text format as strictly as it can be read: HELP, TYPE, then the samples of that name; no name and
// no sample twice.
function read(text) {
  assert.ok(text.endsWith('\n'));
  const metrics = new Map();
  let current;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, word, of, rest] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word === 'HELP') {
      assert.match(of, name);
      assert.ok(!metrics.has(of), `${of} begins twice`);
      current = { help: rest, samples: new Map() };
      metrics.set(of, current);
    } else if (word === 'TYPE') {
      assert.equal(metrics.get(of), current, line);
      assert.ok(['counter', 'gauge', 'untyped'].includes(rest), line);
      current.type = rest;
    } else {
      const [, of, labels = '', value] = sample.exec(line) ?? assert.fail(`not a sample: ${line}`);
      assert.equal(metrics.get(of), current, line);
      const pairs = [...labels.matchAll(label)];
      assert.equal(pairs.map(([all]) => all).join(''), labels, line);
      assert.ok(!current.samples.has(labels), `${line} is there twice`);
      current.samples.set(labels, {
        labels: Object.fromEntries(pairs.map(([, key, text]) => [key, unescaped(text)])),
        value: Number(value),
      });
    }
  }
  return metrics;
}

async function scrape(mock, path = '/metrics') {
  const response = await fetch(mock.ready.control + path, { headers: { connection: 'close' } });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const metrics = read(await response.text());
  return {
    metrics,
    value(of, labels = '') {
      return metrics.get(of).samples.get(labels)?.value;
    },
  };
}

test('the metrics are those of docs/METRICS.md, with their types and labels', async (t) => {
  const mock = await serve(t);
  await traffic(t, mock);
  const { metrics } = await scrape(mock);
  const shown = [...metrics].map(([of, { type, samples }]) => {
    assert.ok(samples.size > 0, `${of} has no sample`);
    const labels = Object.keys([...samples.values()][0].labels).join(', ');
    return [of, type, labels];
  });
  const documented = documentedTable('METRICS.md', 'metrics').map((row) => [row.name, row.type, row.labels]);
  assert.deepEqual(shown.sort(), documented.sort());
});

test('counters end in _total, and nothing else does', async (t) => {
  const { metrics } = await scrape(await serve(t));
  for (const [of, { type }] of metrics) assert.equal(of.endsWith('_total'), type === 'counter', of);
});

test('the values are those of the traffic', async (t) => {
  const mock = await serve(t);
  await traffic(t, mock);
  const { value, metrics } = await scrape(mock);
  assert.equal(value('socket_io_connected'), 1);
  assert.equal(value('socket_io_connect_total'), 2);
  assert.equal(value('socket_io_disconnect_total', 'reason="server namespace disconnect"'), 1);
  assert.equal(value('socket_io_events_sent_total', 'event="NewMessage"'), 2);
  assert.equal(value('socket_io_events_sent_total', 'event="NewMember"'), 2);
  assert.equal(value('socket_io_events_received_total', 'event="other"'), 1);
  assert.equal(value('socket_io_recieve_bytes', 'event="other"'), JSON.stringify([{ group: 7 }]).length);
  assert.equal(value('socket_io_errors_total'), 1);
  assert.equal(value('chatmock_faults_struck_total', 'do="drop"'), 2);
  assert.equal(value('chatmock_sandboxes'), 2);
  assert.equal(value('chatmock_control_calls_total', 'method="POST",route="/events/{event}",status="2xx"'), 2);
  assert.equal(value('chatmock_control_calls_total', 'method="other",route="other",status="4xx"'), 1);
  assert.equal(value('chatmock_journal_limit_entries'), 100_000 + 3125);
  assert.ok(value('process_resident_memory_bytes') > 1e6);
  const started_s = value('process_start_time_seconds');
  assert.ok(started_s > 1.5e9 && started_s <= Date.now() / 1000 + 1, `${started_s}`);
  const sent = [...metrics.get('socket_io_transmit_bytes').samples.values()];
  assert.ok(sent.every((each) => each.value > 0));
});

test('counters go on after a reset, and one sandbox has its own', async (t) => {
  const mock = await serve(t);
  await mock.ask('POST', '/sandboxes', { name: 'w1' });
  await mock.connected('alice', { reconnection: false });
  await mock.ask('POST', '/reset', {});
  const { value } = await scrape(mock);
  assert.equal(value('socket_io_connected'), 0);
  assert.equal(value('socket_io_connect_total'), 1);
  assert.equal((await scrape(mock, '/sandboxes/default/metrics')).value('socket_io_connect_total'), 1);
  const w1 = await scrape(mock, '/sandboxes/w1/metrics');
  assert.equal(w1.value('socket_io_connect_total'), 0);
  assert.ok(!w1.metrics.has('process_resident_memory_bytes'));
});
