// promtool and a real Prometheus read the mock's metrics. script/metrics-check runs it: Prometheus is too large
// for every test run.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { patience_ms, serve } from './chatmock.mjs';
import { documentedTable } from './documented_table.mjs';
import { freePort } from './listening.mjs';
import { traffic } from './metrics_traffic.mjs';

const names = documentedTable('METRICS.md', 'metrics').map((row) => row.name);

// A Prometheus that collects from the mock each second; returns its address.
async function prometheusOf(t, mock) {
  const folder = mkdtempSync(join(tmpdir(), 'chatmock-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  const scrape = { job_name: 'chatmock', static_configs: [{ targets: [new URL(mock.ready.control).host] }] };
  writeFileSync(config, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [scrape] }));
  const address = `127.0.0.1:${await freePort()}`;
  const storage = join(folder, 'data');
  const flags = [`--config.file=${config}`, `--storage.tsdb.path=${storage}`, `--web.listen-address=${address}`];
  const child = spawn('prometheus', flags, { stdio: 'ignore' });
  t.after(async () => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
    rmSync(folder, { recursive: true });
  });
  return `http://${address}`;
}

async function query(prometheus, expression) {
  const response = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`);
  return (await response.json()).data.result;
}

// The series of the expression, once there are some.
async function seriesOf(prometheus, expression) {
  const ends = performance.now() + patience_ms;
  while (performance.now() < ends) {
    const series = await query(prometheus, expression).catch(() => []);
    if (series.length > 0) return series;
    await sleep(100);
  }
  throw new Error(`no series of ${expression} within ${patience_ms} ms`);
}

test('promtool accepts the metrics', async (t) => {
  const mock = await serve(t);
  await traffic(t, mock);
  for (const path of ['/metrics', '/sandboxes/w1/metrics']) {
    const input = await (await fetch(mock.ready.control + path)).text();
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
    assert.deepEqual([status, stdout, stderr], [0, '', ''], path);
  }
});

test('Prometheus has each metric of docs/METRICS.md', async (t) => {
  const mock = await serve(t);
  await traffic(t, mock);
  const prometheus = await prometheusOf(t, mock);
  await seriesOf(prometheus, 'up{job="chatmock"} == 1');
  for (const name of names) {
    const [{ metric, value }] = await seriesOf(prometheus, name);
    const { __name__: of, job: _, instance: __, ...labels } = metric;
    t.diagnostic(`${of} ${JSON.stringify(labels)} ${value[1]}`);
  }
  const [sent] = await seriesOf(prometheus, 'socket_io_events_sent_total{event="NewMessage"}');
  assert.equal(sent.value[1], '2');
});
