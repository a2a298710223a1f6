// Every view names the active changes of the mock's behaviour, with a button to undo them.
import { h } from '../base/h.js';
import { store } from '../base/store.js';
import { act } from './act.js';

const named_max = 4;

export function banner() {
  const faults = /** @type {any[]} */ (store.known.faults ?? []);
  if (faults.length === 0) return null;
  const names = faults
    .slice(0, named_max)
    .map(({ name, do: does, strikes }) =>
      h(
        'span',
        { key: name, class: 'active' },
        h('bdi', name),
        h('span', { class: 'muted' }, ` ${does} · ${strikes} ${strikes === 1 ? 'strike' : 'strikes'}`),
      ),
    );
  return h(
    'div',
    { class: 'banner', role: 'region', 'aria-label': 'Active now', key: 'banner' },
    h(
      'b',
      h('span', { 'aria-hidden': 'true' }, 'ϟ '),
      faults.length === 1 ? '1 fault is active' : `${faults.length} faults are active`,
    ),
    names,
    faults.length > named_max && `and ${faults.length - named_max} more`,
    h('span', { class: 'grow' }),
    h('a', { href: '#faults' }, 'Show'),
    h(
      'button',
      { type: 'button', onclick: () => void act({ method: 'DELETE', path: '/faults' }, 'All faults are removed') },
      'Clear all faults',
    ),
  );
}
