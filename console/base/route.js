// The state of the page in its address: `#timeline?q=user:alice&seq=12`, so that a link opens the same view.
import { fields, wordFor } from './filter.js';

/** @typedef {{view: string, parameters: URLSearchParams}} Place */

export const views = ['timeline', 'send', 'connections', 'faults', 'scenarios', 'clock', 'contracts'];

/** @returns {Place} */
export function place() {
  const [name = '', query = ''] = location.hash.slice(1).split('?', 2);
  const parameters = new URLSearchParams(query);
  const isView = views.includes(name);
  if (!isView) return { view: 'timeline', parameters: new URLSearchParams() };
  return { view: name, parameters: name === 'timeline' ? normal(parameters) : parameters };
}

/** @param {URLSearchParams} parameters `user=alice` is short for `q=user:alice` */
function normal(parameters) {
  const words = fields.filter((field) => field !== 'seq' && parameters.has(field));
  if (words.length === 0) return parameters;
  const filter = words.map((field) => wordFor(field, parameters.get(field) ?? ''));
  for (const field of words) parameters.delete(field);
  parameters.set('q', [parameters.get('q') ?? '', ...filter].join(' ').trim());
  return parameters;
}

/** @param {string} view @param {Record<string, string | number | undefined>} [parameters] */
export function hrefOf(view, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `#${view}?${query}` : `#${view}`;
}

/** @param {string} view @param {Record<string, string | number | undefined>} [parameters] */
export function go(view, parameters = {}) {
  location.hash = hrefOf(view, parameters);
}

/**
 * Keeps the address equal to the view's state, without a step in the history.
 * @param {string} view
 * @param {Record<string, string | number | undefined>} parameters
 */
export function note(view, parameters) {
  const href = hrefOf(view, parameters);
  if (place().view === view && location.hash !== href) history.replaceState(null, '', href);
}
