// The pages are in plain language: short lines, paragraphs and sentences, no banned phrases, no broken links.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { repository } from '../wire/chatmock.mjs';
import { kitPages, linesOf, pages } from './pages.mjs';

const prose = [...pages, ...kitPages];
const columnsMax = 120;
const paragraphLinesMax = 5;
const sentenceWordsMax = 25;

// Shared with the house's test of the sources.
const banned = readFileSync(join(repository, 'tests/house/banned_phrases.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !/^(?:#|comment )/.test(line))
  .map((pattern) => new RegExp(pattern, 'u'));

const isFence = (line) => /^\s*```/.test(line);
const isTable = (line) => line.startsWith('|');
const isItem = (line) => /^\s*(?:[-*]|\d+\.) /.test(line);

// The lines outside of code, with their numbers.
function proseOf(page) {
  let inCode = false;
  return linesOf(page).flatMap((text, i) => {
    if (isFence(text)) inCode = !inCode;
    return inCode || isFence(text) ? [] : [{ text, place: `${page}:${i + 1}` }];
  });
}

// Consecutive lines that a reader sees as one paragraph or list item.
function paragraphsOf(page) {
  const paragraphs = [];
  let open = null;
  for (const line of proseOf(page)) {
    const starts = open === null || isItem(line.text);
    if (line.text.trim() === '' || isTable(line.text) || /^(?:#|<!--)/.test(line.text)) open = null;
    else if (starts) paragraphs.push((open = [line]));
    else open.push(line);
  }
  return paragraphs;
}

const anchorsOf = (page) =>
  proseOf(page)
    .filter(({ text }) => text.startsWith('#'))
    .map(({ text }) => text.replace(/^#+ /, '').toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));

function leadsSomewhere(page, target) {
  if (/^https?:/.test(target)) return true;
  const [path, anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(repository, file))) return false;
  return anchor === undefined || anchorsOf(file).includes(anchor);
}

test('no line of prose is longer than its limit', () => {
  const long = prose.flatMap(proseOf).filter(({ text }) => !isTable(text) && [...text].length > columnsMax);
  assert.equal(long.map(({ place }) => place).join('\n'), '');
});

test('no paragraph is longer than its limit', () => {
  const long = prose.flatMap(paragraphsOf).filter((lines) => lines.length > paragraphLinesMax);
  assert.equal(long.map(([first]) => first.place).join('\n'), '');
});

test('no sentence is longer than its limit', () => {
  const long = prose.flatMap(paragraphsOf).flatMap((lines) => {
    const text = lines.map((line) => line.text.trim()).join(' ').replace(/^(?:[-*]|\d+\.) /, '');
    const sentences = text.split(/(?<=[.:;!?]) /).filter((sentence) => sentence.split(' ').length > sentenceWordsMax);
    return sentences.map((sentence) => `${lines[0].place}: ${sentence}`);
  });
  assert.equal(long.join('\n'), '');
});

test('no page uses a banned phrase', () => {
  const found = prose.flatMap(paragraphsAndTables).flatMap(({ text, place }) => {
    const plain = text.toLowerCase().replace(/`[^`]*`/g, '``');
    return banned.filter((phrase) => phrase.test(plain)).map((phrase) => `${place}: ${phrase.exec(plain)[0]}`);
  });
  assert.equal(found.join('\n'), '');
});

// A phrase may continue on the next line.
function paragraphsAndTables(page) {
  const joined = paragraphsOf(page).map((lines) => ({
    place: lines[0].place,
    text: lines.map(({ text }) => text.trim()).join(' '),
  }));
  return [...joined, ...proseOf(page).filter(({ text }) => isTable(text) || text.startsWith('#'))];
}

test('every page of docs/ begins with its readers', () => {
  const others = pages.filter((page) => page !== 'README.md' && !/^For /.test(paragraphsOf(page)[0]?.[0].text ?? ''));
  assert.deepEqual(others, []);
});

test('every link leads to a page and a heading', () => {
  const links = pages.flatMap((page) =>
    proseOf(page).flatMap(({ text, place }) =>
      [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => ({ page, place, target }))));
  assert.ok(links.length > 50);
  const broken = links.filter(({ page, target }) => !leadsSomewhere(page, target));
  assert.deepEqual(broken.map(({ place, target }) => `${place}: ${target}`), []);
});

test('docs/README.md lists every page', () => {
  const map = linesOf('docs/README.md').join('\n');
  const others = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  assert.deepEqual(others.filter((page) => !map.includes(`(${page.slice('docs/'.length)})`)), []);
});

test('every example in JavaScript is well formed', () => {
  const examples = pages.flatMap((page) =>
    [...linesOf(page).join('\n').matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => ({ page, code })));
  assert.ok(examples.length > 0);
  for (const { page, code } of examples) {
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--check'], { input: code });
    assert.equal(status, 0, `${page}:\n${stderr}`);
  }
});
