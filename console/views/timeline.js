// The journal, live: time goes down, with a lane for each user.
import { kindOf, summaryOf, timeOf, usersOf } from '../base/entries.js';
import { Feed } from '../base/feed.js';
import { wordFor } from '../base/filter.js';
import { h, patch } from '../base/h.js';
import { hrefOf, note } from '../base/route.js';
import { store } from '../base/store.js';
import { PlacedView } from '../base/placed_view.js';
import { copyText } from '../parts/call_box.js';
import { lanesFor, laneCells, laneHead } from '../parts/lanes.js';
import { connectHints } from '../parts/hints.js';
import '../parts/entry_details.js';
import '../parts/virtual_list.js';

/** @typedef {import('../base/entries.js').Entry} Entry */
/** @typedef {import('../parts/virtual_list.js').VirtualList} VirtualList */

const [lanes_min, lanes_max] = [2, 8];

class TimelineView extends PlacedView {
  #feed = new Feed(() => this.update());
  #chosen = 0; // seq; 0 for none
  #revealed = 0; // seq of the one that was brought in sight
  #from = 0; // seq at the other end of a selection; 0 for none
  /** @type {string[]} */
  #lanes = [];
  viewName = 'timeline';

  readPlace(/** @type {URLSearchParams} */ parameters) {
    this.#feed.setFilter(parameters.get('q') ?? '');
    const seq = Number(parameters.get('seq') ?? 0);
    if (seq !== this.#chosen) this.#from = 0;
    this.#chosen = seq;
    if (seq > 0 && this.#list) this.#list.follows = false;
    this.update();
  }

  /** @returns {VirtualList | null} */
  get #list() {
    return this.querySelector('virtual-list');
  }

  /** @param {string} filter */
  setFilter(filter) {
    this.#feed.setFilter(filter);
    this.#note();
  }

  togglePause() {
    this.#feed.pause(!this.#feed.isPaused);
    this.update();
  }

  /** @returns {Entry | undefined} */
  get chosen() {
    return this.#chosen === 0 ? undefined : store.entries.find(({ seq }) => seq === this.#chosen);
  }

  #note() {
    note('timeline', { q: this.#feed.filter, seq: this.#chosen || undefined });
    this.update();
  }

  /** @param {number} index @param {boolean} isExtending */
  #choose(index, isExtending) {
    const entry = this.#feed.shown[index];
    if (!entry) return;
    if (!isExtending) this.#from = 0;
    else if (this.#from === 0) this.#from = this.#chosen;
    this.#chosen = entry.seq;
    if (this.#list) this.#list.follows = false;
    this.#note();
  }

  #close() {
    this.#chosen = 0;
    this.#from = 0;
    this.#note();
    this.#list?.focus();
  }

  draw() {
    this.#feed.take();
    const room = Math.floor((this.clientWidth - (this.#chosen ? 820 : 520)) / 76);
    this.#lanes = room < lanes_min ? [] : lanesFor(this.#lanes, Math.min(lanes_max, room));
    patch(this, this.render());
    const list = this.#list;
    if (!list) return;
    const { shown } = this.#feed;
    list.content = {
      count: shown.length,
      chosen: this.#indexOf(this.#chosen),
      label: 'Journal',
      row: (index) => this.#row(shown[index]),
      choose: (index, isExtending) => this.#choose(index, isExtending),
      open: () => /** @type {HTMLElement | null} */ (this.querySelector('entry-details button'))?.focus(),
    };
    list.addEventListener('follow', () => this.update(), { once: true });
    this.#revealChosen(list);
  }

  // Once it is there, and again when the details take room from the list.
  /** @param {VirtualList} list */
  #revealChosen(list) {
    const index = this.#indexOf(this.#chosen);
    if (this.#revealed === this.#chosen || (index < 0 && this.#chosen !== 0)) return;
    this.#revealed = this.#chosen;
    if (index < 0) return;
    list.follows = false;
    list.reveal(index);
  }

  /** @param {number} seq */
  #indexOf(seq) {
    const { shown } = this.#feed;
    let [low, high] = [0, shown.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {Entry} */ (shown[middle]).seq < seq) low = middle + 1;
      else high = middle;
    }
    return shown[low]?.seq === seq ? low : -1;
  }

  render() {
    const isEmpty = store.entries.length === 0 && !this.#feed.isCleared;
    const chosen = this.chosen;
    return [
      h('h1', { class: 'offstage' }, 'Timeline'),
      this.#tools(),
      h(
        'div',
        { class: chosen ? 'split open' : 'split', key: 'split' },
        h(
          'div',
          { class: 'journal' },
          store.dropped > 0 &&
            h('p', { class: 'muted pad' }, `The journal is bounded: ${store.dropped} older entries are gone.`),
          isEmpty && store.status !== 'connecting' && connectHints(),
          !isEmpty && this.#lanes.length > 0 && laneHead(this.#lanes),
          !isEmpty && h('virtual-list', { id: 'journal', key: 'list' }),
          !isEmpty && this.#feed.shown.length === 0 && this.#nothing(),
        ),
        chosen &&
          h('entry-details', {
            key: 'details',
            '.content': {
              entry: chosen,
              range: this.#range(),
              close: () => this.#close(),
              filter: (/** @type {string} */ word) => this.setFilter(word),
            },
          }),
      ),
    ];
  }

  #nothing() {
    return h(
      'p',
      { class: 'muted pad nothing' },
      this.#feed.filter
        ? [
            'No entry matches ',
            h('code', h('bdi', this.#feed.filter)),
            '. ',
            h('button', { type: 'button', class: 'link', onclick: () => this.setFilter('') }, 'Show all'),
          ]
        : 'Nothing has happened since you cleared the view.',
    );
  }

  // The entries between both ends of the selection, in order.
  #range() {
    if (this.#from === 0) return [];
    const [first, last] = [this.#from, this.#chosen].sort((left, right) => left - right);
    return this.#feed.shown.filter(
      ({ seq }) => seq >= /** @type {number} */ (first) && seq <= /** @type {number} */ (last),
    );
  }

  #tools() {
    const feed = this.#feed;
    const follows = this.#list?.follows ?? true;
    return h(
      'div',
      { class: 'tools', role: 'group', 'aria-label': 'Timeline' },
      this.#filterField(),
      h(
        'datalist',
        { id: 'filter-words' },
        this.#suggestions().map((word) => h('option', { value: word })),
      ),
      h(
        'button',
        { type: 'button', 'aria-pressed': String(feed.isPaused), onclick: () => this.togglePause() },
        feed.isPaused ? `Paused · ${feed.waiting} waiting` : 'Pause',
      ),
      h(
        'button',
        {
          type: 'button',
          'aria-pressed': String(follows),
          onclick: () => {
            this.#list?.followEnd();
            this.update();
          },
        },
        'Follow',
      ),
      feed.isCleared
        ? h('button', { type: 'button', onclick: () => feed.showAll() }, 'Show all')
        : h('button', { type: 'button', onclick: () => feed.clear() }, 'Clear'),
      h('button', { type: 'button', onclick: () => void copyText(location.href, 'a link to this view') }, 'Link'),
      h(
        'span',
        { class: 'muted count' },
        feed.shown.length === store.entries.length
          ? `${store.entries.length} entries`
          : `${feed.shown.length} of ${store.entries.length}`,
      ),
    );
  }

  #filterField() {
    return h('input', {
      id: 'filter',
      type: 'search',
      placeholder: 'Filter: user:alice kind:emit -kind:open …',
      'aria-label': 'Filter',
      autocomplete: 'off',
      spellcheck: 'false',
      list: 'filter-words',
      '.value': this.#feed.filter,
      oninput: (/** @type {any} */ event) => this.setFilter(event.target.value),
    });
  }

  #suggestions() {
    const users = new Set((store.known.connections ?? []).map((/** @type {any} */ one) => one.user));
    const events = (store.known.events ?? []).map((/** @type {any} */ one) => one.event);
    return [
      ...[...users].map((user) => wordFor('user', String(user))),
      ...events.map((/** @type {string} */ event) => wordFor('event', event)),
      'kind:emit',
      'kind:receive',
      'kind:violation',
      'kind:refuse',
      'kind:disconnect',
      'kind:fault',
      '-kind:open',
      '-kind:close',
    ].slice(0, 60);
  }

  /** @param {Entry | undefined} entry */
  #row(entry) {
    if (!entry) return undefined;
    const { sign, label, tone } = kindOf(entry.kind);
    const isSelected =
      this.#from > 0 &&
      entry.seq >= Math.min(this.#from, this.#chosen) &&
      entry.seq <= Math.max(this.#from, this.#chosen);
    const users = usersOf(entry);
    const summary = summaryOf(entry).slice(0, 400);
    return {
      key: String(entry.seq),
      label: `${timeOf(entry.at)} ${entry.user} ${label} ${entry.event} ${summary}`.slice(0, 300),
      class: `${tone}${isSelected ? ' selected' : ''}`,
      cells: [
        h('span', { class: 'time' }, timeOf(entry.at)),
        laneCells(this.#lanes, users, sign),
        h('span', { class: `kind ${tone}` }, h('span', { class: 'sign' }, sign), label),
        h(
          'span',
          { class: 'summary' },
          entry.user && h('bdi', { class: 'user' }, entry.user),
          entry.event && h('bdi', { class: 'event' }, entry.event),
          h('bdi', summary),
        ),
      ],
    };
  }
}

customElements.define('timeline-view', TimelineView);

export { TimelineView, hrefOf };
