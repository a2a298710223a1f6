// The files that a page of docs/how-to/ lists for an addition contain every existing event, fault or route.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../wire/chatmock.mjs';

const textOf = (path) => readFileSync(join(repository, path), 'utf8');
const matchesIn = (path, pattern) => [...textOf(path).matchAll(pattern)].map(([, ...groups]) => groups);

// The page lists each file, and each file contains each name in the form `shape`.
function check(page, names, shapes) {
  assert.ok(names.length > 3, `${page}: no names found`);
  const steps = textOf(page);
  for (const [file, shape] of Object.entries(shapes)) {
    assert.ok(steps.includes(`\`${file}\``), `${page} does not name ${file}`);
    const text = textOf(file);
    for (const name of names) assert.ok(text.includes(shape(name)), `${file} has no ${shape(name)}`);
  }
}

test('an event is in every file of its steps', () => {
  const ending = '.schema.json';
  const files = readdirSync(join(repository, 'contracts/events')).filter((name) => name.endsWith(ending));
  check('docs/how-to/add-an-event.md', files.map((name) => name.slice(0, -ending.length)), {
    'contracts/chat.asyncapi.yaml': (name) => `./events/${name}.schema.json`,
    'contracts/events.d.ts': (name) => `interface ${name} `,
    'tests/contracts/front-end.ts': (name) => `socket.on('${name}'`,
    'tests/support/documented_examples.hpp': (name) => `{"${name}", R"(`,
    'tests/wire/chatmock.mjs': (name) => `'${name}'`,
    'docs/CONTROL_API.md': (name) => `\`${name}\``,
  });
});

test('a fault is in every file of its steps', () => {
  const kinds = matchesIn('mock/policy/faults/fault_kind.cpp', /\{"(\w+)", FaultPoint::/g).map(([name]) => name);
  check('docs/how-to/add-a-fault.md', kinds, {
    'contracts/control.openapi.yaml': (name) => `\n        - ${name}\n`,
    'docs/CONTROL_API.md': (name) => `| \`${name}\` |`,
    'docs/EDGE_CASES.md': (name) => `"do": "${name}"`,
  });
});

test('a control route is in every file of its steps', () => {
  // The console's pages are not calls.
  const routes = matchesIn('mock/control/routes.cpp', /\{"(\w+)", "(\/[^"]+)", ask_(?!console)\w+/g);
  const paths = [...new Set(routes.map(([, path]) => path))];
  check('docs/how-to/add-a-control-route.md', paths, {
    'contracts/control.openapi.yaml': (path) => `\n  ${path}:`,
  });
  const page = textOf('docs/CONTROL_API.md');
  for (const [method, path] of routes) assert.ok(page.includes(`\`${method} ${path}\``), `${method} ${path}`);
});
