// The example of docs/tasks/cypress.md runs, with a few lines in place of Cypress and of the app.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { next, serve } from '../wire/chatmock.mjs';
import { linesOf } from './pages.mjs';

const [, code] = /```js\n([^]*?)```/.exec(linesOf('docs/tasks/cypress.md').join('\n'));

test('docs/tasks/cypress.md', async (t) => {
  const mock = await serve(t);
  const hooks = { before: [], after: [] };
  const tests = [];
  let commands = []; // as in Cypress, they run when the function that gives them has returned
  let client;
  let shown;
  const cy = {
    request: (method, url, body) => commands.push(() => mock.ask(method, new URL(url).pathname, body)),
    visit: (url) => commands.push(async () => {
      client?.close();
      client = await mock.connected(new URLSearchParams(url.split('?')[1]).get('token'), { reconnectionDelay: 10 });
      shown = next(client, 'NewMessage');
      shown.catch(() => {}); // one test sends none
    }),
    contains: (text) => commands.push(async () => assert.equal((await shown)[0].content, text)),
  };
  const run = async (give) => {
    commands = [];
    give();
    for (const command of commands) await command();
  };
  new Function('cy', 'beforeEach', 'it', 'afterEach', code)(
    cy,
    (hook) => hooks.before.push(hook),
    (name, body) => tests.push({ name, body }),
    (hook) => hooks.after.push(hook),
  );
  assert.ok(tests.length > 1);
  for (const { name, body } of tests) {
    await t.test(name, async () => {
      for (const each of [...hooks.before, body, ...hooks.after]) await run(each);
    });
  }
});
