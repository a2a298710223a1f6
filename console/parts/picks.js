// The list at the side of a view, from which one item is chosen.
import { h } from '../base/h.js';

/**
 * @param {string} label
 * @param {{name: string, hint: string}[]} items
 * @param {string} chosen
 * @param {(name: string) => void} choose
 */
export function picks(label, items, chosen, choose) {
  const item = (/** @type {{name: string, hint: string}} */ { name, hint }) =>
    h(
      'li',
      { key: name },
      h(
        'button',
        { type: 'button', 'aria-current': name === chosen ? 'true' : undefined, onclick: () => choose(name) },
        h('bdi', name),
        h('span', { class: 'muted' }, ` ${hint}`),
      ),
    );
  return h('ul', { class: 'picks', 'aria-label': label }, items.map(item));
}
