import type { ChatEvents } from "../values/payloads.js";
import type { Sandbox } from "../sandbox.js";
import type { StartOptions } from "../server.js";
import { SharedMock } from "./shared_mock.js";

/** The hooks of Vitest or Jest. */
export interface Hooks {
  beforeEach(hook: () => Promise<void>): void;
  afterEach(hook: () => Promise<void>): void;
  afterAll(hook: () => Promise<void>): void;
}

export interface UseChatOptions extends StartOptions {
  /** Whether clients may break the protocol in these tests. */
  violations?: boolean;
}

/** Gives each test of a file the mock in its state after start. At its end no client may have broken the protocol. */
export function useChatWith(hooks: Hooks, { violations = false, ...options }: UseChatOptions = {}) {
  const shared = new SharedMock(options);
  let chat: Sandbox<ChatEvents> | undefined;
  hooks.beforeEach(async () => {
    const mock = await shared.get();
    await mock.reset();
    chat = mock;
  });
  hooks.afterEach(async () => {
    if (!violations) await chat?.verifyNoViolations();
    chat = undefined;
  });
  hooks.afterAll(() => shared.close());
  return (): Sandbox<ChatEvents> => {
    if (chat === undefined) throw new Error("expected a call within a test: the mock is reset before each test");
    return chat;
  };
}
