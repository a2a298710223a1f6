import { readFile } from "node:fs/promises";
import { wasi } from "./wasi.js";

/** The functions of mock/embedded/exports.cpp and host.cpp. */
export interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  chatmock_room(size: number): number;
  chatmock_reply(reply: number, size: number): number;
  chatmock_main(): number;
  chatmock_listening(port: number, number: number): void;
  chatmock_not_listening(port: number, isTaken: number): void;
  chatmock_opened(port: number, line: number): void;
  chatmock_received(line: number): void;
  chatmock_ended(line: number): void;
  chatmock_lost(line: number): void;
  chatmock_drained(line: number): void;
  chatmock_run(): void;
  chatmock_next(): number;
  chatmock_stop(): void;
}

/** The functions of mock/embedded/host.hpp. */
export interface Imports {
  ask(question: string): { code: number; bytes?: Uint8Array | string };
  listen(port: number, host: string, number: number): void;
  stopListening(port: number): void;
  write(line: number, bytes: Uint8Array): boolean;
  pause(line: number, isPaused: boolean): void;
  shutDown(line: number): void;
  close(line: number, isReset: boolean): void;
  exit(code: number): void;
  failed(message: string): void;
  output(descriptor: number, bytes: Uint8Array): void;
}

// Bundlers of pages follow a URL that is written beside `import.meta.url`; a page has no mock in it.
const here = import.meta.url;

// The library of the command line has functions that look for files. The mock does not call them.
const isNotSupported = () => -52;
const libraryCalls = Object.fromEntries(["fstat64", "stat64", "fstatat64", "lstat64"].map((name) =>
  [`__syscall_${name}`, isNotSupported]));

let compiled: Promise<WebAssembly.Module> | undefined;

/** The module, compiled once for all mocks of this thread. */
export function compile(): Promise<WebAssembly.Module> {
  compiled ??= readFile(new URL("../chatmock.wasm", here)).then(
    (bytes) => WebAssembly.compile(new Uint8Array(bytes)),
    (error: Error) => {
      compiled = undefined;
      const message = "expected the mock in this package, got a package without it; name a program by the " +
        "option binary, by CHATMOCK_BINARY or by the PATH, or see script/wasm";
      throw new Error(message, { cause: error });
    });
  return compiled;
}

/** One module: its exports, and texts and bytes in its memory. */
export class Instance {
  readonly exports: Exports;

  constructor(module: WebAssembly.Module, host: Imports) {
    const text = (at: number, size: number) => Buffer.from(this.bytes(at, size)).toString();
    const env = {
      host_ask: (question: number, size: number, reply: number) => {
        const { code, bytes } = host.ask(text(question, size));
        if (bytes !== undefined) this.#put(typeof bytes === "string" ? Buffer.from(bytes) : bytes,
          (length) => this.exports.chatmock_reply(reply, length));
        return code;
      },
      host_listen: (port: number, at: number, size: number, number: number) =>
        host.listen(port, text(at, size), number),
      host_stop_listening: (port: number) => host.stopListening(port),
      host_write: (line: number, at: number, size: number) => Number(host.write(line, this.bytes(at, size))),
      host_pause: (line: number, isPaused: number) => host.pause(line, isPaused !== 0),
      host_shut_down: (line: number) => host.shutDown(line),
      host_close: (line: number, isReset: number) => host.close(line, isReset !== 0),
      host_exit: (code: number) => host.exit(code),
      host_failed: (at: number, size: number) => host.failed(text(at, size)),
      emscripten_notify_memory_growth: () => {},
    };
    Object.assign(env, libraryCalls);
    const wasi_snapshot_preview1 = wasi(() => this.exports.memory, host.output);
    this.exports = new WebAssembly.Instance(module, { env, wasi_snapshot_preview1 }).exports as unknown as Exports;
    this.exports._initialize();
  }

  /** A view of the memory: good until the module runs again. */
  bytes(at: number, size: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at, size);
  }

  /** Puts bytes where the next call looks for them. */
  give(bytes: Uint8Array | string): void {
    this.#put(typeof bytes === "string" ? Buffer.from(bytes) : bytes, (size) => this.exports.chatmock_room(size));
  }

  #put(bytes: Uint8Array, makeRoom: (size: number) => number): void {
    const at = makeRoom(bytes.length);
    this.bytes(at, bytes.length).set(bytes);
  }
}
