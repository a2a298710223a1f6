import type { AuthRule, Connection, Fault, RunState, SandboxState, Target } from "./control/api.js";
import { Audience, Group } from "./audience.js";
import { Auth, type Refusal, ruleOf } from "./verbs/auth.js";
import { Clock } from "./verbs/clock.js";
import { type CallOptions, type Control, type Method, path } from "./control/control.js";
import { type Duration, milliseconds } from "./values/duration.js";
import { type FaultHandle, Faults } from "./verbs/faults.js";
import { Journal } from "./verbs/journal.js";
import { Profile } from "./verbs/profile.js";
import type { EventName } from "./values/payloads.js";
import { Run, Scenario } from "./verbs/scenarios.js";
import { User } from "./user.js";

/** How a client gets into a sandbox; a token of it is enough. */
export interface SocketAddress {
  /** The URL for socket.io-client. */
  url: string;
  /** Its option `path`. */
  path: string;
  /** An alternative, in the query. */
  query: string;
  /** The prefix of an opaque token. */
  token: string;
}

export interface ScenarioSummary {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
  steps: number;
}

// Types know the events of the contracts; a test may add others.
type AnyEvent<Events> = EventName<Events> | (string & {});

/** A world of its own: clients, rules, groups, faults, scenarios, journal and clock. */
export class Sandbox<Events> implements AsyncDisposable {
  readonly name: string;
  readonly socket: SocketAddress;
  readonly control: Control;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly auth: Auth;
  readonly profile: Profile;
  /** All clients of this sandbox. */
  readonly everyone: Audience<Events>;

  constructor(name: string, control: Control, socket: SocketAddress) {
    this.name = name;
    this.socket = socket;
    this.control = control;
    this.clock = new Clock(control);
    this.journal = new Journal(control);
    this.faults = new Faults(control);
    this.auth = new Auth(control);
    this.profile = new Profile(control);
    this.everyone = new Audience(this, control, { all: true });
  }

  /** True for the sandbox `default`, which always exists. */
  get isDefault(): boolean {
    return this.name === "default";
  }

  user(name: string): User<Events> {
    return new User(this, this.control, name);
  }

  group(id: string | number): Group<Events> {
    return new Group(this, this.control, id);
  }

  /** Installs a fault; `await using` removes it at the end of its block. */
  fault(fault: Fault, name?: string): Promise<FaultHandle> {
    return this.faults.install(fault, name);
  }

  /** Refuses every client from now on, or the next `times` attempts. */
  refuse(refusal: Refusal = {}): Promise<AuthRule[]> {
    return this.auth.add({ match: {}, ...ruleOf(refusal) });
  }

  scenario(name: string): Scenario {
    return new Scenario(this.control, name);
  }

  async scenarios(): Promise<ScenarioSummary[]> {
    return (await this.control.json<{ scenarios: ScenarioSummary[] }>("GET", "/scenarios")).scenarios;
  }

  async runs(): Promise<RunState[]> {
    return (await this.control.json<{ runs: RunState[] }>("GET", "/runs")).runs;
  }

  run(id: number): Run {
    return new Run(this.control, id);
  }

  async connections(): Promise<Connection[]> {
    return (await this.control.json<{ connections: Connection[] }>("GET", "/connections")).connections;
  }

  connection(sid: string): Promise<Connection> {
    return this.control.json("GET", path`/connections/${sid}`);
  }

  /** The members of each group. */
  async groups(): Promise<Record<string, string[]>> {
    return (await this.control.json<{ groups: Record<string, string[]> }>("GET", "/groups")).groups;
  }

  /** The events that the mock knows, with the names of their fixtures. */
  events(): Promise<{ event: string; fixtures: string[] }[]> {
    return this.control.json("GET", "/events");
  }

  fixtures(event: EventName<Events>): Promise<string[]> {
    return this.control.json("GET", path`/events/${event}/fixtures`);
  }

  /** A fixture as it was written, with its placeholders. */
  fixture(event: EventName<Events>, name = "default"): Promise<unknown> {
    return this.control.json("GET", path`/events/${event}/fixtures/${name}`);
  }

  /** The socket endpoint as an AsyncAPI document, by the contracts, fixtures and profile that hold now. */
  asyncapi(): Promise<Record<string, unknown>> {
    return this.control.json("GET", "/asyncapi.json");
  }

  /** The JSON Schema of an event's payload. */
  contract(event: EventName<Events>): Promise<unknown> {
    return this.control.json("GET", path`/contracts/${event}`);
  }

  /** Sets a fixture until the next reset. One that breaks the contract is refused, unless `contract` says `skip`. */
  async setFixture(
    event: AnyEvent<Events>,
    name: string,
    payload: unknown,
    { contract = "enforce" }: { contract?: "enforce" | "skip" } = {},
  ): Promise<void> {
    await this.control.json("PUT", path`/events/${event}/fixtures/${name}`, { body: payload, query: { contract } });
  }

  async removeFixture(event: AnyEvent<Events>, name: string): Promise<void> {
    await this.control.json("DELETE", path`/events/${event}/fixtures/${name}`);
  }

  /** Sets the JSON Schema of an event's payload until the next reset; the event may be a new one. */
  async setContract(event: AnyEvent<Events>, schema: object | boolean): Promise<void> {
    await this.control.json("PUT", path`/events/${event}/contract`, { body: schema });
  }

  /** Removes an event with its contract and its fixtures until the next reset. */
  async removeEvent(event: AnyEvent<Events>): Promise<void> {
    await this.control.json("DELETE", path`/events/${event}/contract`);
  }

  /** Resolves when nothing is queued and nothing is due, for everyone or for a target. */
  async quiet({ to, timeout }: { to?: Target; timeout?: Duration } = {}): Promise<void> {
    const patience = timeout === undefined ? {} : { timeout_ms: milliseconds(timeout) };
    if (to === undefined) await this.control.json("GET", "/quiesce", { query: patience });
    else await this.control.json("POST", "/quiesce", { body: { to, ...patience } });
  }

  /** Fails if a client broke the protocol, or sent an event that it must not send. */
  async verifyNoViolations(): Promise<void> {
    await this.journal.verify({ kind: "violation" }, { exactly: 0 });
  }

  /** Restores the state after start; clients are closed unless they are kept. Resolves with how many were closed. */
  async reset({ connections = "close" }: { connections?: "close" | "keep" } = {}): Promise<number> {
    return (await this.control.json<{ closed: number }>("POST", "/reset", { body: { connections } })).closed;
  }

  /** Any call of the control API, below this sandbox. */
  call<Answer = unknown>(method: Method, target: string, options: CallOptions = {}): Promise<Answer> {
    return this.control.json(method, target, options);
  }

  /** The state of this sandbox: its seed, its number of clients, and so on. */
  state(): Promise<SandboxState> {
    return this.control.json("GET", this.isDefault ? "/sandboxes/default" : "");
  }

  /** Ends the sandbox, and closes its clients. */
  async close(): Promise<void> {
    await this.control.json("DELETE", "");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
