// The entry points of the test runners, as a project in TypeScript uses them.
import { expect as jestExpect, useChat as useChatOfJest } from "chatmock/jest";
import { expect as playwrightExpect, test } from "chatmock/playwright";
import { expect, useChat } from "chatmock/vitest";

const chat = useChat({ seed: 7, violations: true });
const chatOfJest = useChatOfJest();

export async function stories(): Promise<void> {
  const alice = chat().user("alice");
  await expect(alice).toHaveReceived("NewMessage", { content: "hi" }, { timeout: "1s" });
  await expect(alice).not.toHaveConnected();
  await jestExpect(chatOfJest().user("alice")).toHaveSent("typing", [{ group_id: 7 }]);
  await jestExpect(chatOfJest()).not.toHaveNoViolations();
  await expect(alice).toHaveRecieved("NewMessage"); // TS2551: a matcher's name
}

test("moves both clocks", async ({ chat, page, chatmock }) => {
  await chat.advance(page, "5m", { step: "1s" });
  await playwrightExpect(chat.user("alice")).toHaveReceived("NewMessage", {}, { timeout: 100 });
  await playwrightExpect(chatmock).toHaveNoViolations();
  await chat.advance("5m"); // TS2554: without a page
});
