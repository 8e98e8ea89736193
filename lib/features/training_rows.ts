/**
 * Which share of the pairs that were not bought a model learns from. All purchases are kept. Measured
 * on four weeks, a forest of 11 weeks: all repeat pairs and 3 % of the new ones AP .640, recall@10
 * .873, log-loss .0590 (302,000 rows); 10 % of the new ones .639, .875, .0589 (391,000); 20 % of both
 * .637, .876, .0589 (343,000).
 */
export interface SamplingRates {
  /** Share kept of the negatives among the pairs that were bought before the week. */
  repeatRate: number;
  /** Share kept of the negatives among the pairs that never were. */
  newRate: number;
}

/**
 * The probability among all pairs, of a model trained where only the share `rate` of the pairs of
 * this kind that were not bought was kept (Elkan 2001, "The foundations of cost-sensitive learning").
 *
 * @example
 * ```ts
 * import { correctPrior } from "./training_rows.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(correctPrior(0.5, 0.25), 0.2);
 * assert.equal(correctPrior(1, 0.25), 1);
 * ```
 */
export function correctPrior(probability: number, rate: number): number {
  return rate * probability / (rate * probability + 1 - probability);
}

/**
 * {@linkcode correctPrior} where the rates differ between repeat and new pairs.
 *
 * @param repeat above 0 where the pair was bought before, such as the feature `pair_weeks_ever`.
 */
export function correctSampling(
  probability: Float64Array,
  repeat: ArrayLike<number>,
  { repeatRate, newRate }: SamplingRates,
): Float64Array {
  return probability.map((p, i) => correctPrior(p, repeat[i]! > 0 ? repeatRate : newRate));
}
