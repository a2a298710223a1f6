import type { ChatEvents } from "../values/payloads.js";
import type { Sandbox } from "../sandbox.js";
import type { SandboxOptions } from "../chatmock.js";
import type { StartOptions } from "../server/start.js";
import { SharedMock } from "./shared_mock.js";

/** The hooks of Vitest or Jest. */
export interface Hooks {
  beforeEach(hook: () => Promise<void>): void;
  afterEach(hook: () => Promise<void>): void;
  afterAll(hook: () => Promise<void>): void;
}

export interface UseChatOptions extends StartOptions {
  /** The options of each test's sandbox. */
  sandbox?: SandboxOptions;
  /** Whether clients may break the protocol in these tests. */
  violations?: boolean;
}

/** Gives each test of a file a sandbox. At its end no client may have broken the protocol. */
export function useChatWith(hooks: Hooks, { violations = false, sandbox = {}, ...options }: UseChatOptions = {}) {
  const shared = new SharedMock(options);
  let chat: Sandbox<ChatEvents> | undefined;
  hooks.beforeEach(async () => {
    chat = await (await shared.get()).sandbox(sandbox);
  });
  hooks.afterEach(async () => {
    const ended = chat;
    chat = undefined;
    try {
      if (!violations) await ended?.verifyNoViolations();
    } finally {
      await ended?.close();
    }
  });
  hooks.afterAll(() => shared.close());
  return (): Sandbox<ChatEvents> => {
    if (chat === undefined) throw new Error("expected a call within a test: each test has a sandbox");
    return chat;
  };
}
