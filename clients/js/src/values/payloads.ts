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
