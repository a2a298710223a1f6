// The figures as a table of plain text.

const left = new Set(['figure', 'unit', 'wanted', '']);
const names = { mock: 'mock', node: 'Node', rust: 'Rust', floor: 'floor' };

// Three digits, or all before the decimal point.
function number(value) {
  if (value === undefined) return '-';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

function threshold({ kind, times, against, value }, unit) {
  const sign = kind === 'at most' ? '<=' : '>=';
  return against === undefined ? `${sign} ${value} ${unit}` : `${sign} ${times} x ${names[against]}`;
}

function cells({ label, unit, servers, ratios, wanted }, measured) {
  return [
    label,
    unit,
    ...measured.map((server) => number(servers[server]?.median)),
    ...measured.slice(1).map((server) => number(ratios[server])),
    wanted.map((each) => threshold(each, unit)).join(', '),
    wanted.map(({ met }) => (met ? 'met' : 'NOT MET')).join(', '),
  ];
}

export function table(figures) {
  const measured = Object.keys(names).filter((server) => figures.some(({ servers }) => server in servers));
  const ratios = measured.slice(1).map((server) => `x ${names[server]}`);
  const columns = ['figure', 'unit', ...measured.map((server) => names[server]), ...ratios, 'wanted', ''];
  const rows = [columns, ...figures.map((figure) => cells(figure, measured))];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (left.has(columns[i]) ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  const all = figures.flatMap(({ wanted }) => wanted);
  const met = all.filter((each) => each.met).length;
  return `${lines.join('\n')}\n\n${met} of ${all.length} thresholds met\n`;
}
