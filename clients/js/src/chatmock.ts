import "./values/disposable.js";
import { Control, path } from "./control/control.js";
import { type Duration, milliseconds } from "./values/duration.js";
import type { SandboxState } from "./control/api.js";
import { ChatmockError } from "./control/errors.js";
import type { ChatEvents } from "./values/payloads.js";
import { Sandbox, type SocketAddress } from "./sandbox.js";
import type { Server, StartOptions } from "./server/start.js";

export interface ConnectOptions {
  /** The control API; `CHATMOCK_URL`, or http://127.0.0.1:8091. */
  url?: string;
  /** The URL for apps; `CHATMOCK_SOCKET_URL`, or the mock's socket port on the host of `url`. */
  socketUrl?: string;
  /** The token of `--control-token`; `CHATMOCK_CONTROL_TOKEN`. */
  token?: string;
  /** How long to wait until the mock answers, in real time; 5 seconds by default. */
  timeout?: Duration;
}

export interface SandboxOptions {
  /** Made from the seed if absent. */
  name?: string;
  /** The name of a profile among the fixtures. */
  profile?: string;
  seed?: number;
  clock?: "real" | "manual";
  /** The first time of its clock, ISO 8601. */
  clockStart?: string;
  /** After how long without a client and a call it ends by itself; 10 minutes by default. */
  expiresAfter?: Duration;
}

export interface Version {
  name: "chatmock";
  version: string;
  /** Of the sources, as Git names it. */
  commit: string;
  /** The commit's date, ISO 8601. */
  build_date: string;
  seed: number;
  profile: string;
  /** The clients' address, as the mock is bound: a URL such as `ws://127.0.0.1:8090/socket.io/`. */
  socket: string;
}

// Of this moment: a test runner's fake timers must not stop it.
const { setTimeout: later } = globalThis;
const pause_ms = 50;

const variable = (name: string): string | undefined =>
  typeof process === "undefined" ? undefined : process.env[name] || undefined;

// The mock may be bound to 0.0.0.0: the host by which it was found leads to its socket port, too.
function socketUrlOf(url: string, { socket }: Version): string {
  const socketUrl = new URL(url);
  socketUrl.port = new URL(socket).port;
  return socketUrl.origin;
}

function fieldsOf({ clockStart, expiresAfter, ...fields }: SandboxOptions): object {
  return {
    ...fields,
    ...(clockStart === undefined ? {} : { clock_start: clockStart }),
    ...(expiresAfter === undefined ? {} : { expires_after_ms: milliseconds(expiresAfter) }),
  };
}

/** A mock. All that a sandbox has, it has for the sandbox `default`. */
export class Chatmock<Events = ChatEvents> extends Sandbox<Events> {
  /** The control API. */
  readonly url: string;
  readonly #server: Server | undefined;

  private constructor(control: Control, socketUrl: string, server?: Server) {
    super("default", control, { url: socketUrl, path: "/socket.io/", query: "", token: "" });
    this.url = control.url;
    this.#server = server;
  }

  /** A mock that runs already. */
  static async connect<Events = ChatEvents>(options: ConnectOptions = {}): Promise<Chatmock<Events>> {
    const url = options.url ?? variable("CHATMOCK_URL") ?? "http://127.0.0.1:8091";
    const control = new Control(url, options.token ?? variable("CHATMOCK_CONTROL_TOKEN"));
    await untilReady(control, milliseconds(options.timeout ?? "5s"));
    const given = options.socketUrl ?? variable("CHATMOCK_SOCKET_URL");
    return new Chatmock(control, given ?? socketUrlOf(url, await control.json("GET", "/version")));
  }

  /** Starts a mock on free ports, in a process of its own, until `close()`. Only in Node.js. */
  static async start<Events = ChatEvents>(options: StartOptions = {}): Promise<Chatmock<Events>> {
    const { startServer } = await import("./server/start.js");
    const server = await startServer(options);
    return new Chatmock(new Control(server.control), server.socket, server);
  }

  /** Makes a sandbox: a world of its own, for one test. `await using` ends it with its block. */
  async sandbox(options: SandboxOptions = {}): Promise<Sandbox<Events>> {
    return this.#sandboxOf(await this.control.json("POST", "/sandboxes", { body: fieldsOf(options) }));
  }

  /** The sandbox of that name; made if it is not there. */
  async sandboxNamed(name: string, options: Omit<SandboxOptions, "name"> = {}): Promise<Sandbox<Events>> {
    return this.#sandboxOf(await this.control.json("PUT", path`/sandboxes/${name}`, { body: fieldsOf(options) }));
  }

  /** The state of each sandbox: its seed, its number of clients, and so on. */
  async sandboxes(): Promise<SandboxState[]> {
    return (await this.control.json<{ sandboxes: SandboxState[] }>("GET", "/sandboxes")).sandboxes;
  }

  version(): Promise<Version> {
    return this.control.json("GET", "/version");
  }

  /** The control API's contract, as the mock serves it. */
  openapi(): Promise<string> {
    return this.control.text("/openapi.yaml");
  }

  /** The last lines of a started mock's log. */
  get log(): string {
    return this.#server?.log() ?? "";
  }

  /** Stops a mock that `start()` has started. A mock of `connect()` goes on. */
  override async close(): Promise<void> {
    await this.#server?.stop();
  }

  #sandboxOf({ name, socket }: { name: string; socket: Omit<SocketAddress, "url"> }): Sandbox<Events> {
    return new Sandbox(name, this.control.below(path`/sandboxes/${name}`), { url: this.socket.url, ...socket });
  }
}

async function untilReady(control: Control, patience_ms: number): Promise<void> {
  const started_ms = performance.now();
  for (;;) {
    try {
      await control.json("GET", "/readyz");
      return;
    } catch (error) {
      const mayCome = error instanceof ChatmockError && (error.status === 0 || error.code === "not_ready");
      if (!mayCome || performance.now() - started_ms >= patience_ms) throw error;
    }
    await new Promise((resolve) => later(resolve, pause_ms));
  }
}
