// The examples, each copied into an empty project that has the kit from its packed file; and the runners' entry points
// where a test fails.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { basename, delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, repository, serve } from '../wire/chatmock.mjs';
import { freePort, listening } from '../wire/listening.mjs';
import { clientsJs, installWith, javascriptProject, packed, pythonProject, run, runWell } from './project.mjs';

// With CHATMOCK_IN_PROCESS the examples start the mock of the package.
const files = {
  CHATMOCK_BINARY: process.env.CHATMOCK_IN_PROCESS ? '' : binary,
  CHATMOCK_FIXTURES: join(repository, 'fixtures'),
  CHATMOCK_CONTRACTS: join(repository, 'contracts'),
};
const modules = join(clientsJs, 'node_modules');
const programs = {
  vitest: join(modules, 'vitest/vitest.mjs'),
  jest: join(modules, 'jest/bin/jest.js'),
  playwright: join(modules, '@playwright/test/cli.js'),
};
const cleanups = [];
const suite = { after: (cleanup) => cleanups.unshift(cleanup) }; // for the whole file
let projects;

before(async () => {
  projects = await javascriptProject(suite);
});

after(async () => {
  for (const cleanup of cleanups) await cleanup();
});

// A folder of the project with these files.
function folderWith(name, contents) {
  const folder = join(projects, name);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(contents)) writeFileSync(join(folder, path), text);
  return folder;
}

// As its page says: the kit is packed into the folder that package.json names, and `npm install` finds it there. The
// other packages are in the folder above.
async function installed(example) {
  const folder = join(projects, 'examples', example);
  cpSync(join(repository, 'examples', example), folder, { recursive: true });
  mkdirSync(join(projects, 'build/kits'), { recursive: true });
  cpSync(packed('.tgz'), join(projects, 'build/kits', basename(packed('.tgz'))));
  const { devDependencies, dependencies: _, ...rest } = packageOf(folder);
  const kitAlone = { ...rest, devDependencies: { chatmock: devDependencies.chatmock } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(kitAlone));
  await installWith([], folder);
  assert.ok(existsSync(join(folder, 'node_modules/chatmock/dist')), 'npm install installs the kit');
  return folder;
}

