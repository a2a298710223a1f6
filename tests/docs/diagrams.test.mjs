// The state diagrams of docs/FLOW.md match the tables in the code, and files that pages mention exist.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../wire/chatmock.mjs';
import { linesOf, pages } from './pages.mjs';

const transition = /Transition\{S::(\w+), E::(\w+), S::(\w+)\}/g;

// The Mermaid diagram of a table of transitions: an arrow per pair of states, with all its events.
function diagramOf(source) {
  const code = readFileSync(join(repository, source), 'utf8');
  const arrows = new Map();
  for (const [, from, event, to] of code.matchAll(transition)) {
    if (from === to) continue;
    const arrow = `  ${from} --> ${to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), event]);
  }
  assert.ok(arrows.size > 5, `${source} has no table of transitions`);
  const lines = [...arrows].map(([arrow, events]) => `${arrow}: ${events.join(', ')}`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

test('state diagrams show the tables of the code', () => {
  const page = linesOf('docs/FLOW.md').join('\n');
  const shown = [...page.matchAll(/<!-- states of (\S+) -->\n([^]*?)\n<!-- end of states -->/g)];
  assert.equal(shown.length, 2);
  for (const [, source, diagram] of shown) assert.equal(diagram, diagramOf(source));
});

const named = /`((?:mock|tests|cmake|script)\/[\w./-]+)`/g;
const layers = 'base|http|engineio|websocket|socketio|schema|catalogue|policy|core|net|transport|service|control|app';
// In prose between backticks; in a picture at the start of a box, behind a comma, or as a participant.
const namedBelowMock = new RegExp(`(?:\`|\\["|, | as )((?:${layers})/[\\w./]+)(?=[\`<,"]|$)`, 'g');
const isPattern = (path) => /(?:NAME|LAYER)/.test(path);
const endings = ['', '.hpp', '.cpp'];

test('every file that a page names exists', () => {
  const paths = pages.flatMap((page) =>
    linesOf(page).flatMap((line, i) => {
      const inFull = [...line.matchAll(named)].map(([, path]) => path);
      const below = [...line.matchAll(namedBelowMock)].map(([, path]) => `mock/${path}`);
      return [...inFull, ...below].filter((path) => !isPattern(path)).map((path) => ({ path, at: `${page}:${i + 1}` }));
    }));
  assert.ok(paths.length > 50);
  const exists = (path) => endings.some((ending) => existsSync(join(repository, path + ending)));
  const missing = paths.filter(({ path }) => !exists(path)).map(({ path, at }) => `${at}: ${path}`);
  assert.equal(missing.join('\n'), '');
});
