import type { Entry } from "../control/api.js";
import { ChatmockError } from "../control/errors.js";
import { linesOf } from "../control/story.js";
import type { Sandbox } from "../sandbox.js";
import type { User } from "../user.js";
import type { Duration } from "../values/duration.js";

export interface MatcherOptions {
  /** How long to wait, in real time; 5 seconds by default. `not` does not wait. */
  timeout?: Duration;
}

/** A matcher's result, for Vitest, Jest and Playwright. */
export interface Outcome {
  pass: boolean;
  message: () => string;
}

export interface Context {
  isNot: boolean;
}

/** The matchers, as a runner's `expect` offers them. */
export interface ChatMatchers<R> {
  /** The mock has sent the event to this user, and no fault dropped it; `data` is a part of the payload. */
  toHaveReceived(event: string, data?: object, options?: MatcherOptions): R;
  /** This user's app has sent the event; `data` is a part of its arguments. */
  toHaveSent(event: string, data?: unknown[], options?: MatcherOptions): R;
  /** This user is connected, and has settled on a transport. */
  toHaveConnected(options?: MatcherOptions): R;
  /** No client of this sandbox broke the protocol. */
  toHaveNoViolations(): R;
}

const outcome = (pass: boolean, text: string): Outcome => ({ pass, message: () => text });

// An expectation that did not hold is an outcome; any other error is one of the test's.
async function held(expectation: Promise<unknown>, unwanted: string): Promise<Outcome> {
  try {
    await expectation;
    return outcome(true, unwanted);
  } catch (error) {
    const failed = error instanceof ChatmockError && ["timed_out", "verification_failed"].includes(error.code);
    if (failed) return outcome(false, error.message);
    throw error;
  }
}

type Match = { kind: "emit" | "receive"; user: string; event: string; data?: object };

// `not` checks the journal as it is now, as waiting cannot prove that an event is absent.
async function entriesOf(box: Sandbox<any>, match: Match, isNot: boolean, { timeout }: MatcherOptions) {
  if (!isNot) return box.journal.wait(match, timeout === undefined ? {} : { timeout });
  const isThere = await held(box.journal.verify(match), "");
  return isThere.pass ? box.journal.wait(match) : [];
}

async function withoutDropped(box: Sandbox<any>, user: string, sent: Entry[]): Promise<Entry[]> {
  const faults = (await box.journal.entries({ kind: "fault", user })) as (Entry & { do: string; emit_seq?: number })[];
  const dropped = new Set(faults.filter((fault) => fault.do === "drop").map(({ emit_seq }) => emit_seq));
  return sent.filter(({ seq }) => !dropped.has(seq));
}

export const matchers = {
  async toHaveReceived(this: Context, user: User<any>, event: string, data?: object, options: MatcherOptions = {}) {
    const match = { kind: "emit", user: user.name, event, ...(data && { data }) } as const;
    const wanted = `${user.name} to have received ${event}`;
    let received: Entry[] = [];
    const sent = await held(
      entriesOf(user.sandbox, match, this.isNot, options).then((entries) => (received = entries)),
      "",
    );
    if (!sent.pass) return outcome(false, `expected ${wanted}\n${sent.message()}`);
    const delivered = await withoutDropped(user.sandbox, user.name, received);
    if (delivered.length > 0) return outcome(true, `expected not ${wanted}, got\n  ${linesOf(delivered).join("\n  ")}`);
    return outcome(false, `expected ${wanted}, but a fault dropped it\n  ${linesOf(received).join("\n  ")}`);
  },

  async toHaveSent(this: Context, user: User<any>, event: string, data?: unknown[], options: MatcherOptions = {}) {
    const match = { kind: "receive", user: user.name, event, ...(data && { data }) } as const;
    let sent: Entry[] = [];
    const waited = await held(
      entriesOf(user.sandbox, match, this.isNot, options).then((entries) => (sent = entries)),
      "",
    );
    const wanted = `${user.name} to have sent ${event}`;
    if (!waited.pass) return outcome(false, `expected ${wanted}\n${waited.message()}`);
    return outcome(sent.length > 0, `expected not ${wanted}, got\n  ${linesOf(sent).join("\n  ")}`);
  },

  async toHaveConnected(this: Context, user: User<any>, options: MatcherOptions = {}) {
    const timeout = this.isNot ? 0 : options.timeout;
    const waits = timeout === undefined ? {} : { timeout };
    return held(user.connected(waits), `expected ${user.name} not to be connected`);
  },

  async toHaveNoViolations(this: Context, box: Sandbox<any>) {
    return held(box.verifyNoViolations(), "expected a violation, got none");
  },
};
