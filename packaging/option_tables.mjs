// The options of each verb as tables, for docs/COMMAND_LINE.md.
const begin = '<!-- options, made by script/generate-command-line -->';
const end = '<!-- end of options -->';

// A cell of a table cannot have a bare |.
const code = (text) => `\`${text.replaceAll('|', '\\|')}\``;

function term({ names, value, choices }) {
  const shown = names.at(-1);
  if (value === undefined) return code(shown);
  return code(`${shown} ${choices.length > 0 ? choices.join('|') : value}`);
}

function row(option) {
  const initial = option.required ? 'required' : option.initial === undefined ? '' : code(option.initial);
  const variable = option.variable === undefined ? '' : code(option.variable);
  const cells = [term(option), initial, variable, option.description];
  return `|${cells.map((cell) => (cell === '' ? ' |' : ` ${cell} |`)).join('')}`;
}

function section({ name, positionals, options }) {
  const own = options.filter(({ names }) => !names.includes('--help'));
  const title = ['chatmock', name, ...positionals.map((each) => each.name)].join(' ');
  if (own.length === 0) return `### ${title}\n\nIt has no options.\n`;
  const lines = ['| option | default | variable | |', '| --- | --- | --- | --- |', ...own.map(row)];
  return `### ${title}\n\n${lines.join('\n')}\n`;
}

// The page with the tables of these verbs in place of those that it has.
export function withOptions(page, { verbs }) {
  const before = page.slice(0, page.indexOf(begin) + begin.length);
  const after = page.slice(page.indexOf(end));
  return `${before}\n\n${verbs.map(section).join('\n')}\n${after}`;
}
