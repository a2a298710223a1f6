// Empty projects, into which a kit is installed from its packed file, as its users do.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { repository } from '../wire/chatmock.mjs';

const patience_ms = 120_000;
export const clientsJs = join(repository, 'clients', 'js');

// The file that script/pack-kits made.
export function packed(ending) {
  const folder = process.env.CHATMOCK_KITS ?? join(repository, 'build', 'kits');
  const files = readdirSync(folder).filter((name) => name.endsWith(ending));
  assert.equal(files.length, 1, `expected one file that ends with ${ending} in ${folder}; script/pack-kits makes it`);
  return join(folder, files[0]);
}

// Runs a program to its end; its output, standard error included. Colours are left out: runners print them where CI is
// set, whatever their output goes to.
export async function run(program, args, options = {}) {
  const child = spawn(program, args, { timeout: patience_ms, ...options });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { code, output: stripVTControlCharacters(output) };
}

export async function runWell(program, args, options) {
  const { code, output } = await run(program, args, options);
  assert.equal(code, 0, `${program} ${args.join(' ')}\n${output}`);
  return output;
}

export function temporaryFolder(test) {
  const folder = mkdtempSync(join(tmpdir(), 'chatmock-kits-'));
  test.after(() => rmSync(folder, { recursive: true, maxRetries: 5 }));
  return folder;
}

// `npm install`, which asks no registry.
export function installWith(packages, folder) {
  const flags = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  return runWell('npm', ['install', ...flags, ...packages], { cwd: folder });
}

// A project with nothing but the kit. What else a project may install is in the folder above: the packages that were
// installed for the kit's development.
export async function javascriptProject(test) {
  const above = temporaryFolder(test);
  symlinkSync(join(clientsJs, 'node_modules'), join(above, 'node_modules'));
  const folder = join(above, 'project');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await installWith([packed('.tgz')], folder);
  return folder;
}

// The kit, as a module of the project loads it.
export const kitOf = (folder) => import(pathToFileURL(join(folder, 'node_modules/chatmock/dist/index.js')).href);

// An environment with nothing but the kit and Debian's packages, and an empty folder.
export async function pythonProject(test) {
  const folder = temporaryFolder(test);
  const environment = join(folder, 'environment');
  // The system's own interpreter: another one in the PATH does not know Debian's packages.
  await runWell('/usr/bin/python3', ['-m', 'venv', '--system-site-packages', environment]);
  const python = join(environment, 'bin', 'python');
  await runWell(python, ['-m', 'pip', 'install', '--quiet', '--no-index', '--no-deps', packed('.whl')]);
  return { folder, python };
}
