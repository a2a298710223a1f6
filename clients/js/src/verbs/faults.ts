import type { Fault, InstalledFault } from "../control/api.js";
import { type Control, path } from "../control/control.js";

/** A fault that is installed. `await using` removes it at the end of its block. */
export class FaultHandle implements AsyncDisposable {
  readonly #control: Control;
  readonly name: string;

  constructor(control: Control, name: string) {
    this.#control = control;
    this.name = name;
  }

  /** The fault with its counts: how many occurrences it saw, and how many it struck. */
  status(): Promise<InstalledFault> {
    return this.#control.json("GET", path`/faults/${this.name}`);
  }

  /** Removes it, and resolves with it as it was. */
  remove(): Promise<InstalledFault> {
    return this.#control.json("DELETE", path`/faults/${this.name}`);
  }

  /** Removes it unless it has ended by itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { faults } = await this.#control.json<{ faults: InstalledFault[] }>("GET", "/faults");
    if (faults.some(({ name }) => name === this.name)) await this.remove();
  }
}

/** The faults of a sandbox. */
export class Faults {
  readonly #control: Control;
  #made = 0;

  constructor(control: Control) {
    this.#control = control;
  }

  /** Installs a fault, in place of one of the same name. */
  async install(fault: Fault, name = `fault-${++this.#made}`): Promise<FaultHandle> {
    await this.#control.json("PUT", path`/faults/${name}`, { body: fault });
    return new FaultHandle(this.#control, name);
  }

  async list(): Promise<InstalledFault[]> {
    return (await this.#control.json<{ faults: InstalledFault[] }>("GET", "/faults")).faults;
  }

  /** Replaces all faults, or none if one of the new ones is wrong. */
  async replace(faults: Record<string, Fault>): Promise<InstalledFault[]> {
    return (await this.#control.json<{ faults: InstalledFault[] }>("PUT", "/faults", { body: { faults } })).faults;
  }

  /** Removes all faults, and resolves with how many there were. */
  async clear(): Promise<number> {
    return (await this.#control.json<{ removed: number }>("DELETE", "/faults")).removed;
  }
}
