import { rankedCounts } from "./ranked_counts.ts";

/**
 * Area under the ROC curve: the probability that a positive scores above a negative, with ties
 * counted half. Equal to scikit-learn's `roc_auc_score`.
 *
 * @param weights non-negative, one per row; 1 if absent.
 * @returns in [0, 1]; NaN if there is no positive or no negative.
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
