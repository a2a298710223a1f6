/** Milliseconds as a number, or a text of numbers with units: `"250ms"`, `"5s"`, `"1m30s"`, `"2h"`, `"1d"`. */
export type Duration = number | string;

const unit_ms: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const whole = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/** The duration in milliseconds; throws a RangeError for a text that is not one. */
export function milliseconds(duration: Duration): number {
  if (typeof duration === "number") return duration;
  if (!whole.test(duration)) {
    throw new RangeError(`expected a duration such as 250, "250ms", "5s" or "1m30s", got ${JSON.stringify(duration)}`);
  }
  let sum = 0;
  for (const [, count, unit] of duration.matchAll(part)) sum += Number(count) * unit_ms[unit as string]!;
  return Math.round(sum);
}
