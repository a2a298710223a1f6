#!/usr/bin/env node
// The command line of the program chatmock, run by the mock of this package.
import { writeSync } from "node:fs";
import { InProcessMock } from "./in_process/mock.js";

// All bytes, in order and before the process ends; a full pipe is tried again.
function output(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}

const events = {
  output,
  ended(code: number, reason?: string) {
    if (reason !== undefined) output(2, Buffer.from(`the mock failed: ${reason}\n`));
    process.exit(code);
  },
};

const mock = await InProcessMock.run(process.argv.slice(2), events, { keepsAlive: true });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => mock.stop());
