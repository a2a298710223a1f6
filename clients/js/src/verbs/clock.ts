import type { Target, Timer } from "../control/api.js";
import type { Control } from "../control/control.js";
import { type Duration, milliseconds } from "../values/duration.js";

export interface ClockState {
  mode: "real" | "manual";
  /** The mock's time, ISO 8601 in UTC. */
  now: string;
  /** The timer that is due next. */
  next?: Timer;
}

export interface Advanced {
  now: string;
  /** The timers that fired on the way; the first 1,000. */
  fired: Timer[];
  /** How many fired, if not all are listed. */
  fired_count?: number;
}

export interface AdvanceOptions {
  /** `pong`: clients answer their pings before time moves on (the default). `nothing`: let them time out. */
  await?: "pong" | "nothing";
  /** The target of clients to wait for; everyone by default. */
  to?: Target;
  /** How long the call may take, in real time. */
  timeout?: Duration;
}

/** The mock's time. */
export class Clock {
  readonly #control: Control;

  constructor(control: Control) {
    this.#control = control;
  }

  state(): Promise<ClockState> {
    return this.#control.json("GET", "/clock");
  }

  /** Stops time for everything: heartbeats, timeouts, delays, expiry, placeholders. */
  hold(): Promise<ClockState> {
    return this.#control.json("PUT", "/clock", { body: { mode: "manual" } });
  }

  /** Lets time run, from the time at which it was held. */
  run(): Promise<ClockState> {
    return this.#control.json("PUT", "/clock", { body: { mode: "real" } });
  }

  /** Sets the clock to a time (ISO 8601), or to the machine's. Deadlines move with it. */
  set(at: string | "machine"): Promise<ClockState> {
    return this.#control.json("PUT", "/clock", { body: { at } });
  }

  /** Moves a held clock, and resolves with the timers that fired. */
  advance(duration: Duration, options: AdvanceOptions = {}): Promise<Advanced> {
    const { timeout, ...rest } = options;
    const patience = timeout === undefined ? {} : { timeout_ms: milliseconds(timeout) };
    return this.#control.json("POST", "/clock/advance", { body: { ms: milliseconds(duration), ...rest, ...patience } });
  }
}
