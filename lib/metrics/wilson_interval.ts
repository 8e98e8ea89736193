/** A rate with its interval; plain JSON. */
export interface Rate {
  count: number;
  of: number;
  rate: number;
  low: number;
  high: number;
}

/** The normal quantile at 97.5 %. */
const Z = 1.959963984540054;

/**
 * A rate with its 95 % interval, which lies within 0 and 1 and has a positive width also at 0 and 1
 * (Wilson 1927, "Probable inference, the law of succession, and statistical inference").
 *
 * @example
 * ```ts
 * import { wilsonInterval } from "./wilson_interval.ts";
 * import assert from "node:assert/strict";
 *
 * const { rate, low, high } = wilsonInterval(20, 400);
 * assert.deepEqual([rate, low.toFixed(4), high.toFixed(4)], [0.05, "0.0326", "0.0760"]);
 * ```
 */
export function wilsonInterval(count: number, of: number): Rate {
  const rate = count / of, shrink = 1 + Z ** 2 / of;
  const middle = (rate + Z ** 2 / (2 * of)) / shrink;
  const half = Z * Math.sqrt(rate * (1 - rate) / of + Z ** 2 / (4 * of ** 2)) / shrink;
  // exact at both ends, despite rounding
  const low = count === 0 ? 0 : middle - half, high = count === of ? 1 : middle + half;
  return { count, of, rate, low, high };
}
