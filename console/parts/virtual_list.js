// A list of any length: only visible rows are elements, all of the same height. Rows are selected by pointer
// and keyboard; the owner renders them.
import { h, patch } from '../base/h.js';

const beyond = 8; // rows above and below the visible ones

/** @typedef {{key: string, label?: string, class?: string, cells: import('../base/h.js').Children[]}} Row */

/**
 * @typedef {object} Content
 * @property {number} count
 * @property {number} chosen the row that is chosen; -1 for none
 * @property {string} label
 * @property {(index: number) => Row | undefined} row
 * @property {(index: number, isExtending: boolean) => void} choose
 * @property {(index: number) => void} open
 */

export class VirtualList extends HTMLElement {
  /** @type {Content | undefined} */
  #content;
  #isAwaited = false; // the next frame
  /** Whether the end stays in sight as rows are added. */
  follows = true;

  connectedCallback() {
    this.tabIndex = 0;
    this.setAttribute('role', 'listbox');
    this.onscroll = () => {
      const isAtEnd = this.scrollTop + this.clientHeight >= this.scrollHeight - this.#rowHeight();
      if (isAtEnd !== this.follows) {
        this.follows = isAtEnd;
        this.dispatchEvent(new Event('follow'));
      }
      this.#draw();
    };
    this.onkeydown = (event) => this.#press(event);
    new ResizeObserver(() => this.#draw()).observe(this);
  }

  /** @param {Content} content */
  set content(content) {
    this.#content = content;
    this.setAttribute('aria-label', content.label);
    this.#drawNow();
  }

  /** @param {number} index */
  reveal(index) {
    const height = this.#rowHeight();
    const top = index * height;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + height > this.scrollTop + this.clientHeight) this.scrollTop = top + height - this.clientHeight;
  }

  followEnd() {
    this.follows = true;
    this.#draw();
  }

  #rowHeight() {
    return Number.parseFloat(getComputedStyle(this).getPropertyValue('--row-height')) || 30;
  }

  #draw() {
    if (!this.#content || this.#isAwaited) return;
    this.#isAwaited = true;
    requestAnimationFrame(() => {
      this.#isAwaited = false;
      this.#drawNow();
    });
  }

  #drawNow() {
    const content = /** @type {Content} */ (this.#content);
    const { count, chosen } = content;
    const height = this.#rowHeight();
    const total = count * height;
    if (this.follows) this.#sizeTo(total);
    const top = this.follows ? Math.max(0, total - this.clientHeight) : this.scrollTop;
    const from = Math.max(0, Math.min(count, Math.floor(top / height) - beyond));
    const to = Math.min(count, Math.ceil((top + this.clientHeight) / height) + beyond);
    const rows = [];
    for (let index = from; index < to; ++index) rows.push(this.#row(content, index, height));
    patch(this, [h('div', { class: 'space', role: 'presentation', vars: { height: `${total}px` } }, rows)]);
    const id = chosen >= from && chosen < to ? this.#idOf(chosen) : '';
    if (id) this.setAttribute('aria-activedescendant', id);
    else this.removeAttribute('aria-activedescendant');
    if (this.follows) this.scrollTop = total;
  }

  /** @param {number} total */
  #sizeTo(total) {
    const space = /** @type {HTMLElement | null} */ (this.firstElementChild);
    space?.style.setProperty('height', `${total}px`);
  }

  /** @param {number} index */
  #idOf(index) {
    return `${this.id || 'row'}-${index}`;
  }

  /** @param {Content} content @param {number} index @param {number} height */
  #row(content, index, height) {
    const row = content.row(index);
    if (!row) return null;
    const { key, label, class: name = '', cells } = row;
    return h(
      'div',
      {
        key,
        id: this.#idOf(index),
        role: 'option',
        class: `row ${name}`,
        'aria-selected': String(index === content.chosen),
        'aria-setsize': content.count,
        'aria-posinset': index + 1,
        'aria-label': label,
        vars: { top: `${index * height}px` },
        onclick: (/** @type {MouseEvent} */ event) => content.choose(index, event.shiftKey),
      },
      cells,
    );
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const content = this.#content;
    if (!content || event.target !== this || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.clientHeight / this.#rowHeight()) - 1);
    const moves = /** @type {Record<string, number>} */ ({
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -content.count,
      End: content.count,
    });
    const move = moves[event.key];
    if (event.key === 'Enter' && content.chosen >= 0) content.open(content.chosen);
    else if (move === undefined || content.count === 0) return;
    else {
      const from = content.chosen < 0 ? (move > 0 ? -1 : content.count) : content.chosen;
      const index = Math.max(0, Math.min(content.count - 1, from + move));
      content.choose(index, event.shiftKey);
      this.follows = index === content.count - 1 && event.key === 'End';
      this.reveal(index);
    }
    event.preventDefault();
  }
}

customElements.define('virtual-list', VirtualList);
