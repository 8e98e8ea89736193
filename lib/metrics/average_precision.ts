import { rankedCounts } from "./ranked_counts.ts";

/**
 * Average precision: the mean over positives of the precision at their score, which is the area
 * under the precision–recall step curve. Equal to scikit-learn's `average_precision_score`, also
 * with ties.
 *
 * @param labels 0 or 1, one per row.
 * @param scores one per row, higher is more likely; any scale.
 * @param weights non-negative, one per row; 1 if absent.
 * @returns in [0, 1]; 0 if there is no positive.
 *
 * @example
 * ```ts
 * import { averagePrecision } from "./average_precision.ts";
 * import assert from "node:assert/strict";
 *
 * const ap = averagePrecision(Uint8Array.of(1, 0, 1), Float64Array.of(0.9, 0.5, 0.2));
 * assert.equal(ap, (1 + 2 / 3) / 2);
 * ```
 */
export function averagePrecision(
  labels: Uint8Array,
  scores: Float64Array,
  weights?: Float64Array,
): number {
  const { truePositives, falsePositives } = rankedCounts(labels, scores, weights);
  const positives = truePositives.at(-1) ?? 0;
  if (positives === 0) return 0;
  let sum = 0, before = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const hits = truePositives[i]!;
    if (hits > before) sum += (hits - before) * (hits / (hits + falsePositives[i]!));
    before = hits;
  }
  return sum / positives;
}
