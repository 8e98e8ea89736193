/** Mean to subtract from a column, and scale to divide it by. */
export interface StandardScaler {
  /** Subtracted from each value. */
  mean: number;
  /** Divides each value. */
  scale: number;
}

/**
 * Mean and population standard deviation of a numeric column; missing values (NaN) are ignored. A
 * column that is constant, up to the rounding error of its variance, gets scale 1, as in
 * scikit-learn. A column without values gets mean 0 and scale 1.
 *
 * Source: Chan, Golub & LeVeque (1983), "Algorithms for computing the sample variance", for the
 * corrected two-pass sum and the bound of its error.
 *
 * @param column training rows only.
 *
 * @example
 * ```ts
 * import { applyStandardScaler, fitStandardScaler } from "./standard_scaler.ts";
 * import assert from "node:assert/strict";
 *
 * const scaler = fitStandardScaler(Float64Array.of(1, 3));
 * assert.deepEqual([...applyStandardScaler(scaler, Float64Array.of(1, 3, 4))], [-1, 1, 2]);
 * ```
 */
export function fitStandardScaler(column: Float32Array | Float64Array): StandardScaler {
  let n = 0, sum = 0;
  for (const value of column) {
    if (value !== value) continue;
    n++;
    sum += value;
  }
  if (n === 0) return { mean: 0, scale: 1 };
  const mean = sum / n;
  let squares = 0, rest = 0;
  for (const value of column) {
    if (value !== value) continue;
    squares += (value - mean) ** 2;
    rest += value - mean;
  }
  const variance = (squares - rest ** 2 / n) / n;
  const error = n * Number.EPSILON * variance + (n * mean * Number.EPSILON) ** 2;
  return { mean, scale: variance <= error ? 1 : Math.sqrt(variance) };
}

/** The column in standard deviations from the mean; NaN stays NaN. */
export function applyStandardScaler(
  { mean, scale }: StandardScaler,
  column: Float32Array | Float64Array,
): Float64Array {
  return Float64Array.from(column, (value) => (value - mean) / scale);
}
