import type { Socket } from "node:net";

/** Everything that the mock learns about a connection. */
export interface LineEvents {
  received(line: number, bytes: Uint8Array): void;
  ended(line: number): void;
  lost(line: number): void;
  drained(line: number): void;
}

/** The connections of a mock, by their numbers. */
export class Lines {
  readonly #events: LineEvents;
  readonly #sockets = new Map<number, Socket>();
  #last = 0;

  constructor(events: LineEvents) {
    this.#events = events;
  }

  add(socket: Socket): number {
    const line = ++this.#last;
    this.#sockets.set(line, socket);
    socket.setNoDelay(true);
    socket.on("data", (bytes) => this.#events.received(line, bytes));
    socket.on("end", () => this.#events.ended(line));
    socket.on("error", () => {}); // the next event says that the line is lost
    socket.on("close", () => {
      if (this.#sockets.delete(line)) this.#events.lost(line);
    });
    return line;
  }

  /** True if the system has taken all bytes, at once. */
  write(line: number, bytes: Uint8Array): boolean {
    const socket = this.#sockets.get(line);
    if (socket === undefined || !socket.writable) return true; // it is lost, and will say so
    let isTaken = false;
    socket.write(Buffer.from(bytes), (error) => {
      if (!isTaken && !error) this.#events.drained(line);
    });
    isTaken = socket.writableLength === 0;
    return isTaken;
  }

  pause(line: number, isPaused: boolean): void {
    const socket = this.#sockets.get(line);
    if (isPaused) socket?.pause();
    else socket?.resume();
  }

  shutDown(line: number): void {
    this.#sockets.get(line)?.end();
  }

  close(line: number, isReset: boolean): void {
    const socket = this.#sockets.get(line);
    this.#sockets.delete(line);
    if (isReset) socket?.resetAndDestroy();
    else socket?.destroy();
  }

  closeAll(): void {
    for (const line of [...this.#sockets.keys()]) this.close(line, false);
  }
}
