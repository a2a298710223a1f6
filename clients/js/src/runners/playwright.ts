import { writeFile } from "node:fs/promises";
import { expect as baseExpect, type Page, test as base, type TestInfo } from "@playwright/test";
import { Chatmock, type SandboxOptions } from "../chatmock.js";
import type { Sandbox } from "../sandbox.js";
import type { StartOptions } from "../server/start.js";
import { type Duration, milliseconds } from "../values/duration.js";
import type { ChatEvents } from "../values/payloads.js";
import { matchers } from "./matchers.js";

export interface AdvanceBothOptions {
  /** How far both clocks move at once; below the ping timeout, 5 seconds by default. */
  step?: Duration;
}

/** A sandbox, for one test. */
export type Chat = Sandbox<ChatEvents> & {
  /** Moves the mock's clock and the page's together. Hold the mock's and install the page's first. */
  advance(page: Page, duration: Duration, options?: AdvanceBothOptions): Promise<void>;
};

export interface ChatFixtures {
  chat: Chat;
}

export interface ChatOptions {
  /** Whether clients may break the protocol in these tests; false by default. */
  violations: boolean;
  /** The options of a test's sandbox. */
  chatOptions: SandboxOptions;
}

export interface ChatWorkerOptions {
  /** The control API of a mock that runs already; `CHATMOCK_URL`. Without it, each worker starts a mock. */
  chatmockUrl: string | undefined;
  /** How a worker starts its mock. */
  chatmockOptions: StartOptions;
}

export interface ChatWorkerFixtures {
  chatmock: Chatmock;
}

// The mock moves first: its pings reach the page before the page's time for them is over.
async function advanceBoth(chat: Sandbox<ChatEvents>, page: Page, duration: Duration, step: Duration): Promise<void> {
  for (let left_ms = milliseconds(duration); left_ms > 0; left_ms -= milliseconds(step)) {
    const ms = Math.min(left_ms, milliseconds(step));
    await chat.clock.advance(ms);
    await page.clock.runFor(ms);
  }
}

function withPage(chat: Sandbox<ChatEvents>): Chat {
  return Object.assign(chat, {
    advance: (page: Page, duration: Duration, { step = "5s" }: AdvanceBothOptions = {}) =>
      advanceBoth(chat, page, duration, step),
  });
}

// The journal to read, the run to replay, and the line that replays it.
async function attachRun(chat: Sandbox<ChatEvents>, testInfo: TestInfo): Promise<void> {
  const path = testInfo.outputPath("chatmock.jsonl");
  await writeFile(path, await chat.journal.export());
  await testInfo.attach("chatmock's journal", { body: await chat.journal.story(), contentType: "text/plain" });
  await testInfo.attach("chatmock's run", { path, contentType: "application/jsonl" });
  await testInfo.attach("chatmock's replay", { body: `chatmock replay ${path}`, contentType: "text/plain" });
}

export const test = base.extend<ChatFixtures & ChatOptions, ChatWorkerFixtures & ChatWorkerOptions>({
  violations: [false, { option: true }],
  chatOptions: [{}, { option: true }],
  chatmockUrl: [process.env.CHATMOCK_URL, { option: true, scope: "worker" }],
  chatmockOptions: [{}, { option: true, scope: "worker" }],
  chatmock: [
    async ({ chatmockUrl: url, chatmockOptions }, use) => {
      const mock = url ? await Chatmock.connect({ url }) : await Chatmock.start(chatmockOptions);
      await use(mock);
      await mock.close();
    },
    { scope: "worker" },
  ],
  chat: async ({ chatmock, chatOptions, violations }, use, testInfo) => {
    const chat = await chatmock.sandbox(chatOptions);
    try {
      await use(withPage(chat));
      if (testInfo.status !== testInfo.expectedStatus) await attachRun(chat, testInfo);
      else if (!violations) await chat.verifyNoViolations();
    } finally {
      await chat.close();
    }
  },
});

export const expect = baseExpect.extend(matchers);
export * from "../index.js";
