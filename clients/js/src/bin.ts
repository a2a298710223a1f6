#!/usr/bin/env node
// The command line of the program chatmock, run by the mock of this package.
import { fstatSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { InProcessMock } from "./in_process/mock.js";

const standardError = 2;
const pendingBytes_max = 64 * 1024;

// A full pipe must not stop the mock: its bytes wait until the reader takes some.
function pipeOf(descriptor: number): Socket | undefined {
  const kind = fstatSync(descriptor);
  if (!kind.isFIFO() && !kind.isSocket()) return undefined;
  return new Socket({ fd: descriptor, readable: false, writable: true }).on("error", () => {}).unref();
}

const log = pipeOf(standardError);

// All bytes, in order and before the process ends; a full pipe is tried again.
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}

function output(descriptor: number, bytes: Uint8Array): void {
  if (log && descriptor === standardError) log.write(bytes);
  else writeAll(descriptor, bytes);
}

const events = {
  output,
  takesLogLine: () => log === undefined || log.writableLength < pendingBytes_max,
  ended(code: number, reason?: string) {
    if (reason !== undefined) output(standardError, Buffer.from(`the mock failed: ${reason}\n`));
    process.exit(code);
  },
};

const mock = await InProcessMock.run(process.argv.slice(2), events, { keepsAlive: true });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => mock.stop());
