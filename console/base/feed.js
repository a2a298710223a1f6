// The entries of the timeline: those that the filter accepts, up to now or up to the pause.
import { filterOf } from './filter.js';
import { store } from './store.js';
import { nextTurn } from './stream.js';

/** @typedef {import('./entries.js').Entry} Entry */

const slice_ms = 12;

export class Feed {
  /** @type {Entry[]} */
  shown = [];
  filter = '';
  /** How many entries wait while it is paused. */
  waiting = 0;
  isPaused = false;

  #accepts = filterOf('');
  #journal = -1;
  #next = 0; // number of the first entry that was not filtered yet
  #clearedTo = 0;
  #work = 0;
  #isBusy = false;
  /** @type {() => void} */
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {string} text */
  setFilter(text) {
    if (text === this.filter) return;
    this.filter = text;
    this.#accepts = filterOf(text);
    this.#begin(this.#clearedTo);
  }

  /** @param {boolean} isPaused */
  pause(isPaused) {
    this.isPaused = isPaused;
    this.take();
  }

  // Shows only later entries. Nothing is removed from the journal.
  clear() {
    this.#clearedTo = store.first + store.entries.length;
    this.#begin(this.#clearedTo);
  }

  get isCleared() {
    return this.#clearedTo > store.first;
  }

  showAll() {
    this.#clearedTo = 0;
    this.#begin(0);
  }

  /** @param {number} from the number of an entry */
  #begin(from) {
    ++this.#work;
    this.#isBusy = false;
    this.shown = [];
    this.waiting = 0;
    this.#next = from;
    this.take();
    this.#changed();
  }

  // Filters the entries that the store has added.
  take() {
    if (this.#journal !== store.journal) {
      this.#journal = store.journal;
      this.#clearedTo = 0;
      this.#begin(0);
      return;
    }
    this.#forget();
    const end = store.first + store.entries.length;
    this.waiting = this.isPaused ? end - this.#next : 0;
    if (!this.isPaused && !this.#isBusy && this.#next < end) void this.#look(this.#work);
  }

  #forget() {
    const oldest = store.entries[0]?.seq ?? 0;
    if ((this.shown[0]?.seq ?? oldest) >= oldest) return;
    const kept = this.shown.findIndex(({ seq }) => seq >= oldest);
    this.shown.splice(0, kept < 0 ? this.shown.length : kept);
  }

  /** @param {number} work */
  async #look(work) {
    this.#isBusy = true;
    let until = performance.now() + slice_ms;
    for (;;) {
      this.#next = Math.max(this.#next, store.first);
      const entry = store.entries[this.#next - store.first];
      if (!entry || this.isPaused) break;
      ++this.#next;
      if (this.#accepts(entry)) this.shown.push(entry);
      if (performance.now() < until) continue;
      this.#changed();
      await nextTurn();
      if (work !== this.#work) return;
      until = performance.now() + slice_ms;
    }
    this.#isBusy = false;
    this.#changed();
  }
}
