import type { RunState, ScenarioDefinition, Target } from "../control/api.js";
import { type Control, path } from "../control/control.js";
import { type Duration, milliseconds } from "../values/duration.js";

export interface RunOptions {
  /** The target of steps without one: everyone, or the scenario's user. */
  to?: Target;
  /** Values in place of the scenario's defaults. */
  parameters?: Record<string, unknown>;
  /** How long to wait for the end, in real time; 60 seconds by default. */
  timeout?: Duration;
}

const timeoutOf = (timeout?: Duration): object => (timeout === undefined ? {} : { timeout_ms: milliseconds(timeout) });

/** A scenario that runs, or ran. */
export class Run {
  readonly #control: Control;
  readonly id: number;

  constructor(control: Control, id: number) {
    this.#control = control;
    this.id = id;
  }

  state(): Promise<RunState> {
    return this.#control.json("GET", path`/runs/${this.id}`);
  }

  /** Resolves when the run has passed or was stopped; fails with the step that failed. */
  wait({ timeout }: { timeout?: Duration } = {}): Promise<RunState> {
    return this.#control.json("POST", path`/runs/${this.id}/wait`, { body: timeoutOf(timeout) });
  }

  /** Reports a checkpoint of the run as passed or failed: the run continues, or fails with the reason. */
  checkpoint(name: string, found: { passed: boolean; reason?: string } = { passed: true }): Promise<RunState> {
    return this.#control.json("POST", path`/runs/${this.id}/checkpoints/${name}`, { body: found });
  }

  /** Stops the run at its current step. */
  stop(): Promise<RunState> {
    return this.#control.json("DELETE", path`/runs/${this.id}`);
  }
}

/** A scenario of the mock. */
export class Scenario {
  readonly #control: Control;
  readonly #to: Target | undefined;
  readonly name: string;

  constructor(control: Control, name: string, to?: Target) {
    this.#control = control;
    this.#to = to;
    this.name = name;
  }

  definition(): Promise<ScenarioDefinition> {
    return this.#control.json("GET", path`/scenarios/${this.name}`);
  }

  /** Sets the scenario's steps, until the next reset. */
  async define(definition: ScenarioDefinition): Promise<this> {
    await this.#control.json("PUT", path`/scenarios/${this.name}`, { body: definition });
    return this;
  }

  async remove(): Promise<void> {
    await this.#control.json("DELETE", path`/scenarios/${this.name}`);
  }

  /** Starts the scenario, and does not wait for its end. */
  async start({ to = this.#to, parameters }: RunOptions = {}): Promise<Run> {
    const body = { await: "start", ...(to && { to }), ...(parameters && { parameters }) };
    const { run } = await this.#control.json<RunState>("POST", path`/scenarios/${this.name}/run`, { body });
    return new Run(this.#control, run);
  }

  /** Runs the scenario to its end; fails with the step that failed. */
  async run(options: RunOptions = {}): Promise<RunState> {
    const run = await this.start(options);
    return run.wait(options.timeout === undefined ? {} : { timeout: options.timeout });
  }
}
