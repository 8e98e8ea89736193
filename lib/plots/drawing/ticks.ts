/**
 * A count with thousands separators, for axes: `4,000`.
 *
 * d3's own `,` turns round numbers into `4e+3`.
 */
export function separated(count: number): string {
  return count.toLocaleString("en-US");
}

/**
 * The powers of ten within a range, as ticks of logarithmic axes; the default of nine ticks per
 * decade is not needed.
 *
 * @example
 * ```ts
 * import { powersOfTen } from "./ticks.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(powersOfTen(0.5, 1_300), [1, 10, 100, 1000]);
 * ```
 */
export function powersOfTen(low: number, high: number): number[] {
  const powers: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); power <= Math.log10(high); power++) {
    powers.push(Number(`1e${power}`));
  }
  return powers;
}
