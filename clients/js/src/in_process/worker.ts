import { parentPort, workerData } from "node:worker_threads";
import { InProcessMock } from "./mock.js";

/** The messages of a worker. */
export type FromWorker = { descriptor: number; bytes: Uint8Array } | { code: number; reason: string | undefined };

const port = parentPort!;
const tell = (message: FromWorker) => port.postMessage(message);

const events = {
  output: (descriptor: number, bytes: Uint8Array) => tell({ descriptor, bytes }),
  ended: (code: number, reason?: string) => {
    tell({ code, reason });
    port.close();
  },
};

const mock = InProcessMock.run(workerData as string[], events, { keepsAlive: true });
port.on("message", async () => (await mock).stop());
