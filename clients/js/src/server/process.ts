import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Socket } from "node:net";
import { serveArguments } from "./arguments.js";
import type { Server, StartOptions } from "./start.js";

export interface Ready {
  socket: string;
  control: string;
}

// Of this moment: a test runner's fake timers must not stop them.
const { setTimeout: later, clearTimeout: cancel } = globalThis;
const stopTime_ms_max = 10_000;
const logLength_max = 64 * 1024;

/** Starts the program on free ports of 127.0.0.1. */
export async function startProcess(binary: string, options: StartOptions): Promise<Server> {
  const ports = ["--socket", "127.0.0.1:0", "--control", "127.0.0.1:0"];
  const served = new ServingProcess(binary, ["serve", ...ports, ...serveArguments(options)]);
  const { control, socket } = await served.ready(missing);
  return {
    control,
    socket: socket.replace(/^ws/, "http").replace(/\/socket\.io\/$/, ""),
    log: () => served.log,
    stop: () => served.stop(),
  };
}

const missing = (reason: string) =>
  `expected the program chatmock, got ${reason}; name it by the option binary or by CHATMOCK_BINARY`;

/** A program that prints the ready line of `chatmock serve`. It does not keep this process alive, and ends with it. */
export class ServingProcess {
  log = "";
  readonly #child: ChildProcess;
  readonly #program: string;
  readonly #exited: Promise<void>;

  constructor(program: string, args: string[]) {
    this.#program = program;
    this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child.stderr!.on("data", (text) => (this.log = (this.log + text).slice(-logLength_max)));
    this.#exited = new Promise((resolve) => this.#child.once("close", () => resolve()));
  }

  /** Its ready line. `missing` words the error if the program cannot be started. */
  async ready(missing: (reason: string) => string): Promise<Ready> {
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: this.#child.stdout! }).once("line", resolve);
      this.#child.once("close", (code) =>
        reject(new Error(`${this.#program} ended with ${code} before it was ready:\n${this.log}`)));
      this.#child.once("error", (error) => reject(new Error(missing(error.message), { cause: error })));
    });
    const ready = JSON.parse(line) as Ready;
    this.#letGo();
    return ready;
  }

  async stop(): Promise<void> {
    this.#child.ref();
    const hung = later(() => this.#child.kill("SIGKILL"), stopTime_ms_max);
    this.#child.kill("SIGTERM");
    await this.#exited;
    cancel(hung);
  }

  #letGo(): void {
    const end = () => void this.#child.kill("SIGKILL");
    process.once("exit", end);
    this.#child.once("close", () => process.off("exit", end));
    this.#child.unref();
    for (const stream of [this.#child.stdout, this.#child.stderr]) (stream as Socket | null)?.unref();
  }
}
