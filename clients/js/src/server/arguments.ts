import type { StartOptions } from "./start.js";

/** The arguments of `chatmock serve` that the options stand for. */
export function serveArguments(options: StartOptions): string[] {
  const { seed, clock, clockStart, fixtures, contracts, profile, args = [] } = options;
  const named = { seed, clock, "clock-start": clockStart, fixtures, contracts, profile };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return [...given.flatMap(([name, value]) => [`--${name}`, String(value)]), ...args];
}
