import type { Entry } from "./api.js";

// Fields that a line shows in a special form, or omits.
const shown = new Set(["seq", "at", "kind", "user", "event", "recipients", "sid", "engine_sid", "protocol"]);
const textLength_max = 160;

const shortened = (text: string): string =>
  text.length <= textLength_max ? text : `${text.slice(0, textLength_max)}…`;

function lineOf(entry: Entry): string {
  const fields: Record<string, unknown> = { ...entry };
  const words = [`#${entry.seq}`, entry.at.slice(11, -1), entry.kind];
  if (typeof fields.event === "string") words.push(fields.event);
  if (entry.user !== undefined) words.push(`by ${entry.user}`);
  const recipients = entry.recipients?.map(({ user }) => user).join(", ");
  if (recipients !== undefined) words.push(`to ${recipients || "nobody"}`);
  const rest = Object.entries(fields).filter(([name]) => !shown.has(name));
  const details = rest.map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return details.length === 0 ? words.join(" ") : `${words.join(" ")} (${shortened(details.join(", "))})`;
}

/** Entries of the journal as lines that people can read. */
export const linesOf = (entries: readonly Entry[]): string[] => entries.map(lineOf);
