// Compares calls of the control port with contracts/control.openapi.yaml: the operation exists, the status is
// listed, the answer matches its schema, and no forbidden call was accepted.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const file = new URL('../../contracts/control.openapi.yaml', import.meta.url);
const sequences = ['application/jsonl', 'text/event-stream'];
const shown_max = 300;

// A place in the contract: its pointer and its value. Follows references.
class Node {
  constructor(document, pointer) {
    const value = pointer.split('/').slice(1).reduce((each, key) => each[unescaped(key)], document);
    if (value?.$ref !== undefined) return new Node(document, value.$ref.slice(1));
    Object.assign(this, { document, pointer, value });
  }

  // Undefined if there is no such member.
  at(key) {
    if (this.value?.[key] === undefined) return undefined;
    return new Node(this.document, `${this.pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }

  members() {
    return Object.keys(this.value ?? {}).map((key) => this.at(key));
  }
}

const unescaped = (key) => key.replaceAll('~1', '/').replaceAll('~0', '~');
const shown = (value) => JSON.stringify(value)?.slice(0, shown_max);

class Contract {
  #validator = new Ajv({ strictTypes: false, strictRequired: false, keywords: ['x-default'] });
  #operations = [];

  constructor(document) {
    addFormats(this.#validator);
    this.#validator.addVocabulary(Object.keys(document)); // keywords of OpenAPI, not of schemas
    this.#validator.addSchema({ ...document, $id: 'contract' }, undefined, undefined, false);
    const paths = new Node(document, '/paths');
    for (const path of Object.keys(document.paths)) this.#addPath(path, paths.at(path));
    this.error = new Node(document, '/components/schemas/Error');
  }

  // The operations on the path, the most specific first, in the server's order.
  operationsOn(path) {
    const matching = this.#operations.filter(({ pattern }) => pattern.test(path));
    const concrete = matching.sort((a, b) => a.names.length - b.names.length);
    return concrete.map((operation) => ({ ...operation, given: operation.pattern.exec(path).groups ?? {} }));
  }

  operationIds() {
    return this.#operations.map(({ node }) => node.value.operationId);
  }

  // Fails if the value does not match the schema there.
  check(schema, value, what) {
    const validate = this.#validator.getSchema(`contract#${encodeURI(schema.pointer)}`);
    if (validate(value)) return;
    const deepest = [...validate.errors].sort((a, b) => b.instancePath.length - a.instancePath.length).slice(0, 3);
    const reasons = deepest.map(({ instancePath, message, params }) => `${instancePath}: ${message} ${shown(params)}`);
    assert.fail(`${what} breaks the contract (${schema.pointer}):\n  ${reasons.join('\n  ')}\n  ${shown(value)}`);
  }

  #addPath(path, node) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    for (const method of Object.keys(node.value)) {
      if (method === 'parameters' || method === 'servers') continue;
      const operation = node.at(method);
      const parameters = [node, operation].flatMap((each) => each.at('parameters')?.members() ?? []);
      this.#operations.push({ method: method.toUpperCase(), pattern, names, node: operation, parameters });
    }
  }
}

let loaded;
const contract = () => (loaded ??= new Contract(parse(readFileSync(file, 'utf8'))));

// A parameter's value in the type of its schema, if the text can be converted.
function parameterValue(schema, text) {
  if (schema.value.type === 'integer' && /^\d+$/.test(text)) return Number(text);
  if (schema.value.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function checkParameters({ parameters, given }, searchParams, what) {
  const declared = (place, name) => parameters.find(({ value }) => value.in === place && value.name === name);
  const check = (parameter, text) => {
    const schema = parameter.at('schema');
    contract().check(schema, parameterValue(schema, text), `${what}: the parameter ${parameter.value.name}`);
  };
  for (const [name, text] of Object.entries(given)) check(declared('path', name), text);
  for (const [name, text] of searchParams) {
    assert.ok(declared('query', name), `${what}: the contract has no query parameter "${name}"`);
    check(declared('query', name), text);
  }
}

// An accepted call must be allowed.
function checkRequest(operation, { searchParams }, body, what) {
  checkParameters(operation, searchParams, what);
  const declared = operation.node.at('requestBody');
  const text = String(body ?? '');
  if (declared === undefined) {
    assert.match(text, /^(\s*\{\s*\}\s*)?$/, `${what}: the contract has no request body, ${shown(text)} was accepted`);
  } else if (text !== '' || declared.value.required) {
    const schema = declared.at('content').at('application/json').at('schema');
    contract().check(schema, text === '' ? undefined : JSON.parse(text), `${what}: the body that was accepted`);
  }
}

const readers = {
  'application/json': (text) => JSON.parse(text),
  'application/typescript': (text) => text,
  'application/x-pem-file': (text) => text,
  'application/yaml': (text) => text,
  'application/jsonl': (text) => text,
  'text/event-stream': (text) => text,
  'text/plain': (text) => text,
};

// The items of a sequence; of a stream that was cut, only the complete ones.
function itemsOf(type, text) {
  if (type === 'application/jsonl') return text.split('\n').slice(0, -1).map((line) => JSON.parse(line));
  const blocks = text.split('\n\n').slice(0, -1).map((block) => block.split('\n'));
  const events = blocks.map((lines) => Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2))));
  return events.filter(({ data }) => data !== undefined).map((event) => ({ ...event, data: JSON.parse(event.data) }));
}

