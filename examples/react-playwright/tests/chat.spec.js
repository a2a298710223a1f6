import { expect, test as base } from "chatmock/playwright";

// Each test has a sandbox, and thus an alice of its own: the token leads there.
const test = base.extend({
  alice: ({ chat }, use) => use(chat.user("alice")),
});

async function login(page, user) {
  await page.goto("/");
  await page.getByLabel("Token").fill(user.token());
  await page.getByRole("button", { name: "Log in" }).click();
}

test("shows a new message, once", async ({ page, alice }) => {
  await login(page, alice);
  await alice.connected();
  await alice.fault({ do: "duplicate" });
  await alice.receives("NewMessage", { content: "Hello!" });
  await expect(page.getByText("Hello!")).toHaveCount(1);
  await expect(alice).toHaveReceived("NewMessage", { content: "Hello!" });
});

test("shows members who come and go", async ({ page, alice }) => {
  await login(page, alice);
  await alice.connected();
  const member_id = "00000000-0000-4000-8000-00000000000b";
  await alice.receives("NewMember", { member_id, member_info: { profile: { name: "Bob" } } });
  await expect(page.getByLabel("Members")).toContainText("Bob");
  await alice.receives("DeleteMember", { member_id });
  await expect(page.getByLabel("Members")).not.toContainText("Bob");
});

test("shows the group's new name, and who has seen a message", async ({ page, alice }) => {
  await login(page, alice);
  await alice.connected();
  await alice.receives("UpdatedGroup", { name: "Tea" });
  await expect(page.getByRole("heading")).toHaveText("Tea");
  const id = "00000000-0000-4000-8000-000000000001";
  await alice.receives("NewMessage", { id, content: "Milk?" });
  await alice.receives("ViewedMessage", { viewed_message_id: id });
  await expect(page.getByText("seen by 1")).toBeVisible();
});

test("shows a banner while the connection is lost, and comes back", async ({ page, alice }) => {
  await login(page, alice);
  await alice.connected();
  const away = await alice.disconnect("transport_close", { keepOut: "10m" });
  await expect(page.getByRole("alert")).toContainText("Connection lost");
  await away.letIn();
  await alice.connected();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("asks for a new login when the service refuses the old one", async ({ page, alice }) => {
  await alice.refuse({ message: "Banned", times: 1 });
  await login(page, alice);
  await expect(page.getByRole("alert")).toContainText("You cannot log in: Banned.");
  await page.getByRole("button", { name: "Log in again" }).click();
  await expect(page.getByLabel("Token")).toBeVisible();
});

test("asks for a new login when the old one expires", async ({ page, chat, alice }) => {
  await alice.expiresAfter("10m");
  await chat.clock.hold();
  await page.clock.install();
  await login(page, alice);
  await alice.connected();
  await chat.advance(page, "9m", { step: "10s" });
  await expect(page.getByRole("alert")).toHaveCount(0);
  await chat.advance(page, "1m", { step: "10s" });
  await expect(page.getByRole("alert")).toContainText("Your login has expired.");
});

test("tells the others that alice is typing", async ({ page, alice }) => {
  await login(page, alice);
  await alice.connected();
  await page.getByLabel("Your message").pressSequentially("Hi");
  await expect(alice).toHaveSent("typing", undefined, { timeout: "10s" });
});

test("survives every message that breaks the contract", async ({ page, alice }) => {
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await login(page, alice);
  await alice.connected();
  for await (const mutant of alice.mutants("NewMessage")) await mutant.send();
  await alice.receives("NewMessage", { id: "00000000-0000-4000-8000-000000000002", content: "Still here" });
  await expect(page.getByText("Still here")).toBeVisible();
  expect(problems).toEqual([]);
});
