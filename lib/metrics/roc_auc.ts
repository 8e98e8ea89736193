import { rankedCounts } from "./ranked_counts.ts";

/**
 * Area under the receiver operating characteristic: the chance that a positive scores above a
 * negative, a tie counting half. Equal to scikit-learn's `roc_auc_score`.
 *
 * @param weights non-negative, one a row; 1 where absent.
 * @returns in [0, 1]; NaN where there is no positive or no negative.
 *
 * @example
 * ```ts
 * import { rocAuc } from "./roc_auc.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(rocAuc(Uint8Array.of(1, 0, 0), Float64Array.of(0.5, 0.5, 0.1)), 0.75);
 * ```
 */
export function rocAuc(labels: Uint8Array, scores: Float64Array, weights?: Float64Array): number {
  const { truePositives, falsePositives } = rankedCounts(labels, scores, weights);
  const positives = truePositives.at(-1) ?? 0, negatives = falsePositives.at(-1) ?? 0;
  let area = 0, hits = 0, misses = 0;
  for (let i = 0; i < truePositives.length; i++) {
    area += (falsePositives[i]! - misses) * (truePositives[i]! + hits) / 2;
    hits = truePositives[i]!;
    misses = falsePositives[i]!;
  }
  return area / (positives * negatives);
}
