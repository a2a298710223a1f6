// Reads a table from a page of docs/, so that a test can compare it with the real clients.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './chatmock.mjs';

const cellsOf = (line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => plain(cell.trim()));

// The text that a reader sees: without code marks, and with unescaped pipes.
const plain = (cell) => cell.replaceAll('`', '').replaceAll('\\|', '|');

// The rows of the table in the page between <!-- NAME --> and <!-- end of NAME -->, each as an object by the
// table's header.
export function documentedTable(page, name) {
  const markdown = readFileSync(join(repository, 'docs', page), 'utf8');
  const [, table] = markdown.split(new RegExp(`^<!-- (?:end of )?${name} -->$`, 'm'));
  const [header, , ...rows] = (table ?? '').trim().split('\n').map(cellsOf);
  assert.ok(rows.length > 0, `docs/${page} has no table from <!-- ${name} --> to <!-- end of ${name} -->`);
  return rows.map((cells) => {
    assert.equal(cells.length, header.length, `a row of ${name} in docs/${page}: ${cells.join(' | ')}`);
    return Object.fromEntries(header.map((column, i) => [column, cells[i]]));
  });
}
