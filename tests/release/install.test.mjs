// `cmake --install` to any prefix: each file in its place, and a mock that finds its data from there.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { binary } from '../wire/chatmock.mjs';

const expected = [
  'bin/chatmock',
  'lib/systemd/system/chatmock.service',
  'share/bash-completion/completions/chatmock',
  'share/chatmock/contracts/control.openapi.yaml',
  'share/chatmock/fixtures/profiles/default.json',
  'share/doc/chatmock/CHANGELOG.md',
  'share/doc/chatmock/copyright',
  'share/fish/vendor_completions.d/chatmock.fish',
  'share/man/man1/chatmock.1',
  'share/zsh/site-functions/_chatmock',
];

test('an installed mock has all its files, and uses those of its prefix', async (t) => {
  const prefix = mkdtempSync(join(tmpdir(), 'chatmock-'));
  t.after(() => rmSync(prefix, { recursive: true }));
  execFileSync('cmake', ['--install', dirname(binary), '--prefix', prefix], { stdio: 'pipe' });
  for (const file of expected) assert.ok(existsSync(join(prefix, file)), file);

  const unit = readFileSync(join(prefix, 'lib/systemd/system/chatmock.service'), 'utf8');
  assert.match(unit, new RegExp(`^ExecStart=${join(prefix, 'bin/chatmock')} serve `, 'm'));

  const ports = ['--socket', '127.0.0.1:0', '--control', '127.0.0.1:0'];
  const mock = spawn(join(prefix, 'bin/chatmock'), ['serve', ...ports], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => mock.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: mock.stdout }), 'line');
  const ready = JSON.parse(line);
  assert.equal(ready.fixtures[0], join(prefix, 'share/chatmock/fixtures'));
  assert.equal(ready.contracts, join(prefix, 'share/chatmock/contracts'));
  mock.kill('SIGTERM');
  assert.deepEqual(await once(mock, 'close'), [0, null]);
});
