import type { Connection, DisconnectAs, Fault, Injection, Target, Transport } from "./control/api.js";
import { type Control, path } from "./control/control.js";
import { type Duration, milliseconds } from "./values/duration.js";
import type { FaultHandle } from "./verbs/faults.js";
import { type Changes, type EventName, injectionOf, type PayloadOf } from "./values/payloads.js";
import type { Sandbox } from "./sandbox.js";
import { Scenario } from "./verbs/scenarios.js";

export interface ConnectedOptions {
  /** How many connections there have to be; 1 by default. */
  count?: number;
  /** Only connections that use this transport. */
  transport?: Transport;
  /** Whether the clients have to have settled on a transport; true by default. */
  settled?: boolean;
  /** How long to wait, in real time; 5 seconds by default. */
  timeout?: Duration;
}

export interface SendOptions<Payload = unknown> {
  /** The fixture to start from; `default` if absent. */
  fixture?: string;
  /** The whole payload, in place of a fixture with changes. */
  data?: Payload;
  /** All arguments of the event, in place of one payload. */
  args?: unknown[];
  /** A JSON Merge Patch (RFC 7396) in place of the changes: there null removes a field. */
  patch?: Record<string, unknown>;
  /** Values at JSON Pointers, put there after the changes: `{ "/attachments/0/url": "…" }`. */
  set?: Record<string, unknown>;
  /** One of the event's mutants or variants; `*` for all. */
  mutant?: string;
  variant?: string;
  namespace?: string;
  /** `skip` sends a payload that breaks its contract. */
  contract?: "enforce" | "skip";
  /** How many times. */
  repeat?: number;
  /** How late, by the mock's clock. */
  delay?: Duration;
  /** The result to wait for: `written` by default, `queued` with a delay. */
  await?: "queued" | "written" | "acked";
  /** How many recipients there have to be; 1 by default. */
  minRecipients?: number;
  settled?: boolean;
  /** How long to wait, in real time; 5 seconds by default. */
  timeout?: Duration;
}

export interface Recipient {
  sid: string;
  user: string;
  transport: Transport;
  state: "queued" | "held" | "dropped" | "written" | "acked" | "lost";
  /** The arguments of the acknowledgement. */
  acknowledgement?: unknown[];
}

/** An event that was sent, or is due. */
export interface Sent {
  event: string;
  fixture?: string;
  /** The journal's entry. */
  seq?: number;
  last_seq?: number;
  /** When it is due, if it was delayed. */
  due?: string;
  recipients?: Recipient[];
}

/** Clients that are kept out after a disconnect. `await using` lets them in at the end of its block. */
export interface Disconnected extends AsyncDisposable {
  connections: { sid: string; user: string }[];
  /** Lets them in again. */
  letIn(): Promise<void>;
}

/** A payload that breaks its contract in one place, or keeps it at an edge. */
export interface Edge {
  /** A kind and a place, such as `missing:/id`. */
  name: string;
  at: string;
  does: string;
  send(options?: SendOptions): Promise<Sent>;
}

const timeoutOf = (timeout?: Duration): object => (timeout === undefined ? {} : { timeout_ms: milliseconds(timeout) });

function bodyOf(target: Target, changes: object | undefined, options: SendOptions): Partial<Injection> & object {
  const { delay, timeout, minRecipients = 1, set, ...fields } = options;
  return {
    to: target,
    await: delay === undefined ? "written" : "queued",
    min_recipients: minRecipients,
    ...injectionOf(changes ?? {}, set),
    ...fields,
    ...(delay === undefined ? {} : { delay_ms: milliseconds(delay) }),
    ...timeoutOf(timeout),
  };
}

/** The clients of a target: a user, a group, everyone. */
export class Audience<Events> {
  readonly target: Target;
  readonly sandbox: Sandbox<Events>;
  protected readonly control: Control;

  constructor(sandbox: Sandbox<Events>, control: Control, target: Target) {
    this.sandbox = sandbox;
    this.control = control;
    this.target = target;
  }

