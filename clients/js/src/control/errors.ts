import type { Entry, Violation } from "./api.js";
import { linesOf } from "./story.js";

/** The `error` of an answer of the control API. */
export interface ErrorBody {
  code: string;
  message: string;
  at?: string;
  violations?: Violation[];
  nearest?: string[];
}

/** A call that failed: the mock refused it, an expectation did not hold, or the mock does not answer. */
export class ChatmockError extends Error {
  override readonly name = "ChatmockError";
  /** The call, such as `POST /connections/wait`. */
  readonly call: string;
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** A code of the control API; `unreachable` if there was no answer. */
  readonly code: string;
  /** A JSON Pointer into the request's body, or into the scenario that failed. */
  readonly pointer: string | undefined;
  readonly violations: readonly Violation[];
  /** The closest candidates that did not match, each with the reason. */
  readonly nearest: readonly string[];
  /** The last entries of the journal, if an expectation failed. */
  readonly seen: readonly Entry[];

  constructor(call: string, status: number, body: ErrorBody, seen: readonly Entry[] = [], options?: ErrorOptions) {
    super(textOf(call, body, seen), options);
    this.call = call;
    this.status = status;
    this.code = body.code;
    this.pointer = body.at;
    this.violations = body.violations ?? [];
    this.nearest = body.nearest ?? [];
    this.seen = seen;
  }
}

function textOf(call: string, body: ErrorBody, seen: readonly Entry[]): string {
  const lines = [`${body.message} (${body.code}${body.at ? ` at ${body.at}` : ""}, ${call})`];
  const violations = body.violations ?? [];
  lines.push(...list("violations", violations.map(({ at, message }) => `${at || "the whole"}: ${message}`)));
  lines.push(...list("nearest", body.nearest ?? []));
  lines.push(...list("the journal's last entries", linesOf(seen)));
  return lines.join("\n");
}

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`  ${title}:`, ...items.map((item) => `    ${item}`)];
