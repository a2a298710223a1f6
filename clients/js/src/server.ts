import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Socket } from "node:net";

export interface StartOptions {
  /** The program; `CHATMOCK_BINARY`, or `chatmock` in the PATH. */
  binary?: string;
  seed?: number;
  clock?: "real" | "manual";
  /** The first time of its clock, ISO 8601. */
  clockStart?: string;
  /** The folder of fixtures, profiles and scenarios. */
  fixtures?: string;
  /** The folder of contracts. */
  contracts?: string;
  /** The name of a profile among the fixtures. */
  profile?: string;
  /** Further arguments of `chatmock serve`. */
  args?: string[];
}

/** A mock's process. */
export interface Server {
  /** The URL of its control API. */
  control: string;
  /** The URL for apps. */
  socket: string;
  /** The last lines of its log. */
  log(): string;
  stop(): Promise<void>;
}

// Of this moment: a test runner's fake timers must not stop them.
const { setTimeout: later, clearTimeout: cancel } = globalThis;
const stopTime_ms_max = 10_000;
const logLength_max = 64 * 1024;

function argumentsOf(options: StartOptions): string[] {
  const { seed, clock, clockStart, fixtures, contracts, profile, args = [] } = options;
  const named = { seed, clock, "clock-start": clockStart, fixtures, contracts, profile };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  const flags = given.flatMap(([name, value]) => [`--${name}`, String(value)]);
  return ["serve", "--socket", "127.0.0.1:0", "--control", "127.0.0.1:0", ...flags, ...args];
}

/** Starts a mock, and resolves when it is ready. */
export async function startServer(options: StartOptions = {}): Promise<Server> {
  const binary = options.binary ?? (process.env.CHATMOCK_BINARY || "chatmock");
  const child = spawn(binary, argumentsOf(options), { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (text) => (log = (log + text).slice(-logLength_max)));
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const line = await readyLine(child, binary, () => log);
  const ready = JSON.parse(line) as { socket: string; control: string };
  letGo(child);
  return {
    control: ready.control,
    socket: ready.socket.replace(/^ws/, "http").replace(/\/socket\.io\/$/, ""),
    log: () => log,
    stop: () => stop(child, exited),
  };
}

function readyLine(child: ChildProcess, binary: string, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).once("line", resolve);
    child.once("close", (code) => reject(new Error(`${binary} ended with ${code} before it was ready:\n${log()}`)));
    child.once("error", (error) => {
      const message = `expected the program chatmock, got ${error.message}; name it by the option binary, by ` +
        "CHATMOCK_BINARY or by the PATH";
      reject(new Error(message, { cause: error }));
    });
  });
}

// The mock does not keep this process alive, and ends with it.
function letGo(child: ChildProcess): void {
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end);
  child.once("close", () => process.off("exit", end));
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref();
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.ref();
  const hung = later(() => child.kill("SIGKILL"), stopTime_ms_max);
  child.kill("SIGTERM");
  await exited;
  cancel(hung);
}
