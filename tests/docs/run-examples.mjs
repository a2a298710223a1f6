// Runs the shell examples of README.md and docs/ as a reader would copy them. Every ```sh block must succeed
// against a server of its page. The text of a following ```json output or ```text output block must appear, after the
// output block before it; `…` stands for anything. A ```js block right before a ```sh block is the same step with the
// kit: a page with such steps runs twice, once with `curl` and once with the kit.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { javascriptProject } from '../kits/project.mjs';
import { binary, repository, serve } from '../wire/chatmock.mjs';
import { checkingProxy } from './checking_proxy.mjs';
import { pages } from './pages.mjs';

const patience_ms = 120_000;
const marker = '--- end of the example of line ';

// The test has started the server and has the client library already.
const preparation = /^\s*(docker compose|npm install|script\/)/;

const users = ['alice', 'bob', 'carol', 'mallory'];
const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file
let project;

before(async () => {
  project = await javascriptProject(suite);
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

// A step of the kit as a program. The page says what `chat` and the users are.
function programOf(code) {
  return `cat > step.mjs <<'STEP'
import { Chatmock } from "chatmock";
const chat = await Chatmock.connect({ url: "http://localhost:8091" });
const [${users}] = ${JSON.stringify(users)}.map((name) => chat.user(name));
${code}STEP
node step.mjs`;
}

// The page's blocks of shell; with the kit, its steps are in the place of theirs.
function examplesOf(page, withKit) {
  const markdown = readFileSync(join(repository, page), 'utf8');
  const blocks = [...markdown.matchAll(/^```(.*)\n([^]*?)^```$/gm)];
  return blocks.flatMap((block, i) => {
    const [, info, text] = block;
    const commands = text.split('\n').filter((line) => !preparation.test(line)).join('\n');
    if (info !== 'sh' || commands.trim() === '') return [];
    const shown = / output$/.test(blocks[i + 1]?.[1] ?? '') ? blocks[i + 1][2].trimEnd().split('\n') : [];
    const line = markdown.slice(0, block.index).split('\n').length;
    const kit = /^```js\n([^]*?)^```\n\n$/m.exec(markdown.slice(blocks[i - 1]?.index ?? block.index, block.index));
    return [{ line, commands: withKit && kit ? programOf(kit[1]) : commands, shown, isOfKit: kit !== null }];
  });
}

// A folder with the repository's files, which a page's blocks may change.
function folderFor(t) {
  const folder = mkdtempSync(join(tmpdir(), 'chatmock-docs-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['fixtures', 'contracts']) cpSync(join(repository, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(project, 'node_modules', 'chatmock'), join(folder, 'node_modules', 'chatmock'));
  return folder;
}

// A page's blocks share one shell, as if a reader copied them one after the other. It runs in the folder,
// with `chatmock` in its PATH.
async function runShell(blocks, folder) {
  const script = blocks.map(({ line, commands }) => `${commands}\necho; echo "${marker}${line}"\n`).join('');
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_TEST_CONTEXT: undefined, // an example may be a test of its own
      NODE_PATH: join(repository, 'tests', 'wire', 'node_modules'),
      PATH: `${dirname(binary)}:${process.env.PATH}`,
    },
    timeout: patience_ms,
  });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { code, output };
}

function asPattern(line) {
  const literals = line.trim().split('…').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(literals.join('.*'));
}

async function runPage(t, examples) {
  const folder = folderFor(t);
  const mock = await serve(t, '--fixtures', join(folder, 'fixtures'), '--contracts', join(folder, 'contracts'));
  const proxy = await checkingProxy(t, mock);
  const here = (text) => text.replace(/\b8090\b/g, mock.socketPort).replace(/\b8091\b/g, proxy.port);
  const blocks = examples.map((example) => ({ ...example, commands: here(example.commands) }));
  const { code, output } = await runShell(blocks, folder);
  assert.equal(code, 0, output);
  assert.deepEqual(await proxy.breaches(), []);
  let rest = output;
  let said = ''; // since the last block with an output
  for (const { line, shown } of blocks) {
    const end = rest.indexOf(`${marker}${line}\n`);
    assert.notEqual(end, -1, `the example of line ${line} did not end:\n${output}`);
    said += rest.slice(0, end);
    rest = rest.slice(end);
    for (const expected of shown) assert.match(said, asPattern(here(expected)), `the example of line ${line}`);
    assert.doesNotMatch(said, /"error":/, `the example of line ${line}`);
    if (shown.length > 0) said = '';
  }
}

for (const page of pages) {
  const examples = examplesOf(page, false);
  if (page !== 'README.md' && examples.length === 0) continue;

  test(page, (t) => {
    assert.ok(examples.length > 0, 'no examples found');
    return runPage(t, examples);
  });
  if (examples.some(({ isOfKit }) => isOfKit)) test(`${page}, with the kit`, (t) => runPage(t, examplesOf(page, true)));
}
