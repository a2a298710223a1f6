// Reads the command line from --help, and makes files from it: the manual page, and completions for bash, zsh and fish.
// They are stored, so that a build needs neither Node.js nor a second run; a test compares them with --help.
import { execFileSync } from 'node:child_process';
import { bashCompletion, fishCompletion, zshCompletion } from './completions.mjs';
import { manualPage } from './manual_page.mjs';

// "--formats TEXT:{warn,assert}=warn (Env:CHATMOCK_FORMATS)"; all parts after the names are optional.
function readTerm(term) {
  const [names, ...rest] = term.split(' ');
  const meta = rest.join(' ');
  return {
    names: names.split(','),
    value: /^([A-Z]+)/.test(meta) && !/^(REQUIRED|Excludes|Needs)/.test(meta) ? placeholder(meta) : undefined,
    choices: /\{([^}]*)\}/.exec(meta)?.[1].split(',') ?? [],
    initial: /^[A-Z]+(?::\{[^}]*\})?(?:=| \[)([^\s\]]+)/.exec(meta)?.[1],
    variable: /\(Env:(\w+)\)/.exec(meta)?.[1],
    repeats: / \.\.\./.test(meta),
    required: /\bREQUIRED\b/.test(meta),
  };
}

function placeholder(meta) {
  if (/^TIME\b/.test(meta)) return 'TIME';
  return /^(U?INT)\b/.test(meta) ? 'NUMBER' : 'TEXT';
}

const description_column = 30;

// A term that is too long has its description on the next line.
function readEntry(line, next) {
  const isLong = /^ {20,}/.test(next ?? '') || line.length <= description_column;
  if (isLong) return { term: line.trim(), description: '' };
  return { term: line.slice(0, description_column).trim(), description: line.slice(description_column).trim() };
}

// The entries of "Options:", "Positionals:" or "Subcommands:".
function section(help, title) {
  const lines = help.split('\n');
  const first = lines.findIndex((line) => line.toLowerCase() === `${title.toLowerCase()}:`);
  if (first < 0) return [];
  const entries = [];
  for (let number = first + 1; lines[number]?.trim(); ++number) {
    const line = lines[number];
    if (/^ {2}\S/.test(line)) entries.push(readEntry(line, lines[number + 1]));
    else entries.at(-1).description += line.trim();
  }
  return entries;
}

// What completes a value: one of these words, or a kind of path.
function withPaths(option) {
  const paths = /\bfolder\b/i.test(option.description)
    ? 'folder'
    : /\(PEM\)|transcript/i.test(option.description)
      ? 'file'
      : '';
  return { ...option, paths };
}

function options(help) {
  return section(help, 'Options').map(({ term, description }) => withPaths({ ...readTerm(term), description }));
}

function verbOf(help, { term, description }) {
  const positionals = section(help, 'Positionals').map((entry) =>
    withPaths({ name: entry.term.split(' ')[0], description: entry.description }),
  );
  return { name: term, description, positionals, options: options(help) };
}

export function readCommandLine(binary) {
  const { CHATMOCK_SOCKET: _, ...env } = process.env;
  const ask = (...args) => execFileSync(binary, [...args, '--help'], { encoding: 'utf8', env });
  const help = ask();
  const verbs = section(help, 'Subcommands').map((entry) => verbOf(ask(entry.term), entry));
  return { summary: help.trim().split('\n')[0], options: options(help), verbs };
}

// By name below packaging/.
export function filesOf(commandLine) {
  return {
    'chatmock.1': manualPage(commandLine),
    'completions/chatmock.bash': bashCompletion(commandLine),
    'completions/_chatmock': zshCompletion(commandLine),
    'completions/chatmock.fish': fishCompletion(commandLine),
  };
}
