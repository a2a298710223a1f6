import type { CanonicalEntry, Counts, Entry, EntryKind, JournalMatch } from "../control/api.js";
import type { Control, Query } from "../control/control.js";
import { type Duration, milliseconds } from "../values/duration.js";
import { entriesOf } from "../control/event_stream.js";
import { linesOf } from "../control/story.js";

/** Which entries: all that is given must hold. */
export interface Filter {
  kind?: EntryKind;
  event?: string;
  user?: string;
  sid?: string;
  /** Only entries after this `seq`. */
  after?: number;
}

export interface WaitOptions {
  /** How many entries have to match; 1 by default. */
  count?: number;
  /** How long to wait, in real time; 5 seconds by default. */
  timeout?: Duration;
}

export const countsOf = ({ exactly, atLeast, atMost }: Counts): object => ({
  ...(exactly === undefined ? {} : { exactly }),
  ...(atLeast === undefined ? {} : { at_least: atLeast }),
  ...(atMost === undefined ? {} : { at_most: atMost }),
});

/** The record of everything that happened. */
export class Journal {
  readonly #control: Control;

  constructor(control: Control) {
    this.#control = control;
  }

  async entries(filter: Filter = {}): Promise<Entry[]> {
    const query = filter as Query;
    return (await this.#control.json<{ entries: Entry[] }>("GET", "/journal", { query })).entries;
  }

  /** The entries in the form that is equal in two runs. */
  async canonical(filter: Filter = {}): Promise<CanonicalEntry[]> {
    const query: Query = { ...filter, canonical: true };
    return (await this.#control.json<{ entries: CanonicalEntry[] }>("GET", "/journal", { query })).entries;
  }

  /** Resolves with the matching entries, as soon as there are enough. */
  async wait(match: JournalMatch, { count = 1, timeout }: WaitOptions = {}): Promise<Entry[]> {
    const body = { match, count, ...(timeout === undefined ? {} : { timeout_ms: milliseconds(timeout) }) };
    return (await this.#control.json<{ entries: Entry[] }>("POST", "/journal/wait", { body })).entries;
  }

  /** Fails unless so many entries match: at least one if no count is given. Resolves with their number. */
  async verify(match: JournalMatch, counts: Counts = {}): Promise<number> {
    const body = { match, ...countsOf(counts) };
    return (await this.#control.json<{ matched: number }>("POST", "/journal/verify", { body })).matched;
  }

  /** Removes all entries, and resolves with how many there were. Numbering goes on. */
  async clear(): Promise<number> {
    return (await this.#control.json<{ cleared: number }>("DELETE", "/journal")).cleared;
  }

  /** The whole run as JSON Lines, for `chatmock replay`. It contains no token. */
  export(): Promise<string> {
    return this.#control.text("/journal/export");
  }

  /** The entries as they are written. Leaving the loop ends the stream. */
  async *follow(filter: Filter = {}): AsyncGenerator<Entry, void, undefined> {
    const end = new AbortController();
    try {
      yield* entriesOf(await this.#control.stream("/journal/stream", filter as Query, end.signal));
    } finally {
      end.abort();
    }
  }

  /** The entries as lines that people can read. */
  async story(filter: Filter = {}): Promise<string> {
    return linesOf(await this.entries(filter)).join("\n");
  }
}
