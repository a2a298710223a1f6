import { afterAll, afterEach, beforeEach, expect } from "vitest";
import { type ChatMatchers, matchers } from "./matchers.js";
import { type UseChatOptions, useChatWith } from "./use_chat.js";

declare module "vitest" {
  interface Assertion<T = any> extends ChatMatchers<Promise<void>> {}
}

expect.extend(matchers);

/** Gives each test of this file a sandbox: `const chat = useChat()`, then `chat()`. */
export const useChat = (options: UseChatOptions = {}) =>
  useChatWith({ beforeEach, afterEach, afterAll }, options);

export * from "../index.js";
export { expect };
