// Completions: verbs, options, and the values of options that have a list, or that are paths.
const header = '# Made by script/generate-command-line from --help.';

// The verb that is completed where none is given yet.
const serve = 'serve';

const bashPaths = { folder: '-d', file: '-f' };

function bashValue({ choices, paths }) {
  if (choices.length > 0) return `COMPREPLY=($(compgen -W "${choices.join(' ')}" -- "$word"))`;
  if (paths) return `COMPREPLY=($(compgen ${bashPaths[paths]} -- "$word"))`;
  return ':';
}

function bashVerb({ name, options, positionals }) {
  const valued = options.filter((option) => option.value !== undefined);
  const paths = positionals.find((each) => each.paths)?.paths;
  const words = options.flatMap((option) => option.names).join(' ');
  return [
    `    ${name})`,
    '      case $previous in',
    ...valued.map((option) => `        ${option.names.join('|')}) ${bashValue(option)}; return ;;`),
    '      esac',
    `      words="${words}"`,
    ...(paths ? [`      [[ $word == -* ]] || COMPREPLY=($(compgen ${bashPaths[paths]} -- "$word"))`] : []),
    '      ;;',
  ];
}

export function bashCompletion({ options, verbs }) {
  const names = verbs.map((each) => each.name).join(' ');
  const lines = [
    header,
    '# shellcheck shell=bash disable=SC2207 # the words have no spaces; paths are completed by -o filenames',
    '_chatmock() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb=serve words=""',
    '  COMPREPLY=()',
    '  if [[ $COMP_CWORD -eq 1 ]]; then',
    `    words="${names} ${options.flatMap((each) => each.names).join(' ')}"`,
    '  else',
    '    [[ ${COMP_WORDS[1]} == -* ]] || verb=${COMP_WORDS[1]}',
    '  fi',
    '  case $verb in',
    ...verbs.flatMap((verb) => (verb.name === serve ? bashVerb(verb).map(orAll) : bashVerb(verb))),
    '  esac',
    '  COMPREPLY+=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -o filenames -F _chatmock chatmock',
  ];
  return `${lines.join('\n')}\n`;
}

// The first word may be a verb or an option of `serve`.
const orAll = (line) => line.replace('words="', 'words+=" ');

// In single quotes, and safe within the brackets and colons of _arguments.
const zshText = (words) => words.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''");
const zshPaths = { folder: '_files -/', file: '_files' };

function zshValue({ value, choices, paths }) {
  if (value === undefined) return '';
  return `:${value.toLowerCase()}:${choices.length > 0 ? `(${choices.join(' ')})` : (zshPaths[paths] ?? '')}`;
}

function zshOption(option) {
  const description = `[${zshText(option.description)}]${zshValue(option)}`;
  return option.names.map((name) => `'${option.repeats ? '*' : ''}${name}${description}'`);
}

function zshVerb({ name, options, positionals }) {
  const words = [
    ...options.flatMap(zshOption),
    ...positionals.map((each) => `':${zshText(each.description)}:${zshPaths[each.paths] ?? ''}'`),
  ];
  return [`    ${name})`, '      _arguments -S \\', `        ${words.join(' \\\n        ')}`, '      ;;'];
}

export function zshCompletion({ options, verbs }) {
  const lines = [
    '#compdef chatmock',
    header,
    '_chatmock() {',
    '  local -a verbs=(',
    ...verbs.map(({ name, description }) => `    '${name}:${zshText(description)}'`),
    '  )',
    '  local verb=serve',
    '  if (( CURRENT == 2 )); then',
    '    _describe -t verbs verb verbs',
    `    _arguments ${options.flatMap(zshOption).join(' ')}`,
    '  fi',
    '  if [[ $words[2] != -* && CURRENT -gt 2 ]]; then',
    '    verb=$words[2]',
    '    shift words',
    '    (( CURRENT-- ))',
    '  fi',
    '  case $verb in',
    ...verbs.flatMap(zshVerb),
    '  esac',
    '}',
    'if [[ $funcstack[1] == _chatmock ]]; then _chatmock "$@"; else compdef _chatmock chatmock; fi',
  ];
  return `${lines.join('\n')}\n`;
}

const fishText = (words) => words.replace(/['\\]/g, '\\$&');

function fishNames({ names }) {
  return names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
}

function fishValue({ value, choices, paths }) {
  if (value === undefined) return '';
  if (choices.length > 0) return ` -x -a '${choices.join(' ')}'`;
  if (paths === 'folder') return " -x -a '(__fish_complete_directories)'";
  return paths === 'file' ? ' -r -F' : ' -x';
}

function fishVerb({ name, options, positionals }, others) {
  const condition =
    name === serve ? `not __fish_seen_subcommand_from ${others}` : `__fish_seen_subcommand_from ${name}`;
  const start = `complete -c chatmock -n '${condition}'`;
  return [
    ...options.map((each) => `${start} ${fishNames(each)}${fishValue(each)} -d '${fishText(each.description)}'`),
    ...positionals.filter((each) => each.paths).map(() => `${start} -F`),
  ];
}

export function fishCompletion({ options, verbs }) {
  const names = verbs.map((each) => each.name);
  const others = names.filter((name) => name !== serve).join(' ');
  const first = "complete -c chatmock -n '__fish_use_subcommand'";
  const lines = [
    header,
    'complete -c chatmock -f',
    ...verbs.map(({ name, description }) => `${first} -a ${name} -d '${fishText(description)}'`),
    ...options.map((each) => `${first} ${fishNames(each)} -d '${fishText(each.description)}'`),
    ...verbs.flatMap((verb) => fishVerb(verb, others)),
  ];
  return `${lines.join('\n')}\n`;
}
