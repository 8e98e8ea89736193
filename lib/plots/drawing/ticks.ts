/**
 * A count with thousands separators, for axes: `4,000`.
 *
 * d3's own `,` turns round numbers into `4e+3`.
 */
export function separated(count: number): string {
  return count.toLocaleString("en-US");
}

/** A value in a sentence, to three digits. */
export function inWords(value: number): string {
  return Math.abs(value) >= 1_000
    ? separated(Math.round(value))
    : String(Number(value.toPrecision(3)));
}

/** Within a decade, the fewest ticks first. */
const IN_A_DECADE = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]];

/** With fewer ticks, a reader cannot tell that an axis is logarithmic. */
const FEWEST = 3;

/**
 * At least three labelled ticks of a logarithmic axis: powers of ten, in a short range steps within
 * a decade, in a very short one its ends and their geometric mean.
 *
 * @param low more than 0.
 *
 * @example
 * ```ts
 * import { logTicks } from "./ticks.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(logTicks(0.5, 1_300).ticks, [1, 10, 100, 1000]);
 * assert.deepEqual(logTicks(2, 30).ticks, [3, 10, 30]);
 * assert.deepEqual(logTicks(4, 9).ticks, [4, 6, 9]);
 * ```
 */
export function logTicks(
  low: number,
  high: number,
): { ticks: number[]; tickFormat: (value: number) => string } {
  const ticks = IN_A_DECADE.map((steps) => within(steps, low, high))
    .find(({ length }) => length >= FEWEST) ?? [...new Set([low, Math.sqrt(low * high), high])];
  // three digits: a label such as 0.08492405405836598 would overlap its neighbour
  return { ticks, tickFormat: inWords };
}

function within(steps: number[], low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    // by its text, so that 3e-3 is 0.003
    ticks.push(...steps.map((step) => Number(`${step}e${power}`)));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}
