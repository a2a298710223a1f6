// Shows a held clock, as it explains why nothing happens.
import { h } from '../base/h.js';
import { store } from '../base/store.js';

export function clockChip() {
  const { clock } = store.known;
  if (clock?.mode !== 'manual') return null;
  return h(
    'a',
    { class: 'chip held', href: '#clock', title: 'The clock is held' },
    '‖ Clock held at ',
    h('b', clock.now.slice(11, 23)),
  );
}
