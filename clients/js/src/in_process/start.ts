import { Worker } from "node:worker_threads";
import { serveArguments } from "../server/arguments.js";
import type { Ready } from "../server/process.js";
import type { Server, StartOptions } from "../server/start.js";
import { InProcessMock, type MockEvents } from "./mock.js";
import type { FromWorker } from "./worker.js";

const logLength_max = 64 * 1024;
const standardOutput = 1;

/** The output of a mock, and its end. */
class Output implements MockEvents {
  log = "";
  readonly ready: Promise<Ready>;
  readonly hasEnded: Promise<void>;
  #line = "";
  #isReady!: (ready: Ready) => void;
  #isNotReady!: (reason: Error) => void;
  #end!: () => void;

  constructor() {
    this.ready = new Promise((resolve, reject) => ([this.#isReady, this.#isNotReady] = [resolve, reject]));
    this.hasEnded = new Promise((resolve) => (this.#end = resolve));
  }

  output(descriptor: number, bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString();
    if (descriptor !== standardOutput) {
      this.log = (this.log + text).slice(-logLength_max);
      return;
    }
    this.#line += text;
    if (this.#line.endsWith("\n")) this.#isReady(JSON.parse(this.#line) as Ready);
  }

  ended(code: number, reason?: string): void {
    if (reason !== undefined) this.log += `the mock failed: ${reason}\n`;
    this.#isNotReady(new Error(`the mock ended with ${code} before it was ready:\n${this.log}`));
    this.#end();
  }
}

// Bundlers of pages follow a URL that is written beside `import.meta.url`; a page has no mock in it.
const here = import.meta.url;

/** Asks the mock to end. */
type Stop = () => void;

async function runHere(args: string[], output: Output): Promise<Stop> {
  const mock = await InProcessMock.run(args, output, { keepsAlive: false });
  return () => mock.stop();
}

// A thread of its own answers while a test blocks this one. Options of this process are not for its file.
function runInWorker(args: string[], output: Output): Stop {
  const worker = new Worker(new URL("./worker.js", here), { workerData: args, execArgv: [] });
  worker.on("message", (message: FromWorker) => {
    if ("bytes" in message) output.output(message.descriptor, message.bytes);
    else output.ended(message.code, message.reason);
  });
  worker.on("error", (error) => output.ended(1, String(error)));
  void output.ready.then(() => worker.unref(), () => {});
  return () => {
    worker.ref();
    worker.postMessage("stop");
  };
}

/** Starts the mock of this package on free ports of 127.0.0.1, in this process. */
export async function startInProcess(options: StartOptions): Promise<Server> {
  const output = new Output();
  const args = ["serve", "--socket", "127.0.0.1:0", "--control", "127.0.0.1:0", ...serveArguments(options)];
  const stop = options.worker ? runInWorker(args, output) : await runHere(args, output);
  const { control, socket } = await output.ready;
  return {
    control,
    socket: socket.replace(/^ws/, "http").replace(/\/socket\.io\/$/, ""),
    log: () => output.log,
    stop: () => {
      stop();
      return output.hasEnded;
    },
  };
}
