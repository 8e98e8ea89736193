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

/** Steps between ticks, times a power of ten. */
const STEPS = [1, 2, 5, 10];

/**
 * Round ticks of a linear axis, such as 10, 15 and 20.
 *
 * @param options.most how many, at most.
 * @param options.whole only whole numbers, for values that are counts.
 *
 * @example
 * ```ts
 * import { roundTicks } from "./ticks.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(roundTicks(1.1, 14, { most: 4 }), [5, 10]);
 * assert.deepEqual(roundTicks(5, 6, { most: 4, whole: true }), [5, 6]);
 * ```
 */
export function roundTicks(
  low: number,
  high: number,
  { most, whole = false }: { most: number; whole?: boolean },
): number[] {
  const power = Math.floor(Math.log10((high - low || 1) / most));
  const steps = [power, power + 1].flatMap((power) =>
    STEPS.map((step) => Number(`${step}e${power}`))
  );
  for (const step of steps) {
    if (whole && step < 1) continue;
    const first = Math.ceil(low / step), count = Math.floor(high / step) - first + 1;
    // by their texts, so that 3 × 0.1 is 0.3
    if (count <= most) {
      return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
    }
  }
  return [];
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
 * @param options.whole only whole numbers, for values that are counts.
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
  { whole = false } = {},
): { ticks: number[]; tickFormat: (value: number) => string } {
  const geometric = Math.sqrt(low * high), middle = whole ? Math.round(geometric) : geometric;
  const ticks = IN_A_DECADE.map((steps) => within(steps, low, high))
    .find(({ length }) => length >= FEWEST) ??
    [...new Set([low, middle, high])];
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
