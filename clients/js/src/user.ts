import type { AuthRule, Entry } from "./control/api.js";
import { Audience } from "./audience.js";
import { type Refusal, type TokenRequest, ruleOf } from "./verbs/auth.js";
import type { Control } from "./control/control.js";
import { type Duration, milliseconds } from "./values/duration.js";
import type { WaitOptions } from "./verbs/journal.js";
import type { Sandbox } from "./sandbox.js";
import { unsignedToken } from "./values/token.js";

export interface Expiry {
  /** The end that the app sees: a disconnect by the server (the default), or an `error` event before it. */
  as?: "server_disconnect" | "event";
  /** For `event`. */
  message?: string;
  data?: unknown;
}

/** A user of the app under test. */
export class User<Events> extends Audience<Events> {
  readonly name: string;

  constructor(sandbox: Sandbox<Events>, control: Control, name: string) {
    super(sandbox, control, { user: name });
    this.name = name;
  }

  /** A token that logs this user in, in this sandbox. */
  token(): string {
    return this.sandbox.socket.token + this.name;
  }

  /** A JSON Web Token of this user in this sandbox, with further claims. It has no valid signature. */
  jwt(claims: Record<string, unknown> = {}): string {
    const { sandbox, name } = this;
    return unsignedToken({ sub: name, ...(sandbox.isDefault ? {} : { sandbox: sandbox.name }), ...claims });
  }

  /** The same, signed with the key of the profile or of the seed, or broken on purpose. */
  signedToken({ claims, ...request }: TokenRequest = {}): Promise<string> {
    const { sandbox, name } = this;
    const own = sandbox.isDefault ? {} : { sandbox: sandbox.name };
    return sandbox.auth.token(name, { ...request, claims: { ...own, ...claims } });
  }

  /** Refuses this user from now on, or the next `times` attempts. */
  refuse(refusal: Refusal = {}): Promise<AuthRule[]> {
    return this.#decide(ruleOf(refusal));
  }

  /** Ends each of this user's later connections after some time, by the mock's clock. */
  expiresAfter(duration: Duration, { as, ...rest }: Expiry = {}): Promise<AuthRule[]> {
    const expire = { expire_after_ms: milliseconds(duration), ...(as && { expire_as: as }), ...rest };
    return this.#decide({ outcome: { do: "accept", ...expire } as AuthRule["outcome"] });
  }

  /** Accepts this user late, by the mock's clock. */
  acceptLate(delay: Duration): Promise<AuthRule[]> {
    return this.#decide({ outcome: { do: "accept", delay_ms: milliseconds(delay) } });
  }

  /** Resolves when this user's app has sent the event; `data` is a part of its arguments. */
  sent(event: string, { data, ...options }: WaitOptions & { data?: unknown[] } = {}): Promise<Entry[]> {
    const match = { kind: "receive", user: this.name, event, ...(data && { data }) } as const;
    return this.sandbox.journal.wait(match, options);
  }

  // A token that is the user's name, and a JWT that has it as `sub`.
  #decide(rule: Omit<AuthRule, "match">): Promise<AuthRule[]> {
    const { auth } = this.sandbox;
    return auth.add({ match: { token: this.name }, ...rule }, { match: { claims: { sub: this.name } }, ...rule });
  }
}
