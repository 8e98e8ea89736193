import { radixSort } from "./radix_sort.ts";

/** Interpolation between two values, by the names of `numpy.quantile`. */
export type QuantileMethod = "linear" | "averaged_inverted_cdf";

/**
 * Quantiles of values, ignoring missing ones (NaN), equal to numpy's to the last bit.
 *
 * Source: Hyndman & Fan (1996), "Sample quantiles in statistical packages", definitions 7
 * (`linear`) and 2 (`averaged_inverted_cdf`).
 *
 * @param levels in [0, 1].
 * @returns one quantile per level; NaN if there are no values.
 *
 * @example
 * ```ts
 * import { quantiles } from "./quantile.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(quantiles(Float64Array.of(3, 1, NaN, 2, 4), [0.5, 1]), [2.5, 4]);
 * ```
 */
export function quantiles(
  values: Float32Array | Float64Array,
  levels: number[],
  { method = "linear" }: { method?: QuantileMethod } = {},
): number[] {
  const sorted = radixSort(Float64Array.from(values.filter((value) => value === value)));
  const n = sorted.length;
  if (n === 0) return levels.map(() => NaN);
  return levels.map((level) => {
    const position = method === "linear" ? (n - 1) * level : n * level - 1;
    if (position < 0) return sorted[0]!;
    if (position >= n - 1) return sorted[n - 1]!;
    const below = Math.floor(position);
    let fraction = position - below;
    if (method === "averaged_inverted_cdf") fraction = fraction === 0 ? 0.5 : 1;
    const a = sorted[below]!, b = sorted[below + 1]!;
    // numpy interpolates from the nearer end, to be exact at both
    return fraction < 0.5 ? a + (b - a) * fraction : b - (b - a) * (1 - fraction);
  });
}
