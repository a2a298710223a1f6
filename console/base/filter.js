// The filter of the timeline, in the journal's terms: `user:alice kind:emit event:NewMessage -kind:open
// hello`. All words must match; of several words for one field, one is enough. A word without a field is
// searched in the text.
import { usersOf } from './entries.js';

/** @typedef {import('./entries.js').Entry} Entry */
/** @typedef {{field: string, value: string, isExcluded: boolean}} Word */

export const fields = ['user', 'kind', 'event', 'sid', 'seq'];

/** @param {string} text @returns {Word[]} */
export function wordsOf(text) {
  const words = text.match(/-?\w+:"[^"]*"|-?"[^"]*"|\S+/g) ?? [];
  return words
    .map((word) => {
      const isExcluded = word.length > 1 && word.startsWith('-');
      const bare = isExcluded ? word.slice(1) : word;
      const colon = bare.indexOf(':');
      const field = fields.includes(bare.slice(0, Math.max(colon, 0))) ? bare.slice(0, colon) : '';
      const value = (field ? bare.slice(colon + 1) : bare).replaceAll('"', '');
      return { field, value, isExcluded };
    })
    .filter(({ value }) => value !== '');
}

/** @param {Entry} entry @param {Word} word */
function holds(entry, { field, value }) {
  if (field === '') return entry.text.toLowerCase().includes(value.toLowerCase());
  if (field === 'seq') return entry.seq === Number(value);
  // Cheap test first: an emission's recipients are in its text.
  if (field === 'user' && entry.kind === 'emit') {
    return entry.text.includes(`"user":${JSON.stringify(value)}`) && usersOf(entry).includes(value);
  }
  if (field === 'sid' && entry.kind === 'emit') return entry.text.includes(`"sid":${JSON.stringify(value)}`);
  return entry[/** @type {'user' | 'kind' | 'event' | 'sid'} */ (field)] === value;
}

/** @param {string} text @returns {(entry: Entry) => boolean} */
export function filterOf(text) {
  const words = wordsOf(text);
  const excluded = words.filter(({ isExcluded }) => isExcluded);
  const asked = words.filter(({ isExcluded }) => !isExcluded);
  const texts = asked.filter(({ field }) => field === '');
  const groups = fields
    .map((field) => asked.filter((word) => word.field === field))
    .filter((group) => group.length > 0);
  return (entry) =>
    groups.every((group) => group.some((word) => holds(entry, word))) &&
    texts.every((word) => holds(entry, word)) &&
    !excluded.some((word) => holds(entry, word));
}

/** @param {string} field @param {string} value */
export const wordFor = (field, value) => `${field}:${/\s/.test(value) ? `"${value}"` : value}`;
