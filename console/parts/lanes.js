// The lanes of the timeline: a column per user, with marks at the user's entries.
import { h } from '../base/h.js';
import { store } from '../base/store.js';

const looked_at_max = 400; // of the newest entries

/**
 * Users with a lane: connected ones, then those of the newest entries. A lane keeps its place.
 * @param {string[]} before
 * @param {number} count
 * @returns {string[]}
 */
export function lanesFor(before, count) {
  const wanted = new Set(/** @type {any[]} */ (store.known.connections ?? []).map(({ user }) => user));
  const { entries } = store;
  for (let i = entries.length - 1; i >= Math.max(0, entries.length - looked_at_max) && wanted.size < count; --i) {
    const { user } = /** @type {import('../base/entries.js').Entry} */ (entries[i]);
    if (user) wanted.add(user);
  }
  const chosen = [...wanted].slice(0, count);
  const kept = before.filter((user) => chosen.includes(user));
  return [...kept, ...chosen.filter((user) => !kept.includes(user))];
}

/** @param {string[]} lanes */
export const laneHead = (lanes) =>
  h(
    'div',
    { class: 'lane-head', 'aria-hidden': 'true', key: 'lanes' },
    h('span', { class: 'time' }),
    h(
      'span',
      { class: 'lanes' },
      lanes.map((user) => h('span', { class: 'lane', title: user.slice(0, 200) }, h('bdi', user.slice(0, 40)))),
    ),
  );

/** @param {string[]} lanes @param {string[]} users @param {string} sign */
export function laneCells(lanes, users, sign) {
  if (lanes.length === 0) return null;
  return h(
    'span',
    { class: 'lanes', 'aria-hidden': 'true' },
    lanes.map((user) =>
      h('span', { class: users.includes(user) ? 'lane hit' : 'lane' }, users.includes(user) && h('i', sign)),
    ),
  );
}
