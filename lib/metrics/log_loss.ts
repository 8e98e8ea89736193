/**
 * Mean negative log-likelihood of the labels, in nats. Equal to scikit-learn's `log_loss`:
 * probabilities are clipped to 2.2e-16 from 0 and 1.
 *
 * @param weights non-negative, one per row; 1 if absent.
 * @returns NaN if there are no rows.
 *
 * @example
 * ```ts
 * import { logLoss } from "./log_loss.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(logLoss(Uint8Array.of(1, 0), Float64Array.of(0.5, 0.5)), Math.LN2);
 * ```
 */
export function logLoss(
  labels: Uint8Array,
  probabilities: Float64Array,
  weights?: Float64Array,
): number {
  let sum = 0, total = 0;
  for (let row = 0; row < labels.length; row++) {
    const weight = weights ? weights[row]! : 1;
    const p = Math.min(Math.max(probabilities[row]!, Number.EPSILON), 1 - Number.EPSILON);
    sum -= weight * Math.log(labels[row] ? p : 1 - p);
    total += weight;
  }
  return sum / total;
}
