import type { ProfileFields } from "../control/api.js";
import type { Control } from "../control/control.js";

/** How the mock behaves: auth rules, groups, timings, reactions and more. A reset undoes all changes. */
export class Profile {
  readonly #control: Control;

  constructor(control: Control) {
    this.#control = control;
  }

  /** The profile in use, without its keys. */
  get(): Promise<ProfileFields> {
    return this.#control.json("GET", "/profile");
  }

  /** Replaces it whole. */
  set(profile: ProfileFields): Promise<ProfileFields> {
    return this.#control.json("PUT", "/profile", { body: profile });
  }

  /** Changes some of its fields; null removes one. A list replaces the whole list. */
  change(fields: ProfileFields): Promise<ProfileFields> {
    return this.#control.json("PATCH", "/profile", { body: fields });
  }
}
