import { afterAll, afterEach, beforeEach, expect } from "@jest/globals";
import { type ChatMatchers, matchers } from "./matchers.js";
import { type UseChatOptions, useChatWith } from "./use_chat.js";

declare module "expect" {
  interface Matchers<R extends void | Promise<void>> extends ChatMatchers<Promise<void>> {}
}

expect.extend(matchers as never);

/** Gives each test of this file a sandbox: `const chat = useChat()`, then `chat()`. */
export const useChat = (options: UseChatOptions = {}) =>
  useChatWith({ beforeEach, afterEach, afterAll }, options);

export * from "../index.js";
export { expect };
