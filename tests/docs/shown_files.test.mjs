// A part of a file that a page shows is really in the file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../wire/chatmock.mjs';
import { linesOf, pages } from './pages.mjs';

const shown = /^```(?:js|python)\n(?:\/\/|#) (examples\/\S+)\n([^]*?)^```$/gm;

test('parts of examples are as the examples have them', () => {
  const parts = pages.flatMap((page) =>
    [...linesOf(page).join('\n').matchAll(shown)].map(([, path, part]) => ({ page, path, part })));
  assert.ok(parts.length > 5);
  for (const { page, path, part } of parts) {
    const text = readFileSync(join(repository, path), 'utf8');
    assert.ok(text.includes(part), `${page}: ${path} has no\n${part}`);
  }
});
