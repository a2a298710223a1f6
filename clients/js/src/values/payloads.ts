import type { ServerToClientEvents } from "../generated/events.js";

/** The events that the mock sends, as socket.io-client's types write them. */
export type EventMap = { [event: string]: (...args: never[]) => void };
export type ChatEvents = ServerToClientEvents & {};

export type EventName<Events> = keyof Events & string;
export type PayloadOf<Events, Name extends keyof Events> = Events[Name] extends (payload: infer Payload) => void
  ? Payload
  : unknown;

/** Some fields of a payload. A list replaces the whole list. */
export type Changes<Payload> = Payload extends readonly unknown[]
  ? Payload
  : Payload extends object
    ? { [Name in keyof Payload]?: Changes<Payload[Name]> }
    : Payload;

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/**
 * Changes in the form of the control API, with further values to set. Null is a value in a test, and removes a field in
 * a merge patch: so the nulls are set.
 */
export function injectionOf(changes: object, set: Json = {}): { patch?: Json; set?: Json } {
  const nulls: Json = {};
  const withoutNulls = (value: Json, at: string): Json =>
    Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) => {
        const pointer = `${at}/${escaped(name)}`;
        if (member === null) nulls[pointer] = null;
        if (member === null || member === undefined) return [];
        return [[name, isObject(member) ? withoutNulls(member, pointer) : member]];
      }),
    );
  const patch = withoutNulls(changes as Json, "");
  const values = { ...nulls, ...set };
  return {
    ...(Object.keys(patch).length > 0 ? { patch } : {}),
    ...(Object.keys(values).length > 0 ? { set: values } : {}),
  };
}
