import type { Server, Socket } from "node:net";
import { clearTimeout as cancel, setImmediate as soon, setTimeout as later } from "node:timers";
import { answer, type LogReader } from "./answers.js";
import { Lines } from "./lines.js";
import { listen, portOf, Unavailable } from "./listener.js";
import { compile, type Exports, Instance } from "./module.js";

export interface MockEvents extends LogReader {
  /** Bytes for the standard output (1) or error (2). */
  output(descriptor: number, bytes: Uint8Array): void;
  /** The mock has ended; with a reason if something inside failed. */
  ended(code: number, reason?: string): void;
}

export interface MockOptions {
  /** Whether it keeps this process alive. */
  keepsAlive: boolean;
}

const stillServing = -1;
const failedCode = 1;
const delay_ms_max = 2 ** 31 - 1;
const { hrtime: { bigint: steadyTime_ns } } = process;
const steadyTime_ms = () => Number(steadyTime_ns() / 1000n) / 1000;

/** One mock, with its ports in this thread. Its calls of the module end at its first failure. */
export class InProcessMock {
  readonly #events: MockEvents;
  #keepsAlive: boolean;
  readonly #lines: Lines;
  readonly #servers: Server[][] = [];
  #instance: Instance | undefined;
  #turn: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #timerAt_ms = Infinity;

  private constructor(module: WebAssembly.Module, events: MockEvents, { keepsAlive }: MockOptions) {
    this.#events = events;
    this.#keepsAlive = keepsAlive;
    this.#lines = new Lines({
      received: (line, bytes) => this.#call((exports) => {
        this.#instance!.give(bytes);
        exports.chatmock_received(line);
      }),
      ended: (line) => this.#call((exports) => exports.chatmock_ended(line)),
      lost: (line) => this.#call((exports) => exports.chatmock_lost(line)),
      drained: (line) => this.#call((exports) => exports.chatmock_drained(line)),
    });
    this.#instance = new Instance(module, {
      ask: (question) => answer(question, events),
      listen: (port, host, number) => void this.#listen(port, host, number),
      stopListening: (port) => this.#stopListening(port),
      write: (line, bytes) => this.#lines.write(line, bytes),
      pause: (line, isPaused) => this.#lines.pause(line, isPaused),
      shutDown: (line) => this.#lines.shutDown(line),
      close: (line, isReset) => this.#lines.close(line, isReset),
      exit: (code) => this.#end(code),
      failed: (message) => this.#end(failedCode, message),
      output: (descriptor, bytes) => events.output(descriptor, bytes),
    });
  }

  /** Runs the command line. It goes on if that is `serve`. */
  static async run(args: string[], events: MockEvents, options: MockOptions): Promise<InProcessMock> {
    const mock = new InProcessMock(await compile(), events, options);
    mock.#call((exports) => {
      mock.#instance!.give(JSON.stringify(args));
      const code = exports.chatmock_main();
      if (code !== stillServing) mock.#end(code);
    });
    return mock;
  }

  /** Ends it as SIGTERM ends the program: clients learn of it, and `ended` follows. */
  stop(): void {
    this.#keepsAlive = true; // until it has ended
    this.#timer?.ref();
    this.#call((exports) => exports.chatmock_stop());
  }

  // A trap, such as the overflow of the stack, is an exception here. It ends this mock alone.
  #call(act: (exports: Exports) => void): void {
    if (this.#instance === undefined) return;
    try {
      act(this.#instance.exports);
      this.#arm(this.#instance?.exports.chatmock_next() ?? -1);
    } catch (error) {
      this.#end(failedCode, String(error));
    }
  }

  #run(): void {
    this.#call((exports) => exports.chatmock_run());
  }

  // After all that is ready now, or at a time. A timer that is early asks again.
  #arm(next_ms: number): void {
    if (next_ms === 0) {
      this.#turn ??= soon(() => {
        this.#turn = undefined;
        this.#run();
      });
    } else if (next_ms > 0 && steadyTime_ms() + next_ms < this.#timerAt_ms) {
      this.#timerAt_ms = steadyTime_ms() + next_ms;
      cancel(this.#timer);
      this.#timer = later(() => {
        this.#timerAt_ms = Infinity;
        this.#run();
      }, Math.min(next_ms, delay_ms_max));
      if (!this.#keepsAlive) this.#timer.unref();
    }
  }

  async #listen(port: number, host: string, number: number): Promise<void> {
    try {
      const servers = await listen(host, number, (socket) => this.#open(port, socket));
      this.#servers[port] = servers;
      if (this.#instance === undefined) return this.#stopListening(port); // it has ended meanwhile
      this.#call((exports) => exports.chatmock_listening(port, portOf(servers[0]!)));
      if (!this.#keepsAlive) for (const server of servers) server.unref();
    } catch (error) {
      const { reason, isTaken } = error instanceof Unavailable ? error : new Unavailable(String(error), false);
      this.#call((exports) => {
        this.#instance!.give(reason);
        exports.chatmock_not_listening(port, Number(isTaken));
      });
    }
  }

  #stopListening(port: number): void {
    for (const server of this.#servers[port] ?? []) server.close();
  }

  #open(port: number, socket: Socket): void {
    if (!this.#keepsAlive) socket.unref();
    const line = this.#lines.add(socket);
    this.#call((exports) => {
      this.#instance!.give(socket.remoteAddress?.replace(/^::ffff:/, "") ?? "");
      exports.chatmock_opened(port, line);
    });
  }

  #end(code: number, reason?: string): void {
    if (this.#instance === undefined) return;
    this.#instance = undefined; // its memory is free when nothing else refers to it
    cancel(this.#timer);
    for (const server of this.#servers.flat()) server.close();
    this.#lines.closeAll();
    this.#events.ended(code, reason);
  }
}
