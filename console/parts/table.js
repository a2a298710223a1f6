// Tables in a common form: a head, and rows named by their first cell.
import { h } from '../base/h.js';

/** @typedef {import('../base/h.js').Children} Children */

/**
 * @param {string[]} columns an empty name is that of a column of buttons
 * @param {({key: string, class?: string, cells: Children[]} | false)[]} rows
 * @param {string} [label] of a wide one, which scrolls by itself
 */
export function table(columns, rows, label) {
  const body = rows.map(
    (row) =>
      row &&
      h(
        'tr',
        { key: row.key, class: row.class },
        row.cells.map((cell, index) => (index === 0 ? h('th', { scope: 'row' }, cell) : h('td', cell))),
      ),
  );
  const whole = h(
    'table',
    { class: label ? 'wide' : undefined, key: 'table' },
    h(
      'thead',
      h(
        'tr',
        columns.map((name) => h('th', { scope: 'col' }, name || h('span', { class: 'offstage' }, 'Actions'))),
      ),
    ),
    h('tbody', body),
  );
  return label
    ? h('div', { class: 'scroll', key: label, tabindex: '0', role: 'region', 'aria-label': label }, whole)
    : whole;
}

/** @param {string} title @param {...Children} children */
export const card = (title, ...children) =>
  h('section', { class: 'card', key: title, 'aria-label': title }, h('h2', title), children);
