/**
 * Which share of the pairs that were not bought a model learns from. All purchases are kept. A forest
 * of 11 past weeks, all repeat pairs and some of the new ones, mean average precision over all and
 * over new pairs, of the eight weeks 2024-W36 to W43 by which it was chosen, and of W44 to W47:
 *
 * | new pairs kept | W36–W43 | new pairs | W44–W47 | new pairs |
 * | -------------- | ------- | --------- | ------- | --------- |
 * | 3 %            | .6091   | .070      | .6414   | .089      |
 * | 15 %           | .6101   | .086      | .6422   | .097      |
 * | 30 %           | .6105   | .089      | .6424   | .099      |
 *
 * Beyond 15 % the rows double for little more.
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
