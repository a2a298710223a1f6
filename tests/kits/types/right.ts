// Programs that have to compile, as strict as a project may be.
import { Chatmock, ChatmockError, type NewMessage, type Sandbox } from "chatmock";

interface OwnEvents {
  Typing: (typing: { user: string; seconds: number }) => void;
}

export async function story(mock: Chatmock): Promise<void> {
  await using box = await mock.sandbox({ seed: 7, clock: "manual", expiresAfter: "1m" });
  const alice = box.user("alice");
  const token: string = alice.token();
  await alice.connected({ transport: "websocket", timeout: "10s" });
  await alice.receives("NewMessage", { content: token, friendship_id: null, attachments: [] }, { await: "acked" });
  await alice.receives("NewMember", { member_info: { profile: { avatar: null } } }, { fixture: "default" });
  await box.group(7).receives("UpdatedGroup", { name: "Tea" });
  await using fault = await box.fault({ on: { event: "NewMessage", nth: 2 }, do: "drop", ttl_ms: 60_000 });
  const strikes: number = (await fault.status()).strikes;
  await alice.fault({ do: "delay", ms: [100, 900] });
  await using away = await alice.disconnect("transport_close", { keepOut: 2 });
  await away.letIn();
  await alice.refuse({ via: "http", status: 401, times: strikes });
  await box.auth.add({ match: { token: "mallory" }, outcome: { do: "reject", via: "http", status: 403 } });
  for await (const mutant of alice.mutants("NewMessage")) await mutant.send({ await: "queued" });
  await box.journal.verify({ kind: "receive", user: "alice", event: "typing" }, { exactly: 1 });
  await box.scenario("member-added-twice").run({ to: { user: "alice" } });
}

export async function ofItsOwn(): Promise<Sandbox<OwnEvents>> {
  const mock = await Chatmock.connect<OwnEvents>({ url: "http://localhost:8091" });
  await mock.user("alice").receives("Typing", { seconds: 3 });
  return mock.sandbox();
}

export function reasonOf(error: unknown): string {
  return error instanceof ChatmockError ? `${error.code} ${error.pointer ?? ""} ${error.nearest.join()}` : "";
}

export const message = (content: string): Partial<NewMessage> => ({ content });
