// The page's state of the mock: the journal, from its stream, and the answers of calls. A part is loaded
// again when an entry shows that it may have changed.
import { base, get, whenRefused } from './api.js';
import { entryOf } from './entries.js';
import { JournalStream } from './stream.js';

/** @typedef {import('./entries.js').Entry} Entry */

const entries_max = 150_000; // the mock keeps 100,000
const text_max = 256 * 1024 * 1024; // characters
const settle_ms = 120; // changes within this time make one call
const rest_times = 4; // a mock whose answers take long is asked less often

const inSandbox = /^(.*\/)sandboxes\/([^/]+)\/$/.exec(base.pathname);

/** The sandbox that this page shows, and the address of all of them. */
export const sandbox = {
  name: decodeURIComponent(inSandbox?.[2] ?? 'default'),
  all: new URL(`${inSandbox?.[1] ?? base.pathname}sandboxes`, base).href,
};

/** The parts that calls answer: the call's path, and where the value is in its answer. */
const parts = {
  version: ['version', ''],
  connections: ['connections', 'connections'],
  faults: ['faults', 'faults'],
  rules: ['auth', 'rules'],
  clock: ['clock', ''],
  groups: ['groups', 'groups'],
  scenarios: ['scenarios', 'scenarios'],
  runs: ['runs', 'runs'],
  events: ['events', ''],
  sandboxes: [sandbox.all, 'sandboxes'],
};

/** @typedef {keyof typeof parts} Part */

/** Which parts an entry of a kind may have changed. */
const changes = /** @type {Record<string, Part[]>} */ ({
  connect: ['connections', 'rules'],
  disconnect: ['connections'],
  close: ['connections'],
  upgrade: ['connections'],
  refuse: ['rules'],
  fault: ['faults'],
  scenario: ['runs'],
  reload: ['events', 'scenarios', 'rules', 'faults', 'groups'],
  control: ['faults', 'rules', 'clock', 'groups', 'scenarios', 'connections', 'runs', 'events'],
});

class Store {
  /** @type {Entry[]} */
  entries = [];
  /** How many entries went from the front, so that a position stays one: entries[i] is number `first + i`. */
  first = 0;
  /** Counts journals: another number means other entries. */
  journal = 0;
  dropped = 0;
  violations = 0;
  /** @type {'connecting' | 'live' | 'lost' | 'refused'} */
  status = 'connecting';
  /** @type {Record<Part, any>} */
  known = /** @type {any} */ ({});

  #characters = 0;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Set<Part>} */
  #wanted = new Set();
  #isAsking = false;
  #pause_ms = settle_ms;
  /** @type {JournalStream | undefined} */
  #stream;

  constructor() {
    whenRefused(() => this.#setStatus('refused'));
  }

  /** @param {() => void} listener @returns {() => void} ends it */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed() {
    for (const listener of this.#listeners) listener();
  }

  // Also restarts with another token.
  start() {
    this.#stream?.stop();
    this.#stream = new JournalStream({
      entry: (text) => this.#take(text),
      restart: () => this.#restart(),
      dropped: (count) => {
        this.dropped += count;
        this.changed();
      },
      status: (status) => this.#setStatus(status),
    });
    void this.#stream.run();
  }

  /** @param {Part[]} names asks for these again, soon */
  refresh(...names) {
    for (const name of names) this.#wanted.add(name);
    if (this.#isAsking) return;
    this.#isAsking = true;
    setTimeout(() => void this.#askWanted(), this.#pause_ms);
  }

  refreshAll() {
    this.refresh(.../** @type {Part[]} */ (Object.keys(parts)));
  }

  async #askWanted() {
    const names = [...this.#wanted];
    const began = performance.now();
    this.#wanted.clear();
    await Promise.all(
      names.map(async (name) => {
        const [path, field] = /** @type {[string, string]} */ (parts[name]);
        const body = await get(path);
        if (body !== undefined) this.known[name] = field ? body[field] : body;
      }),
    );
    this.#isAsking = false;
    this.#pause_ms = Math.max(settle_ms, rest_times * (performance.now() - began));
    if (this.#wanted.size > 0) this.refresh();
    this.changed();
  }

  /** @param {string} text */
  #take(text) {
    const entry = entryOf(text);
    this.entries.push(entry);
    this.#characters += text.length;
    if (entry.kind === 'violation') ++this.violations;
    while (this.entries.length > entries_max || this.#characters > text_max) this.#forget();
    const names = changes[entry.kind];
    if (names) this.refresh(...names);
    this.changed();
    return true;
  }

  // Removes many at a time: each removal moves all others.
  #forget() {
    const gone = this.entries.splice(0, Math.ceil(this.entries.length / 16));
    this.first += gone.length;
    for (const { text } of gone) this.#characters -= text.length;
  }

  #restart() {
    this.entries = [];
    this.first = 0;
    this.#characters = 0;
    this.violations = 0;
    this.dropped = 0;
    ++this.journal;
    this.refreshAll();
    this.changed();
  }

  /** @param {Store['status']} status */
  #setStatus(status) {
    if (status === 'live') this.refreshAll();
    this.status = status;
    this.changed();
  }
}

export const store = new Store();
