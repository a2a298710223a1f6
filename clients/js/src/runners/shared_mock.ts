import { Chatmock } from "../chatmock.js";
import type { StartOptions } from "../server/start.js";

/** The mock of CHATMOCK_URL, or one that is started when a test first needs it. */
export class SharedMock {
  readonly #options: StartOptions;
  #mock: Promise<Chatmock> | undefined;

  constructor(options: StartOptions) {
    this.#options = options;
  }

  get(): Promise<Chatmock> {
    this.#mock ??= process.env.CHATMOCK_URL ? Chatmock.connect() : Chatmock.start(this.#options);
    return this.#mock;
  }

  async close(): Promise<void> {
    await (await this.#mock)?.close();
  }
}
