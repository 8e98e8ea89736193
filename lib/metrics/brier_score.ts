/**
 * Mean squared difference between probability and label. Equal to scikit-learn's
 * `brier_score_loss`.
 *
 * @param weights non-negative, one per row; 1 if absent.
 * @returns NaN if there are no rows.
 *
 * @example
 * ```ts
 * import { brierScore } from "./brier_score.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(brierScore(Uint8Array.of(1, 0), Float64Array.of(0.5, 0.5)), 0.25);
 * ```
 */
export function brierScore(
  labels: Uint8Array,
  probabilities: Float64Array,
  weights?: Float64Array,
): number {
  let sum = 0, total = 0;
  for (let row = 0; row < labels.length; row++) {
    const weight = weights ? weights[row]! : 1;
    sum += weight * (probabilities[row]! - labels[row]!) ** 2;
    total += weight;
  }
  return sum / total;
}
