/**
 * Population stability index: Σ (q − p) ln(q / p) over the categories' shares p before and q now, the
 * symmetrised Kullback–Leibler divergence. Below 0.1 is commonly read as stable, above 0.25 as moved.
 * Shares are kept at 0.0001 or more, so that an empty category counts much and not infinitely.
 *
 * Source: Siddiqi (2006), "Credit Risk Scorecards".
 *
 * @param reference counts, one a category.
 * @param current counts of the same categories.
 * @throws RangeError where either has no counts at all.
 *
 * @example
 * ```ts
 * import { populationStabilityIndex } from "./population_stability_index.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(populationStabilityIndex([10, 30], [1, 3]), 0);
 * ```
 */
export function populationStabilityIndex(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): number {
  const before = floored(reference), now = floored(current);
  return before.reduce((sum, p, i) => sum + (now[i]! - p) * Math.log(now[i]! / p), 0);
}

function floored(counts: ArrayLike<number>): number[] {
  const list = Array.from(counts), total = list.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) throw new RangeError(`no counts: ${list}`);
  return list.map((count) => Math.max(count / total, 0.0001));
}
