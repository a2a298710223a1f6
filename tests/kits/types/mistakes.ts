// Each line that must not compile says so at its end.
import type { Chatmock } from "chatmock";

export async function mistakes(mock: Chatmock): Promise<void> {
  const alice = mock.user("alice");
  await alice.receives("NewMesage", {}); // TS2345: an event's name
  await alice.receives("NewMessage", { contents: "hi" }); // TS2561: a field's name
  await alice.receives("NewMessage", { content: 7 }); // TS2322: a field's type
  await alice.receives("NewMessage", { content: null }); // TS2322: the contract has no null
  await alice.receives("NewMember", { member_info: { profile: { nickname: "x" } } }); // TS2353: a field within
  await alice.receives("NewMessage", {}, { await: "read" }); // TS2322: what to wait for
  await alice.disconnect("transport_lost"); // TS2345: a reason
  await alice.refuse({ via: "htp" }); // TS2820: an outcome
  await mock.fault({ do: "drops" }); // TS2820: a fault
  await mock.fault({ do: "delay" }); // TS2345: a field that a fault needs
  await mock.auth.add({ match: {}, outcome: { do: "refuse" } }); // TS2322: an outcome of a rule
  await mock.journal.wait({ kind: "recieve" }); // TS2820: an entry's kind
  await mock.journal.verify({}, { exact: 1 }); // TS2561: a count
}
