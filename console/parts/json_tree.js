// A value as an expandable tree, with the contract's findings at their fields.
import { h, patch } from '../base/h.js';
import { pointerTo } from '../base/json_places.js';

/** @typedef {{at: string, message: string}} Finding */

const items_max = 200; // per object or list, before a button for the rest
const text_max = 2000; // characters per text, before a button for the rest

/** @param {any} value */
const isInner = (value) => typeof value === 'object' && value !== null;

export class JsonTree extends HTMLElement {
  /** @type {any} */
  #value;
  /** @type {Finding[]} */
  #findings = [];
  /** @type {Set<string>} pointers with another state than the usual one */
  #turned = new Set();
  /** @type {Set<string>} pointers that are shown whole */
  #whole = new Set();

  /** @param {{value: any, findings?: Finding[]}} content */
  set content({ value, findings = [] }) {
    if (value === this.#value && JSON.stringify(findings) === JSON.stringify(this.#findings)) return;
    if (value !== this.#value) this.#turned.clear();
    this.#value = value;
    this.#findings = findings;
    this.#draw();
  }

  #draw() {
    patch(this, [h('ul', { class: 'tree' }, this.#row('', '', this.#value, 0))]);
  }

  /** @param {Set<string>} set @param {string} pointer */
  #toggle(set, pointer) {
    if (!set.delete(pointer)) set.add(pointer);
    this.#draw();
  }

  /** @param {string} pointer */
  #findingsAt(pointer) {
    return this.#findings.filter(({ at }) => at === pointer);
  }

  /** @param {string} name @param {string} pointer @param {any} value @param {number} depth @returns {any} */
  #row(name, pointer, value, depth) {
    const findings = this.#findingsAt(pointer);
    const label = name === '' ? null : [h('span', { class: 'name' }, h('bdi', name)), ': '];
    const mistakes = findings.map(({ message }) => h('span', { class: 'finding' }, `✕ ${message}`));
    if (!isInner(value)) {
      return h(
        'li',
        { key: pointer, class: findings.length > 0 ? 'wrong' : undefined },
        label,
        this.#leaf(pointer, value),
        mistakes,
      );
    }
    const isOpen =
      (depth < 2 || this.#findings.some(({ at }) => at.startsWith(`${pointer}/`))) !== this.#turned.has(pointer);
    const count = Object.keys(value).length;
    const size = Array.isArray(value) ? `[${count}]` : `{${count}}`;
    return h(
      'li',
      { key: pointer, class: findings.length > 0 ? 'wrong' : undefined },
      h(
        'button',
        {
          type: 'button',
          class: 'twist',
          'aria-expanded': String(isOpen),
          onclick: () => this.#toggle(this.#turned, pointer),
        },
        h('span', { 'aria-hidden': 'true' }, isOpen ? '▾ ' : '▸ '),
        name === '' ? 'payload' : h('bdi', { class: 'name' }, name),
        ` ${size}`,
      ),
      mistakes,
      isOpen && h('ul', this.#items(pointer, value, depth), this.#missing(pointer, value)),
    );
  }

  /** @param {string} pointer @param {any} value @param {number} depth */
  #items(pointer, value, depth) {
    const all = Object.entries(value);
    const some = this.#whole.has(pointer) ? all : all.slice(0, items_max);
    return [
      ...some.map(([name, item]) => this.#row(name, pointerTo(pointer, name), item, depth + 1)),
      some.length < all.length &&
        h('li', { key: `${pointer} more` }, this.#more(pointer, `${all.length - some.length} more`)),
    ];
  }

  /** @param {string} pointer @param {any} value findings of the contract at missing fields */
  #missing(pointer, value) {
    const lost = this.#findings.filter(
      ({ at }) =>
        at.startsWith(`${pointer}/`) &&
        !at.slice(pointer.length + 1).includes('/') &&
        !Object.keys(value).some((name) => pointerTo(pointer, name) === at),
    );
    return lost.map(({ at, message }) =>
      h(
        'li',
        { key: `${at} missing`, class: 'wrong' },
        h('span', { class: 'name' }, at.slice(pointer.length + 1)),
        ': ',
        h('span', { class: 'finding' }, `✕ ${message}`),
      ),
    );
  }

  /** @param {string} pointer @param {string} label */
  #more(pointer, label) {
    return h('button', { type: 'button', class: 'link', onclick: () => this.#toggle(this.#whole, pointer) }, label);
  }

  /** @param {string} pointer @param {any} value */
  #leaf(pointer, value) {
    const text = JSON.stringify(value) ?? 'nothing';
    const isCut = text.length > text_max && !this.#whole.has(pointer);
    return [
      h(
        'span',
        { class: `leaf ${value === null ? 'null' : typeof value}` },
        h('bdi', isCut ? `${text.slice(0, text_max)}…` : text),
      ),
      isCut && [' ', this.#more(pointer, `all ${text.length} characters`)],
    ];
  }
}

customElements.define('json-tree', JsonTree);
