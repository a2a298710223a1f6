// The manual page and the completions: made of --help, and right in the shells that this machine has.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesOf, readCommandLine } from '../../packaging/command_line.mjs';
import { withOptions } from '../../packaging/option_tables.mjs';
import { binary, repository } from '../wire/chatmock.mjs';

const commandLine = readCommandLine(binary);
const packaging = join(repository, 'packaging');
const stored = (name) => readFileSync(join(packaging, name), 'utf8');
const help = (...verb) => execFileSync(binary, [...verb, '--help'], { encoding: 'utf8' });

function hasShell(name) {
  return spawnSync(name, ['--version']).status === 0;
}

// The words that --help begins its lines with, read without the code under test.
function optionsIn(text) {
  return [...text.matchAll(/^ {2}(?:-\w,)?(--[\w-]+)/gm)].map(([, name]) => name);
}

// The words that bash offers for the last word of a line.
function bashWords(line) {
  const words = line.split(' ');
  const program = `source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _chatmock; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync(
    'bash',
    ['-c', program, 'bash', join(packaging, 'completions/chatmock.bash'), ...words],
    {
      encoding: 'utf8',
      cwd: repository,
    },
  );
  return output.split('\n').filter(Boolean);
}

test('the stored files are those of --help', () => {
  for (const [name, text] of Object.entries(filesOf(commandLine))) {
    assert.ok(stored(name) === text, `packaging/${name} is not that of --help: run script/generate-command-line`);
  }
});

test('docs/COMMAND_LINE.md has every verb, and the options of --help', () => {
  const page = readFileSync(join(repository, 'docs/COMMAND_LINE.md'), 'utf8');
  assert.ok(page === withOptions(page, commandLine), 'run script/generate-command-line');
  for (const { name, options } of commandLine.verbs) {
    assert.match(page, new RegExp(`^\\| \`chatmock ${name}\\b.*\\|$`, 'm'));
    const [, section] = page.split(`\n### chatmock ${name}`);
    const own = optionsIn(help(name)).filter((option) => option !== '--help');
    assert.equal(own.length, options.length - 1);
    for (const option of own) assert.match(section, new RegExp(`^\\| \`${option}[\` ]`, 'm'));
  }
});

test('each verb and option of --help is read, with its description', () => {
  assert.deepEqual(
    optionsIn(help()),
    commandLine.options.map((each) => each.names.at(-1)),
  );
  assert.ok(commandLine.verbs.length >= 8);
  for (const verb of commandLine.verbs) {
    assert.match(help(), new RegExp(`^ {2}${verb.name} `, 'm'));
    assert.deepEqual(
      optionsIn(help(verb.name)),
      verb.options.map((each) => each.names.at(-1)),
    );
    for (const each of verb.options)
      assert.match(each.description, /^[A-Za-z].{8,}$/, `${verb.name} ${each.names}`);
  }
  const { options, positionals } = commandLine.verbs.find((each) => each.name === 'verify');
  const { names: _, description: __, ...formats } = options.find((each) => each.names.includes('--formats'));
  assert.deepEqual(formats, {
    value: 'TEXT',
    choices: ['warn', 'assert'],
    initial: 'warn',
    variable: 'CHATMOCK_FORMATS',
    repeats: false,
    required: false,
    paths: '',
  });
  assert.equal(options.find((each) => each.names.includes('--strict')).value, undefined);
  assert.equal(positionals[0].name, 'URL');
});

test('the manual page and each completion name every verb and option', () => {
  for (const name of Object.keys(filesOf(commandLine))) {
    const text = stored(name)
      .replaceAll('\\-', '-')
      .replace(/-l (?=\w)/g, '--');
    for (const verb of commandLine.verbs) {
      assert.ok(text.includes(verb.name), `${name}: ${verb.name}`);
      for (const option of optionsIn(help(verb.name))) {
        assert.match(text, new RegExp(`${option}(?![\\w-])`), `${name}: ${option} of ${verb.name}`);
      }
    }
  }
});

test('bash completes verbs, options, values and folders', () => {
  assert.deepEqual(bashWords('chatmock ver'), ['verify']);
  assert.ok(bashWords('chatmock ').includes('health'));
  assert.deepEqual(bashWords('chatmock --vers'), ['--version']);
  assert.deepEqual(bashWords('chatmock --see'), ['--seed']);
  assert.deepEqual(bashWords('chatmock serve --clock '), ['real', 'manual']);
  assert.deepEqual(bashWords('chatmock --clock m'), ['manual']);
  assert.deepEqual(bashWords('chatmock verify --str'), ['--strict']);
  assert.deepEqual(bashWords('chatmock check --fixtures fix'), ['fixtures']);
  assert.deepEqual(bashWords('chatmock replay READ'), ['README.md']);
  assert.deepEqual(bashWords('chatmock serve --socket '), []);
});

test('fish completes verbs, options and values', { skip: !hasShell('fish') && 'fish is not installed' }, () => {
  const offered = (line) => {
    const program = `source ${join(packaging, 'completions/chatmock.fish')}; complete -C '${line}'`;
    const output = execFileSync('fish', ['--no-config', '-c', program], { encoding: 'utf8' });
    return output
      .split('\n')
      .filter(Boolean)
      .map((each) => each.split('\t')[0]);
  };
  assert.deepEqual(offered('chatmock ver'), ['verify']);
  assert.deepEqual(offered('chatmock --see'), ['--seed']);
  assert.deepEqual(offered('chatmock serve --clock '), ['manual', 'real']);
  assert.deepEqual(offered('chatmock verify --str'), ['--strict']);
});

test('zsh reads its completion', { skip: !hasShell('zsh') && 'zsh is not installed' }, () => {
  const program = 'autoload -Uz compinit && compinit -u -D && source $1 && print $_comps[chatmock]';
  const output = execFileSync('zsh', ['-fc', program, 'zsh', join(packaging, 'completions/_chatmock')], {
    encoding: 'utf8',
  });
  assert.equal(output.trim(), '_chatmock');
});

test('the manual page is sound', { skip: !hasShell('groff') && 'groff is not installed' }, () => {
  const { stdout, stderr } = spawnSync('groff', ['-man', '-ww', '-Tutf8', join(packaging, 'chatmock.1')], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.match(stdout, /CHATMOCK\(1\)/);
});
