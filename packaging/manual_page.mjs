// The manual page, in the macros of man(7).
const exitCodes = {
  0: 'success',
  1: 'a check failed, something differs, or no mock answers health',
  2: 'wrong usage, a file that does not load, or a service that cannot be reached',
};

const examples = {
  'Start the mock, and send a message to every connected client:': [
    'chatmock serve &',
    "curl \\-s \\-\\-json '{}' http://localhost:8091/events/NewMessage",
  ],
  'Check a real service against the contracts:': ['chatmock verify wss://chat.example.com \\-\\-token "$TOKEN"'],
  'Replay an exported run:': [
    'curl \\-s http://localhost:8091/journal/export > run.jsonl',
    'chatmock replay run.jsonl',
  ],
};

// A line of text: a hyphen that is typed stays one, and no line begins with a control character.
function text(words) {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');
}

function term({ names, value, choices }) {
  const shown = names.map((name) => `\\fB${text(name)}\\fR`).join(', ');
  if (value === undefined) return shown;
  const words = choices.map((choice) => `\\fB${text(choice)}\\fR`).join('|');
  return `${shown} ${words || `\\fI${value}\\fR`}`;
}

function facts({ initial, variable, required }) {
  const sentences = [
    ...(required ? ['Required.'] : []),
    ...(initial === undefined ? [] : [`Default: ${text(initial)}.`]),
    ...(variable === undefined ? [] : [`Variable: ${variable}.`]),
  ];
  return sentences.length === 0 ? [] : [sentences.join(' ')];
}

const option = (each) => ['.TP', term(each), `${text(each.description)}.`, ...facts(each)];
const positional = (each) => ['.TP', `\\fI${each.name}\\fR`, `${text(each.description)}.`];

function verb({ name, description, positionals, options }) {
  const usage = ['chatmock', name, '[OPTIONS]', ...positionals.map((each) => each.name)].join(' ');
  return [`.SS ${usage}`, `${text(description)}.`, ...positionals.flatMap(positional), ...options.flatMap(option)];
}

function variables(verbs) {
  const named = new Map();
  for (const { name, options } of verbs) {
    for (const { variable, names } of options.filter((each) => each.variable)) {
      named.set(variable, { names, verbs: [...(named.get(variable)?.verbs ?? []), name] });
    }
  }
  return [...named].flatMap(([variable, each]) => [
    '.TP',
    `\\fB${variable}\\fR`,
    `${text(each.names.at(-1))} of ${each.verbs.join(', ')}.`,
  ]);
}

export function manualPage({ summary, options, verbs }) {
  const lines = [
    '.\\" Made by script/generate-command-line from --help.',
    '.TH CHATMOCK 1 "" chatmock "User Commands"',
    '.SH NAME',
    'chatmock \\- mock server of a chat service\\(aqs Socket.IO endpoint',
    '.SH SYNOPSIS',
    '.B chatmock',
    '[\\fIVERB\\fR] [\\fIOPTIONS\\fR]',
    '.SH DESCRIPTION',
    text(summary),
    'An app connects to one port over Socket.IO. A test calls the other over HTTP: it sends events, injects faults and',
    'checks the journal. Without a verb,',
    '.B chatmock',
    'means',
    '.BR "chatmock serve" .',
    '.SH OPTIONS',
    ...options.flatMap(option),
    '.SH VERBS',
    ...verbs.flatMap(verb),
    '.SH ENVIRONMENT',
    'An option of the command line takes precedence.',
    ...variables(verbs),
    '.SH EXIT STATUS',
    ...Object.entries(exitCodes).flatMap(([code, meaning]) => ['.TP', code, `${meaning}.`]),
    '.SH EXAMPLES',
    ...Object.entries(examples).flatMap(([why, calls]) => ['.PP', why, '.PP', '.EX', ...calls, '.EE']),
  ];
  return `${lines.join('\n')}\n`;
}
