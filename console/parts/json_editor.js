// A text field for JSON, with its mistakes at their lines while it is typed.
import { h, patch } from '../base/h.js';
import { readJson } from '../base/json_places.js';

/** @typedef {{at: string, message: string}} Finding */
/** @typedef {{line: number, at: string, message: string}} Mistake */

/** @typedef {{text: string, label: string, mistakes: Mistake[], changed: (text: string) => void}} Content */

/**
 * @param {string} text
 * @param {(value: any) => Finding[]} check further checks of the value
 * @returns {{value: any, mistakes: Mistake[]}} no value if the text is not JSON
 */
export function judge(text, check) {
  const read = readJson(text);
  if ('error' in read) return { value: undefined, mistakes: [{ line: read.line, at: '', message: read.error }] };
  const mistakes = check(read.value).map(({ at, message }) => ({ line: lineOf(read.lines, at), at, message }));
  return { value: read.value, mistakes };
}

export class JsonEditor extends HTMLElement {
  /** @type {Content} */
  #content = { text: '', label: 'JSON', mistakes: [], changed: () => {} };

  /** @param {Content} content */
  set content(content) {
    const isSame = content.text === this.#content.text && content.mistakes === this.#content.mistakes;
    this.#content = content;
    if (!isSame || !this.firstChild) this.#draw();
  }

  #draw() {
    const { text, label, mistakes, changed } = this.#content;
    const lines = text.split('\n').length;
    const wrong = new Set(mistakes.map(({ line }) => line));
    const id = `${this.id}-mistakes`;
    patch(this, [
      h(
        'div',
        { class: 'editor', vars: { '--lines': Math.min(30, Math.max(8, lines)) } },
        h(
          'div',
          { class: 'gutter', 'aria-hidden': 'true' },
          Array.from({ length: Math.min(lines, 2000) }, (_, index) =>
            h('span', { class: wrong.has(index + 1) ? 'wrong' : undefined }, String(index + 1)),
          ),
        ),
        h('textarea', {
          'aria-label': label,
          'aria-invalid': String(mistakes.length > 0),
          'aria-describedby': id,
          spellcheck: 'false',
          wrap: 'off',
          '.value': text,
          oninput: (/** @type {any} */ event) => changed(event.target.value),
          onscroll: (/** @type {any} */ event) =>
            this.querySelector('.gutter')?.scrollTo({ top: event.target.scrollTop }),
        }),
      ),
      h(
        'ul',
        { class: 'mistakes', id, 'aria-live': 'polite' },
        mistakes
          .slice(0, 20)
          .map(({ line, at, message }) =>
            h(
              'li',
              h('button', { type: 'button', class: 'link', onclick: () => this.#goTo(line) }, `Line ${line}`),
              ' ',
              at && [h('code', at), ' '],
              message,
            ),
          ),
      ),
    ]);
  }

  /** @param {number} line */
  #goTo(line) {
    const area = /** @type {HTMLTextAreaElement} */ (this.querySelector('textarea'));
    const start = this.#content.text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, each) => sum + each.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (this.#content.text.split('\n')[line - 1]?.length ?? 0));
  }
}

/** @param {Map<string, number>} lines @param {string} at @returns {number} the line of the value, or of its parent */
function lineOf(lines, at) {
  for (let pointer = at; ; pointer = pointer.slice(0, pointer.lastIndexOf('/'))) {
    const line = lines.get(pointer);
    if (line !== undefined || pointer === '') return line ?? 1;
  }
}

customElements.define('json-editor', JsonEditor);
