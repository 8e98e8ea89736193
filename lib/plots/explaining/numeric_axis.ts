import { inWords, roundTicks } from "../drawing/ticks.ts";

/** A value is far from the others beyond this many times their range, and is drawn this near. */
const FAR = 5, NEAR = 0.14;

/** Ticks of the values beside each other. */
const TICKS = 5;

/** Where the values of a feature stand on a horizontal axis. */
export interface NumericAxis {
  /** The place of a value. */
  place: (value: number) => number;
  /** Whether a value stands apart: no line leads to it. */
  isApart: (value: number) => boolean;
  /** Places of the ticks. */
  ticks: number[];
  /** The value at the place of a tick. */
  tickFormat: (place: number) => string;
}

/**
 * A linear axis on which a single value far beyond the others, such as 999 for "never", stands beside
 * them: to scale, it would press all others together.
 *
 * @param grid ascending.
 *
 * @example
 * ```ts
 * import { numericAxis } from "./numeric_axis.ts";
 * import assert from "node:assert/strict";
 *
 * const { place, ticks, tickFormat } = numericAxis([0, 4, 10, 999]);
 * assert.deepEqual([4, 999].map(place), [4, 11.4]);
 * assert.deepEqual(ticks.map(tickFormat), ["0", "5", "10", "999"]);
 * ```
 */
export function numericAxis(grid: readonly number[]): NumericAxis {
  const [low, high] = [grid[0]!, grid.at(-1)!];
  const [second, last] = [grid[1] ?? low, grid.at(-2) ?? high];
  const highIsFar = grid.length > 2 && high - last > FAR * (last - low);
  const lowIsFar = grid.length > 2 && second - low > FAR * (high - second);
  const from = lowIsFar ? second : low, to = highIsFar ? last : high;
  const apart = [...lowIsFar ? [low] : [], ...highIsFar ? [high] : []];
  const room = NEAR * (to - from);
  const place = (value: number) =>
    highIsFar && value === high ? to + room : lowIsFar && value === low ? from - room : value;
  const beside = roundTicks(from, to, { most: TICKS });
  const values = [...beside, ...apart].sort((a, b) => a - b);
  const texts = new Map(values.map((value) => [place(value), inWords(value)]));
  return {
    place,
    isApart: (value) => apart.includes(value),
    ticks: values.map(place),
    tickFormat: (at) => texts.get(at) ?? "",
  };
}
