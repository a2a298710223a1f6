import type { AuthOutcome, AuthRule } from "../control/api.js";
import { type Control, path } from "../control/control.js";
import { type Duration, milliseconds } from "../values/duration.js";

/** How a client is refused. */
export interface Refusal {
  /** `connect_error` by default, like a middleware of the service. */
  via?: "connect_error" | "http" | "event" | "close" | "hang";
  /** The HTTP status, for `http`. */
  status?: number;
  /** The message that the app sees; not for `close` and `hang`. */
  message?: string;
  /** The app's `error.data`; for `connect_error` and `event`. */
  data?: unknown;
  /** For `close` and `hang`: before there is a session, or when the client joins (the default). */
  at?: "handshake" | "connect";
  /** How late the refusal is, by the mock's clock. */
  delay?: Duration;
  /** How many attempts are refused; all of them if absent. */
  times?: number;
}

/** A rule that refuses, without its match. */
export function ruleOf({ via, delay, times, ...fields }: Refusal): Omit<AuthRule, "match"> {
  const delayed = delay === undefined ? {} : { delay_ms: milliseconds(delay) };
  const outcome = via === "hang" ? { do: "hang" } : { do: "reject", ...(via === undefined ? {} : { via }) };
  const rule = { outcome: { ...outcome, ...delayed, ...fields } as AuthOutcome };
  return times === undefined ? rule : { ...rule, times };
}

/** A signed token, or one that is broken on purpose. */
export interface TokenRequest {
  /** Replaces claims of the token, which has `iat` and `exp` by default; null removes one. */
  claims?: Record<string, unknown>;
  /** An hour if absent, by the mock's clock. */
  expiresIn?: Duration;
  broken?: "signature" | "expired" | "not_yet" | "algorithm_none" | "no_sub" | "garbage";
}

/** The rules that accept and refuse clients, and the keys that sign tokens. */
export class Auth {
  readonly #control: Control;

  constructor(control: Control) {
    this.#control = control;
  }

  /** The rules in the order in which they are tried, with the uses that are left. */
  async rules(): Promise<AuthRule[]> {
    return (await this.#control.json<{ rules: AuthRule[] }>("GET", "/auth")).rules;
  }

  /** Replaces all rules. */
  async set(rules: AuthRule[]): Promise<AuthRule[]> {
    return (await this.#control.json<{ rules: AuthRule[] }>("PUT", "/auth", { body: { rules } })).rules;
  }

  /** Puts rules in front of the others; the first of them is tried first. Resolves with all rules. */
  async add(...rules: AuthRule[]): Promise<AuthRule[]> {
    for (const rule of rules.reverse()) await this.#control.json("POST", "/auth/rules", { body: rule });
    return this.rules();
  }

  /** Removes one rule by its id. Resolves with the rules that are left. */
  async remove(id: string): Promise<AuthRule[]> {
    return (await this.#control.json<{ rules: AuthRule[] }>("DELETE", path`/auth/rules/${id}`)).rules;
  }

  /** A JSON Web Token of the user `sub`, signed with the profile's key or, without one, with a key of the seed. */
  async token(sub: string, { claims, expiresIn, broken }: TokenRequest = {}): Promise<string> {
    const expiry = expiresIn === undefined ? {} : { expires_in_ms: milliseconds(expiresIn) };
    const body = { sub, ...(claims && { claims }), ...expiry, ...(broken && { broken }) };
    return (await this.#control.json<{ token: string }>("POST", "/tokens", { body })).token;
  }

  /** The public keys of such tokens, as a JSON Web Key Set. */
  keys(): Promise<{ keys: Record<string, unknown>[] }> {
    return this.#control.json("GET", "/jwks.json");
  }

  /** Restores the profile's rules, without those of calls and scenarios. */
  async restore(): Promise<AuthRule[]> {
    return (await this.#control.json<{ rules: AuthRule[] }>("DELETE", "/auth/rules")).rules;
  }
}
