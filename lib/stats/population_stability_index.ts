/**
 * Population stability index: Σ (q − p) ln(q / p) over the categories' shares p before and q now,
 * the symmetrised Kullback–Leibler divergence. Values below 0.1 commonly mean stable, above 0.25 a
 * large shift. Shares are at least 0.0001, so that empty categories have a large but finite effect.
 *
 * Source: Siddiqi (2006), "Credit Risk Scorecards".
 *
 * @param reference counts, one per category.
 * @param current counts of the same categories.
 * @throws RangeError if all counts of either are 0.
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
