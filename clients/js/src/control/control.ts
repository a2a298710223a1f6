import type { Entry } from "./api.js";
import { ChatmockError, type ErrorBody } from "./errors.js";

export type Method = "GET" | "PUT" | "POST" | "DELETE" | "PATCH";
export type Query = Record<string, string | number | boolean | undefined>;

export interface CallOptions {
  body?: unknown;
  query?: Query;
}

const expectations = new Set([
  "timed_out",
  "too_few_recipients",
  "verification_failed",
  "entries_lost",
  "scenario_failed",
]);
const seen_max = 12;

function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** A path of the control API: `` path`/faults/${name}` `` escapes the name. */
export const path = (parts: TemplateStringsArray, ...names: (string | number)[]): string =>
  String.raw({ raw: parts }, ...names.map((name) => encodeURIComponent(name)));

/** Calls of the control API below one URL: of a mock, or of one of its sandboxes. */
export class Control {
  readonly url: string;
  readonly #token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url.replace(/\/+$/, "");
    this.#token = token;
  }

  /** The same access, below another path. */
  below(prefix: string): Control {
    return new Control(this.url + prefix, this.#token);
  }

  /** The answer's body. Throws a ChatmockError where the mock refuses or does not answer. */
  async json<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
    const response = await this.#send(method, path, options);
    return (await response.json()) as T;
  }

  async text(path: string, query?: Query, accept?: string): Promise<string> {
    const response = await this.#send("GET", path, query ? { query } : {}, accept);
    return response.text();
  }

  /** The bytes of an answer that goes on until `signal` ends it. */
  async stream(path: string, query: Query, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#send("GET", path, { query }, undefined, signal);
    return response.body as ReadableStream<Uint8Array>;
  }

  async #send(method: Method, path: string, options: CallOptions, accept?: string, signal?: AbortSignal) {
    const target = withQuery(path, options.query);
    const response = await this.#ask(method, target, options.body, accept, signal);
    if (response.ok) return response;
    throw await this.#errorOf(`${method} ${target}`, response);
  }

  async #ask(method: Method, target: string, body?: unknown, accept?: string, signal?: AbortSignal): Promise<Response> {
    // An idle connection may be closed while a test keeps this process busy. Browsers ignore the header.
    const headers: Record<string, string> = { connection: "close" };
    if (this.#token !== undefined) headers.authorization = `Bearer ${this.#token}`;
    if (body !== undefined) headers["content-type"] = "application/json";
    if (accept !== undefined) headers.accept = accept;
    const request: RequestInit = { method, headers, signal: signal ?? null };
    if (body !== undefined) request.body = JSON.stringify(body);
    try {
      return await fetch(this.url + target, request);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw unreachable(`${method} ${target}`, this.url, error);
    }
  }

  async #errorOf(call: string, response: Response): Promise<ChatmockError> {
    const text = await response.text();
    const body = errorIn(text);
    if (body === undefined) {
      const message = `expected an answer of chatmock at ${this.url}, got ${response.status} ${text.slice(0, 200)}`;
      return new ChatmockError(call, response.status, { code: "not_chatmock", message });
    }
    const seen = expectations.has(body.code) ? await this.#lastEntries() : [];
    return new ChatmockError(call, response.status, body, seen);
  }

  // An error of this call must not hide the one that it explains.
  async #lastEntries(): Promise<Entry[]> {
    try {
      const { entries } = await this.json<{ entries: Entry[] }>("GET", "/journal");
      return entries.slice(-seen_max);
    } catch {
      return [];
    }
  }
}

function errorIn(text: string): ErrorBody | undefined {
  try {
    return (JSON.parse(text) as { error?: ErrorBody }).error;
  } catch {
    return undefined;
  }
}

function unreachable(call: string, url: string, error: unknown): ChatmockError {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  const reason = cause?.code ?? cause?.message ?? String(error);
  const message = `expected a chatmock at ${url}, got ${reason}; "chatmock serve" or Chatmock.start() starts one`;
  return new ChatmockError(call, 0, { code: "unreachable", message }, [], { cause: error });
}
