/**
 * Formats a duration like a stopwatch, with tenths below ten seconds.
 *
 * @example
 * ```ts
 * import { clock } from "./clock.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(clock(640), "0.6 s");
 * assert.equal(clock(42_900), "0:42");
 * assert.equal(clock(3_723_000), "1:02:03");
 * ```
 */
export function clock(durationMs: number): string {
  // cut, not rounded: 9.96 s is not yet 10
  if (durationMs < 10_000) return `${(Math.floor(durationMs / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(durationMs / 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