function checkAnswer(response, { method, type, text }, what) {
  const media = (type ?? '').split(';')[0];
  const content = response.at('content').at(media);
  assert.ok(content, `${what}: the contract has no answer of type "${media}"`);
  if (method === 'HEAD') return assert.equal(text, '', `${what}: HEAD has no body`);
  contract().check(content.at('schema'), readers[media](text), `${what}: the answer`);
  if (!sequences.includes(media)) return;
  for (const item of itemsOf(media, text)) contract().check(content.at('x-itemSchema'), item, `${what}: an item`);
}

function checkError({ text, method }, what) {
  if (method !== 'HEAD') contract().check(contract().error, JSON.parse(text), `${what}: the answer`);
}

// For an unknown operation, the answer must say so.
function checkRefusal(exchange, known, what) {
  const [expected, code] = known ? [405, 'method_not_allowed'] : [404, 'unknown_route'];
  assert.equal(exchange.status, expected, `${what}: the contract has no such operation`);
  checkError(exchange, what);
  if (exchange.method !== 'HEAD') assert.equal(JSON.parse(exchange.text).error.code, code, what);
}

// A path below a sandbox has the operations of the path without it, except those of the sandboxes themselves.
const below_sandbox = /^\/sandboxes\/[^/]+(?=\/(?!sandboxes(\/|$)).)/;

// Whether a call was refused since its sandbox is not there and cannot be made.
function refusesSandbox({ method, status, text }) {
  if (method === 'HEAD') return status === 404;
  const statuses = { unknown_sandbox: 404, too_many_sandboxes: 409 };
  return status >= 400 && statuses[JSON.parse(text).error.code] === status;
}

// The contract's operation for a call, if any, and all operations on its path.
function find({ method, target }) {
  const url = new URL(target, 'http://localhost');
  const decoded = (segment) => decodeURIComponent(segment).replaceAll('/', '%2F'); // as the server
  const path = url.pathname.split('/').map(decoded).join('/');
  const sharing = contract().operationsOn(path.replace(below_sandbox, ''));
  const operation = sharing.find((each) => each.method === (method === 'HEAD' ? 'GET' : method));
  return { url, sharing, operation, is_below_sandbox: below_sandbox.test(path) };
}

// Fails if the contract forbids such a call: { method, target, body }. `target` is the path with its query;
// `body` is optional.
export function checkCall(call) {
  const { url, operation } = find(call);
  const what = `${call.method} ${call.target}`;
  assert.ok(operation, `${what}: the contract has no such operation`);
  checkRequest(operation, url, call.body, what);
}

// Fails if a call or its answer violates the contract: a call with its answer's { status, type, text }.
export function checkExchange(exchange) {
  const { method, target, status, body } = exchange;
  const { url, sharing, operation, is_below_sandbox } = find(exchange);
  const what = `${method} ${target}, answered ${status}`;
  if (operation === undefined) return checkRefusal(exchange, sharing.length > 0, what);
  if (is_below_sandbox && refusesSandbox(exchange)) return checkError(exchange, what);
  const response = operation.node.at('responses').at(status);
  assert.ok(response, `${what}: the contract has no such status of ${operation.node.value.operationId}`);
  checkAnswer(response, exchange, what);
  if (status < 300) checkRequest(operation, url, body, what);
}

// The ids of all operations, and that of the operation which a call is, if any.
export const operationIds = () => contract().operationIds();
export const operationIdOf = (call) => find(call).operation?.node.value.operationId;