  /** Resolves when they are connected, and have settled on a transport. */
  connected({ count = 1, timeout, settled, transport }: ConnectedOptions = {}): Promise<Connection[]> {
    const match = { ...this.target, ...(transport && { transport }) };
    return this.#wait({ match, count, ...(settled === undefined ? {} : { settled }), ...timeoutOf(timeout) });
  }

  /** Resolves when none of them is connected. */
  async gone({ timeout }: { timeout?: Duration } = {}): Promise<void> {
    await this.#wait({ match: this.target, count: 0, ...timeoutOf(timeout) });
  }

  /**
   * Sends an event: a fixture with changes. Resolves when it was written to their connections. Null is a value, and
   * undefined changes nothing.
   */
  receives<Name extends EventName<Events>>(
    event: Name,
    changes?: Changes<PayloadOf<Events, Name>>,
    options: SendOptions<PayloadOf<Events, Name>> = {},
  ): Promise<Sent> {
    const body = bodyOf(this.target, changes as object | undefined, options);
    return this.control.json("POST", path`/events/${event}`, { body });
  }

  /** Ends their connections, so that the apps see the reason that `as` names. */
  async disconnect(as: DisconnectAs = "transport_close", options: { keepOut?: number | string } = {}) {
    const barrier = options.keepOut === undefined ? undefined : await this.#keepOut(options.keepOut);
    const body = { to: this.target, as };
    type Answer = { disconnected: Disconnected["connections"] };
    const { disconnected } = await this.control.json<Answer>("POST", "/connections/disconnect", { body });
    const letIn = async () => barrier?.[Symbol.asyncDispose]();
    return { connections: disconnected, letIn, [Symbol.asyncDispose]: letIn } satisfies Disconnected;
  }

  /** Installs a fault for them only. */
  fault(fault: Fault, name?: string): Promise<FaultHandle> {
    const aimed = { ...fault, on: { ...fault.on, to: this.target } } as Fault;
    return this.sandbox.faults.install(aimed, name);
  }

  /** Payloads that break the event's contract in one place, one after the other. */
  mutants<Name extends EventName<Events>>(event: Name): AsyncGenerator<Edge, void, undefined> {
    return this.#edges(event, "mutant");
  }

  /** Payloads that keep the event's contract, each at one of its edges. */
  variants<Name extends EventName<Events>>(event: Name): AsyncGenerator<Edge, void, undefined> {
    return this.#edges(event, "variant");
  }

  /** A scenario with steps for them. */
  scenario(name: string): Scenario {
    return new Scenario(this.control, name, this.target);
  }

  async #wait(body: object): Promise<Connection[]> {
    return (await this.control.json<{ connections: Connection[] }>("POST", "/connections/wait", { body })).connections;
  }

  // The next handshakes, or those of a time, are reset.
  #keepOut(keepOut: number | string): Promise<FaultHandle> {
    const limit = typeof keepOut === "number" ? { on: { first: keepOut } } : { ttl_ms: milliseconds(keepOut) };
    return this.fault({ do: "refuse_connections", ...limit });
  }

  async *#edges<Name extends EventName<Events>>(event: Name, kind: "mutant" | "variant") {
    type Listed = Record<`${typeof kind}s`, Omit<Edge, "send">[]>;
    const listed = await this.control.json<Listed>("GET", `${path`/events/${event}`}/${kind}s`);
    for (const edge of listed[`${kind}s`]) {
      const send = (options: SendOptions = {}) =>
        this.receives(event, undefined, { ...options, [kind]: edge.name } as SendOptions<never>);
      yield { ...edge, send } satisfies Edge;
    }
  }
}

/** A group of users that get events together. */
export class Group<Events> extends Audience<Events> {
  readonly id: string | number;

  constructor(sandbox: Sandbox<Events>, control: Control, id: string | number) {
    super(sandbox, control, { group: id });
    this.id = id;
  }

  /** Sets the group's members. */
  async set(members: string[]): Promise<this> {
    await this.control.json("PUT", path`/groups/${this.id}`, { body: { members } });
    return this;
  }

  async remove(): Promise<void> {
    await this.control.json("DELETE", path`/groups/${this.id}`);
  }
}