function runner(program, args, folder, variables = {}) {
  const PATH = [join(modules, '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, ...files, PATH, CHROMIUM: '/usr/bin/chromium', ...variables };
  delete env.NODE_TEST_CONTEXT; // else the runner reports to this test's runner
  return run(process.execPath, [programs[program], ...args], { cwd: folder, env });
}

const packageOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

test('examples name the versions that are tested', () => {
  const kit = packageOf(clientsJs);
  const tested = { ...kit.devDependencies, chatmock: `file:../../build/kits/chatmock-${kit.version}.tgz` };
  const folders = readdirSync(join(repository, 'examples'));
  const examples = folders.filter((name) => existsSync(join(repository, 'examples', name, 'package.json')));
  assert.ok(examples.length > 1);
  for (const example of examples) {
    const { dependencies, devDependencies } = packageOf(join(repository, 'examples', example));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.equal(version, tested[name], `${example}: ${name}`);
    }
  }
});

test('vitest-node', async () => {
  const { code, output } = await runner('vitest', ['run'], await installed('vitest-node'));
  assert.equal(code, 0, output);
  assert.match(output, /Tests {2}7 passed/);
});

test('react-playwright, with four workers', async () => {
  const names = ['APP', 'CHATMOCK_SOCKET', 'CHATMOCK_CONTROL'];
  const ports = await Promise.all(names.map(() => freePort()));
  const places = Object.fromEntries(names.map((name, i) => [name, `127.0.0.1:${ports[i]}`]));
  const { code, output } = await runner('playwright', ['test'], await installed('react-playwright'), places);
  assert.equal(code, 0, output);
  assert.match(output, /8 tests using 4 workers[^]*8 passed/);
});

// The files of a page's examples: those that a shell makes, and those that begin with their name.
function filesOf(page) {
  const text = readFileSync(join(repository, page), 'utf8');
  const made = [...text.matchAll(/^cat > (\S+) <<'(\w+)'\n([^]*?)^\2$/gm)].map(([, name, , file]) => [name, file]);
  const shown = [...text.matchAll(/^```js\n\/\/ (\S+)\n([^]*?)^```$/gm)].map(([, name, file]) => [name, file]);
  return Object.fromEntries([...made, ...shown]);
}

// A front end that shows messages to the user of its token.
async function serveFrontEnd(mock) {
  const page = `<!doctype html><ul></ul><script src="/socket.io.js"></script><script>
    const socket = io("http://localhost:${mock.socketPort}", {
      query: { jwt_token: new URLSearchParams(location.search).get("token") },
    });
    socket.on("NewMessage", ({ content }) => {
      document.querySelector("ul").appendChild(document.createElement("li")).textContent = content;
    });
  </script>`;
  const client = readFileSync(join(modules, 'socket.io-client/dist/socket.io.min.js'));
  const server = createHttpServer(({ url }, response) => {
    const [type, content] = url === '/socket.io.js' ? ['text/javascript', client] : ['text/html', page];
    response.writeHead(200, { 'content-type': type }).end(content);
  });
  return listening(suite, server);
}

test('the examples of docs/tasks/parallel-tests.md, each runner with several workers', async () => {
  const mock = await serve(suite);
  const front_end = await serveFrontEnd(mock);
  const launch = '{ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] }';
  const config = `export default { fullyParallel: true, workers: 4, use: { launchOptions: ${launch} } };`;
  const contents = { ...filesOf('docs/tasks/parallel-tests.md'), 'playwright.config.js': config };
  for (const [name, text] of Object.entries(contents))
    contents[name] = text.replaceAll('8090', mock.socketPort).replaceAll('5173', front_end);
  const folder = folderWith('parallel-tests', contents);
  const variables = { CHATMOCK_URL: `http://127.0.0.1:${mock.controlPort}` };
  const args = ['test', 'chat.spec.js', '--repeat-each=4', '--reporter=line'];
  const inPlaywright = await runner('playwright', args, folder, variables);
  assert.equal(inPlaywright.code, 0, inPlaywright.output);
  assert.match(inPlaywright.output, /4 tests using 4 workers[^]*4 passed/);
  const inVitest = await runner('vitest', ['run', 'chat.test.js'], folder, variables);
  assert.equal(inVitest.code, 0, inVitest.output);
  assert.match(inVitest.output, /Tests {2}3 passed/);
  const env = { ...process.env, ...variables };
  const python = ['-m', 'pytest', '-p', 'no:cacheprovider', '-n', '2', 'test_chat.py'];
  assert.match(await runWell('/usr/bin/python3', python, { cwd: folder, env }), /3 passed/);
  assert.equal((await mock.ask('GET', '/sandboxes')).sandboxes.length, 1);
});

const failing = {
  playwright: `import { expect, test } from "chatmock/playwright";
    test("fails", async ({ chat }) => {
      await chat.everyone.receives("NewMessage", { content: "never seen" }, { minRecipients: 0 });
      await chat.user("alice").connected({ timeout: 0 });
    });
    test("violates", ({ chat }) => breakTheProtocol(chat));
    test.describe(() => {
      test.use({ violations: true });
      test("may violate", ({ chat }) => breakTheProtocol(chat));
    });`,
  hooks: `const chat = useChat();
    test("connects", () => expect(chat().user("alice")).toHaveConnected({ timeout: 0 }));
    test("receives", () => expect(chat().user("alice")).toHaveReceived("NewMessage", {}, { timeout: 0 }));
    test("is dropped", async () => {
      const alice = chat().user("alice");
      const session = await open(chat());
      await fetch(session, { method: "POST", body: "40" });
      await alice.fault({ do: "drop" }, "lossy");
      await alice.receives("NewMessage", {}, { settled: false });
      await expect(alice).not.toHaveReceived("NewMessage");
      await expect(alice).toHaveReceived("NewMessage");
    });
    test("is not sent", () => expect(chat().user("alice")).toHaveSent("typing", [], { timeout: 0 }));
    test("violates", () => breakTheProtocol(chat()));
    test("passes", async () => {
      await expect(chat().user("alice")).not.toHaveSent("typing");
      await expect(chat().user("alice")).not.toHaveConnected();
      await expect(chat()).toHaveNoViolations();
    });`,
  // Says by HTTP what no client says.
  violation: `
    async function open(chat) {
      const base = chat.socket.url + "/socket.io/?EIO=4&transport=polling&jwt_token=" + chat.user("alice").token();
      const { sid } = JSON.parse((await (await fetch(base)).text()).slice(1));
      return base + "&sid=" + sid;
    }
    async function breakTheProtocol(chat) {
      await fetch(await open(chat), { method: "POST", body: "49" });
      await chat.journal.wait({ kind: "violation" });
    }`,
};

test('Playwright attaches the run of a failed test, and lets no test break the protocol that may not', async () => {
  const folder = folderWith('failing-playwright', { 'failing.spec.js': failing.playwright + failing.violation });
  const { code, output } = await runner('playwright', ['test', '--reporter=line'], folder);
  assert.equal(code, 1, output);
  assert.match(output, /2 failed[^]*1 passed/);
  assert.match(output, /violates[^]*verification_failed/);
  assert.match(output, /chatmock's journal[^]*#1 [\d:.]+ emit NewMessage to nobody/);
  const [, transcript] = output.match(/chatmock replay (\S+)/);
  await runWell(binary, ['replay', transcript]);
});

function checkMatchers({ code, output }) {
  assert.equal(code, 1, output);
  assert.match(output, /5 failed[^]*1 passed/);
  for (const reason of [
    /timed_out[^]*POST \/connections\/wait/,
    /expected alice to have received NewMessage\n.*timed_out/,
    /expected alice to have received NewMessage, but a fault dropped it/,
    /expected alice to have sent typing\n.*timed_out/,
    /verification_failed/,
  ]) {
    assert.match(output, reason);
  }
}

test('the matchers of Vitest fail with the actual entries', async () => {
  const imports = 'import { test } from "vitest"; import { expect, useChat } from "chatmock/vitest";';
  const text = imports + failing.hooks + failing.violation;
  const folder = folderWith('failing-vitest', { 'failing.test.js': text });
  checkMatchers(await runner('vitest', ['run'], folder));
});

test('the matchers of Jest fail with the actual entries', async () => {
  const imports = 'import { test } from "@jest/globals"; import { expect, useChat } from "chatmock/jest";';
  const text = imports + failing.hooks + failing.violation;
  const settings = JSON.stringify({ type: 'module', jest: { transform: {} } });
  const folder = folderWith('failing-jest', { 'failing.test.js': text, 'package.json': settings });
  checkMatchers(await runner('jest', [], folder, { NODE_OPTIONS: '--experimental-vm-modules' }));
});

test('pytest, with two workers', async () => {
  const { folder, python } = await pythonProject(suite);
  for (const name of ['inbox.py', 'test_inbox.py']) {
    cpSync(join(repository, 'examples/pytest', name), join(folder, name));
  }
  const env = { ...process.env, ...files, CHATMOCK_BINARY: binary }; // the kit for Python has no mock in it
  const output = await runWell(python, ['-m', 'pytest', '-p', 'no:cacheprovider', '-n', '2'], { cwd: folder, env });
  assert.match(output, /6 passed/);
});
