import { quantiles } from "../../stats/quantile.ts";

/** Fitted bounds; values beyond them are set to the bound. */
export interface Winsorizer {
  /** Lower values are set to it. */
  lower: number;
  /** Higher values are set to it. */
  upper: number;
}

/**
 * Fits the quantiles at which a numeric column is clipped, as `numpy.quantile` (linear).
 * Missing values (NaN) are left out; a column without a value gets no bounds (±∞ would not survive
 * JSON, so they are the largest doubles).
 *
 * @param column training rows only: fitting on later rows would leak data.
 * @param options the quantiles, 0 ≤ `lower` ≤ `upper` ≤ 1.
 *
 * @example
 * ```ts
 * import { applyWinsorizer, fitWinsorizer } from "./winsorizer.ts";
 * import assert from "node:assert/strict";
 *
 * const bounds = fitWinsorizer(Float64Array.of(0, 1, 2, 3, 100), { lower: 0, upper: 0.75 });
 * assert.deepEqual([...applyWinsorizer(bounds, Float64Array.of(-5, 2, 50))], [0, 2, 3]);
 * ```
 */
export function fitWinsorizer(
  column: Float32Array | Float64Array,
  { lower = 0.01, upper = 0.99 }: { lower?: number; upper?: number } = {},
): Winsorizer {
  if (!(0 <= lower && lower <= upper && upper <= 1)) {
    throw new RangeError(`quantiles must satisfy 0 <= lower <= upper <= 1: ${lower}, ${upper}`);
  }
  const [low, high] = quantiles(column, [lower, upper]);
  if (low !== low) return { lower: -Number.MAX_VALUE, upper: Number.MAX_VALUE };
  return { lower: low!, upper: high! };
}

/** The column clipped to the bounds; NaN stays NaN. */
export function applyWinsorizer(
  { lower, upper }: Winsorizer,
  column: Float32Array | Float64Array,
): Float64Array {
  return Float64Array.from(
    column,
    (value) => value < lower ? lower : value > upper ? upper : value,
  );
}
