// A call as code: curl, TypeScript, Python, or a step of a scenario.
import { base, token } from './api.js';

/** @typedef {import('./api.js').Call} Call */

/** @param {Call} call */
const urlOf = ({ path }) => new URL(path.replace(/^\//, ''), base).href;

/** @param {string} text @returns {string} the text as one word of the shell */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** @param {any} value JSON in ASCII, which no shell, editor or terminal changes; it is also a literal of TypeScript */
const json = (value, indent = 0) =>
  JSON.stringify(value, null, indent).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** @param {Call} call */
export function curl(call) {
  const parts = ['curl -s'];
  if (call.body !== undefined) parts.push(`--json ${quoted(json(call.body))}`);
  if (call.method !== (call.body === undefined ? 'GET' : 'POST')) parts.push(`-X ${call.method}`);
  if (token()) parts.push('-H "Authorization: Bearer $CHATMOCK_CONTROL_TOKEN"');
  return [...parts, quoted(urlOf(call))].join(' ');
}

/** @param {Call} call */
export function typescript(call) {
  const headers = [
    ...(call.body === undefined ? [] : ['"content-type": "application/json"']),
    ...(token() ? ['authorization: `Bearer ${process.env.CHATMOCK_CONTROL_TOKEN}`'] : []),
  ];
  const lines = [
    `const response = await fetch(${json(urlOf(call))}, {`,
    `  method: "${call.method}",`,
    ...(headers.length > 0 ? [`  headers: { ${headers.join(', ')} },`] : []),
    ...(call.body === undefined ? [] : [`  body: JSON.stringify(${json(call.body, 2).replaceAll('\n', '\n  ')}),`]),
    '});',
    'if (!response.ok) throw new Error(await response.text());',
    'console.log(await response.json());',
  ];
  return lines.join('\n');
}

/** @param {any} value @returns {string} a literal of Python */
function literal(value, indent = '') {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return json(value);
  const deeper = `${indent}    `;
  const items = Array.isArray(value)
    ? value.map((item) => `${deeper}${literal(item, deeper)},\n`)
    : Object.entries(value).map(([name, item]) => `${deeper}${json(name)}: ${literal(item, deeper)},\n`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return items.length > 0 ? `${open}\n${items.join('')}${indent}${close}` : `${open}${close}`;
}

/** @param {Call} call */
export function python(call) {
  const headers = token() ? [`headers={"Authorization": "Bearer " + os.environ["CHATMOCK_CONTROL_TOKEN"]}`] : [];
  const body = call.body === undefined ? [] : [`json=${literal(call.body, '    ')}`];
  return [
    ...(token() ? ['import os', ''] : []),
    'import requests',
    '',
    `response = requests.request(`,
    ...[json(call.method), json(urlOf(call)), ...headers, ...body].map((argument) => `    ${argument},`),
    ')',
    'response.raise_for_status()',
    'print(response.json())',
  ].join('\n');
}

/** Calls that a step of a scenario can make: the call, with its path's names in brackets, and the step. */
const steps = /** @type {[RegExp, (name: string, body: any) => any][]} */ ([
  [/^POST \/events\/([^/]+)$/, (event, body) => ({ inject: { event, ...body } })],
  [/^POST \/connections\/disconnect$/, (_, body) => ({ disconnect: body })],
  [/^POST \/connections\/wait$/, (_, { match, ...rest }) => ({ wait_for: { connection: match ?? {}, ...rest } })],
  [/^PUT \/faults\/([^/]+)$/, (name, body) => ({ fault: { name, ...body } })],
  [/^DELETE \/faults\/([^/]+)$/, (name) => ({ fault: { remove: name } })],
  [/^POST \/auth\/rules$/, (_, rule) => ({ auth: { rule } })],
  [/^PUT \/auth$/, (_, body) => ({ auth: body })],
  [/^PUT \/clock$|^POST \/clock\/advance$/, (_, body) => ({ clock: body })],
]);

/** @param {Call} call @returns {any} the same as a step of a scenario, or undefined where no step does it */
export function stepOf({ method, path, body = {} }) {
  for (const [pattern, step] of steps) {
    const match = pattern.exec(`${method} ${path}`);
    if (match) return step(decodeURIComponent(match[1] ?? ''), body);
  }
  return undefined;
}

/** @param {Call} call @returns {string | undefined} */
export function scenarioStep(call) {
  const step = stepOf(call);
  return step && JSON.stringify(step, null, 2);
}

export const forms = /** @type {[string, (call: Call) => string | undefined][]} */ ([
  ['curl', curl],
  ['TypeScript', typescript],
  ['Python', python],
  ['Scenario step', scenarioStep],
]);
