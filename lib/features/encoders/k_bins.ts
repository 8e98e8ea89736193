import { quantiles } from "../../stats/quantile.ts";

/** The inner edges between bins, ascending; bin `i` holds `edges[i − 1] ≤ value < edges[i]`. */
export interface KBins {
  /** Ascending. */
  edges: number[];
}

/**
 * Fits bins with about equally many training rows, as scikit-learn's
 * `KBinsDiscretizer(strategy="quantile", encode="ordinal", subsample=None)`: edges are averaged
 * inverted-CDF quantiles, and edges closer than 1e-8 to their predecessor are removed, so a column
 * with few distinct values gets fewer bins. Missing values (NaN) are ignored.
 *
 * @param column training rows only.
 *
 * @example
 * ```ts
 * import { applyKBins, fitKBins } from "./k_bins.ts";
 * import assert from "node:assert/strict";
 *
 * const bins = fitKBins(Float64Array.of(1, 2, 3, 4), { bins: 2 });
 * assert.deepEqual(bins.edges, [2.5]);
 * assert.deepEqual([...applyKBins(bins, Float64Array.of(-9, 2.5, 9))], [0, 1, 1]);
 * ```
 */
export function fitKBins(
  column: Float32Array | Float64Array,
  { bins = 10 }: { bins?: number } = {},
): KBins {
  const levels = Array.from(
    { length: bins + 1 },
    (_, i) => i === bins ? 1 : i * (100 / bins) / 100,
  );
  const all = quantiles(column, levels, { method: "averaged_inverted_cdf" });
  if (all[0] !== all[0]) return { edges: [] };
  const kept = all.filter((edge, i) => i === 0 || edge - all[i - 1]! > 1e-8);
  return { edges: kept.slice(1, -1) };
}

/**
 * The bin of each value, from 0; values beyond the outer edges get the outer bins; NaN stays NaN.
 */
export function applyKBins({ edges }: KBins, column: Float32Array | Float64Array): Float64Array {
  return Float64Array.from(column, (value) => {
    if (value !== value) return NaN;
    let bin = 0;
    while (bin < edges.length && value >= edges[bin]!) bin++;
    return bin;
  });
}
