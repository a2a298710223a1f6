// Reads the journal's stream with `fetch`: an `EventSource` cannot send a token, and hides its position. It
// resumes one entry early: after a restart, the server counts from 1 again, and another entry at that
// position reveals it.
import { request } from './api.js';

const retry_ms = 1000;
const silent_ms = 20_000; // the server sends a line every 5 s
const slice_ms = 12; // of work, before other work of the page

/**
 * @typedef {object} Listener
 * @property {(text: string) => boolean} entry takes an entry's JSON; whether more may follow at once
 * @property {() => void} restart all entries so far are from an earlier journal
 * @property {(count: number) => void} dropped the journal lost so many before they were seen
 * @property {(status: 'connecting' | 'live' | 'lost' | 'refused') => void} status
 */

export const nextTurn = () => new Promise((resolve) => setTimeout(resolve));

/** @param {string} id such as `2-17` */
function placeOf(id) {
  const [epoch = 0, seq = 0] = id.split('-').map(Number);
  return { epoch, seq };
}

export class JournalStream {
  /** @type {Listener} */
  #listener;
  #last = { epoch: 0, seq: 0, text: '' };
  #overlaps = false; // true if the next entry must be the last one again
  #stopped = false;
  #abort = new AbortController();

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  async run() {
    while (!this.#stopped) {
      this.#listener.status('connecting');
      const status = await this.#follow().catch(() => 'lost');
      if (this.#stopped) return;
      this.#listener.status(status === 'refused' ? 'refused' : 'lost');
      if (status === 'refused') return;
      await new Promise((resolve) => setTimeout(resolve, retry_ms));
    }
  }

  stop() {
    this.#stopped = true;
    this.#abort.abort();
  }

  async #follow() {
    const { epoch, seq } = this.#last;
    this.#overlaps = seq > 0;
    this.#abort = new AbortController();
    /** @type {Record<string, string>} */
    const headers = seq > 0 ? { 'last-event-id': `${epoch}-${seq - 1}` } : {};
    const response = await request('journal/stream?after=0', {
      headers,
      signal: this.#abort.signal,
      cache: 'no-store',
    });
    if (response.status === 401) return 'refused';
    if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`);
    this.#listener.status('live');
    await this.#read(response.body.getReader());
    return 'lost';
  }

  /** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
  async #read(reader) {
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const silent = setTimeout(() => this.#abort.abort(), silent_ms);
      const { done, value } = await reader.read();
      clearTimeout(silent);
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      let until = performance.now() + slice_ms;
      for (const block of blocks) {
        this.#take(block);
        if (performance.now() < until) continue;
        await nextTurn();
        until = performance.now() + slice_ms;
      }
    }
  }

  /** @param {string} block an event of the stream */
  #take(block) {
    let id = '';
    let event = '';
    let data = '';
    for (const line of block.split('\n')) {
      if (line.startsWith('id: ')) id = line.slice(4);
      else if (line.startsWith('event: ')) event = line.slice(7);
      else if (line.startsWith('data: ')) data = line.slice(6);
    }
    if (!id) return;
    const place = placeOf(id);
    if (place.epoch !== this.#last.epoch && this.#last.epoch !== 0) this.#begin(place.epoch);
    this.#last.epoch = place.epoch;
    if (event === 'dropped') this.#listener.dropped(JSON.parse(data).dropped);
    else if (data) this.#takeEntry(place.seq, data);
  }

  /** @param {number} epoch */
  #begin(epoch) {
    this.#last = { epoch, seq: 0, text: '' };
    this.#overlaps = false;
    this.#listener.restart();
  }

  /** @param {number} seq @param {string} text */
  #takeEntry(seq, text) {
    const isRepeated = this.#overlaps && seq === this.#last.seq && text === this.#last.text;
    const isOther = this.#overlaps && seq <= this.#last.seq && !isRepeated;
    this.#overlaps = false;
    if (isRepeated) return;
    if (isOther) {
      this.#begin(0);
      // The other server's entries before this one are read on the next connection, from the beginning.
      if (seq > 1) throw new Error('another journal');
    }
    this.#last.seq = seq;
    this.#last.text = text;
    this.#listener.entry(text);
  }
}
