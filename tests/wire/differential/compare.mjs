// Compares two transcripts, apart from the listed differences.

// The lines that only one of the two has, as a diff: '-' is theirs, '+' is ours.
export function difference(theirs, ours) {
  const common = commonLengths(theirs, ours);
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < theirs.length || j < ours.length) {
    if (i < theirs.length && j < ours.length && theirs[i] === ours[j]) {
      ++i;
      ++j;
    } else if (j === ours.length || (i < theirs.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push(`- ${theirs[i++]}`);
    } else {
      lines.push(`+ ${ours[j++]}`);
    }
  }
  return lines;
}

// common[i][j] is the number of common lines of theirs from i and ours from j.
function commonLengths(theirs, ours) {
  const common = Array.from({ length: theirs.length + 1 }, () => new Array(ours.length + 1).fill(0));
  for (let i = theirs.length - 1; i >= 0; --i) {
    for (let j = ours.length - 1; j >= 0; --j) {
      common[i][j] = theirs[i] === ours[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  return common;
}

// The listed lines for a scenario and a reference: those of every matching entry, in order.
export function listed(differences, scenario, reference) {
  return differences
    .filter(({ from, scenarios }) => from.includes(reference) && scenarios.includes(scenario))
    .flatMap(({ lines }) => lines);
}

// The transcript of a reference as ours would be, by general rules: a rule rewrites a `line` (undefined
// removes it), or the `head` of an answer. Calls `onUse` with each applied rule.
export function translated(transcript, rules, reference, onUse = () => {}) {
  return rules
    .filter(({ from }) => from.includes(reference))
    .reduce((lines, rule) => {
      const rewritten = rule.line ? rewriteLines(lines, rule.line) : rewriteHeads(lines, rule.head);
      if (rewritten.join('\n') !== lines.join('\n')) onUse(rule);
      return rewritten;
    }, transcript);
}

function rewriteLines(lines, rewrite) {
  return lines.map((line) => rewrite(line)).filter((line) => line !== undefined);
}

// A head is an answer's headers: `rewrite` gets the status, the headers as 'name: value', and the body.
function rewriteHeads(lines, rewrite) {
  const rewritten = [];
  for (let i = 0; i < lines.length; ++i) {
    rewritten.push(lines[i]);
    const [, who, status] = /^(\S+): HTTP\/1\.1 (\d+)/.exec(lines[i]) ?? [];
    if (!who) continue;
    const headers = [];
    while (/^\S+: [a-z0-9-]+: /.test(lines[i + 1])) headers.push(lines[++i].slice(who.length + 2));
    const isBody = lines[i + 1]?.startsWith(`${who}: `) && !/: (HTTP\/|(text|close)\b)/.test(lines[i + 1]);
    const body = isBody ? lines[i + 1].slice(who.length + 2) : '';
    rewritten.push(...rewrite(Number(status), headers, body).sort().map((header) => `${who}: ${header}`));
  }
  return rewritten;
}
