// JSON with the places of its values in the text, and the place of a syntax error.

/** @typedef {{value: any, lines: Map<string, number>}} Read `lines`: from a value's JSON Pointer to its line, from 1 */
/** @typedef {{error: string, line: number}} Failure */

/** @param {string} pointer @param {string | number} name */
export const pointerTo = (pointer, name) => `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const tokens = /[ \t\r]+|\n|[{}[\],:]|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** A token is a piece of the text; the last one is empty. */
class Tokens {
  /** @type {{text: string, line: number}[]} */
  #all = [];
  #next = 0;

  /** @param {string} text */
  constructor(text) {
    let line = 1;
    tokens.lastIndex = 0;
    while (tokens.lastIndex < text.length) {
      const start = tokens.lastIndex;
      const match = tokens.exec(text);
      if (!match)
        throw failure(`expected JSON, got ${JSON.stringify(text.slice(start).split(/\s/, 1)[0]?.slice(0, 20))}`, line);
      if (match[0] === '\n') ++line;
      else if (match[0].trim()) this.#all.push({ text: match[0], line });
    }
    this.#all.push({ text: '', line });
  }

  peek() {
    return /** @type {{text: string, line: number}} */ (this.#all[Math.min(this.#next, this.#all.length - 1)]);
  }

  take() {
    const token = this.peek();
    ++this.#next;
    return token;
  }

  /** @param {...string} wanted */
  expect(...wanted) {
    const { text, line } = this.take();
    if (!wanted.includes(text)) throw failure(`expected ${wanted.join(' or ')}, got ${text || 'the end'}`, line);
    return text;
  }
}

/** @param {string} error @param {number} line */
const failure = (error, line) => Object.assign(new Error(error), { line });

/** @param {string} text @returns {Read | Failure} */
export function readJson(text) {
  /** @type {Map<string, number>} */
  const lines = new Map();
  try {
    const rest = new Tokens(text);
    const value = readValue(rest, '', lines);
    const { text: more, line } = rest.peek();
    if (more) throw failure(`expected the end, got ${more}`, line);
    return { value, lines };
  } catch (error) {
    const { message, line } = /** @type {Error & {line?: number}} */ (error);
    return { error: message, line: line ?? 1 };
  }
}

/** @param {Tokens} rest @param {string} pointer @param {Map<string, number>} lines @returns {any} */
function readValue(rest, pointer, lines) {
  const { text, line } = rest.take();
  lines.set(pointer, line);
  if (text === '{') return readObject(rest, pointer, lines);
  if (text === '[') return readList(rest, pointer, lines);
  if (/^["\-\dtfn]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      throw failure(`expected JSON, got ${text.slice(0, 40)}`, line);
    }
  }
  throw failure(`expected a value, got ${text || 'the end'}`, line);
}

/** @param {Tokens} rest @param {string} pointer @param {Map<string, number>} lines */
function readObject(rest, pointer, lines) {
  /** @type {Record<string, any>} */
  const object = {};
  if (rest.peek().text === '}') return (rest.take(), object);
  do {
    const { text, line } = rest.take();
    if (!text.startsWith('"')) throw failure(`expected a name in quotes, got ${text || 'the end'}`, line);
    const name = JSON.parse(text);
    rest.expect(':');
    const value = readValue(rest, pointerTo(pointer, name), lines);
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } while (rest.expect(',', '}') === ',');
  return object;
}

/** @param {Tokens} rest @param {string} pointer @param {Map<string, number>} lines */
function readList(rest, pointer, lines) {
  /** @type {any[]} */
  const list = [];
  if (rest.peek().text === ']') return (rest.take(), list);
  do list.push(readValue(rest, pointerTo(pointer, list.length), lines));
  while (rest.expect(',', ']') === ',');
  return list;
}
