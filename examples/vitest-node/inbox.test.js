import { afterEach, beforeEach, describe, test, vi } from "vitest";
import { expect, useChat } from "chatmock/vitest";
import { Inbox } from "./inbox.js";

const chat = useChat({ seed: 7 });

let alice;
let inbox;

beforeEach(() => {
  alice = chat().user("alice");
  inbox = new Inbox(chat().socket.url, alice.token());
});

afterEach(() => {
  inbox.close();
  vi.useRealTimers();
});

describe("an inbox", () => {
  test("shows a message once, however often it arrives", async () => {
    await alice.connected();
    await alice.fault({ do: "duplicate", copies: 3 });
    await alice.receives("NewMessage", { content: "Hello!" });
    await chat().quiet();
    await vi.waitFor(() => expect(inbox.messages.map(({ content }) => content)).toEqual(["Hello!"]));
    await expect(alice).toHaveReceived("NewMessage", { content: "Hello!" });
  });

  test("tells the service what was read", async () => {
    await alice.connected();
    const { recipients } = await alice.receives("NewMessage");
    expect(recipients).toHaveLength(1);
    await vi.waitFor(() => expect(inbox.unread).toBe(1));
    inbox.read(inbox.messages[0].id);
    await expect(alice).toHaveSent("read", [{ id: inbox.messages[0].id }]);
    expect(inbox.unread).toBe(0);
  });

  test("survives every message that breaks the contract", async () => {
    await alice.connected();
    for await (const mutant of alice.mutants("NewMessage")) await mutant.send();
    await alice.receives("NewMessage", { id: "00000000-0000-4000-8000-000000000000", content: "Still here" });
    await vi.waitFor(() => expect(inbox.messages.at(-1).content).toBe("Still here"));
  });

  test("says that it is offline, and comes back", async () => {
    await alice.connected();
    const away = await alice.disconnect("transport_close", { keepOut: "10m" });
    await vi.waitFor(() => expect(inbox.status).not.toBe("online"));
    await expect(alice).not.toHaveConnected();
    await away.letIn();
    await expect(alice).toHaveConnected();
    await vi.waitFor(() => expect(inbox.status).toBe("online"));
  });

  test("says why it was refused", async () => {
    inbox.close();
    await chat().reset();
    await alice.refuse({ message: "Banned", times: 1 });
    inbox = new Inbox(chat().socket.url, alice.token());
    await vi.waitFor(() => expect(inbox.status).toBe("refused: Banned"));
  });

  test("gets a message when it is due, while the clocks are held", async () => {
    await alice.connected();
    await chat().clock.hold();
    vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "Date"] });
    await alice.receives("NewMessage", { content: "Later" }, { delay: "20s" });
    await expect(alice).not.toHaveReceived("NewMessage");
    await chat().clock.advance("20s");
    await expect(alice).toHaveReceived("NewMessage", { content: "Later" });
  });

  test("breaks no rule of the protocol", async () => {
    await alice.connected();
    await alice.scenario("member-added-twice").run();
    await expect(chat()).toHaveNoViolations();
  });
});
