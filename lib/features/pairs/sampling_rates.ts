/**
 * Shares of the negatives in the training rows; all purchases are kept. Mean average precision over
 * all and over new pairs of a forest trained on 11 past weeks with all repeat pairs and some of the
 * new ones, for the eight weeks 2024-W36 to W43 on which the rate was chosen, and for W44 to W47:
 *
 * | new pairs kept | W36–W43 | new pairs | W44–W47 | new pairs |
 * | -------------- | ------- | --------- | ------- | --------- |
 * | 3 %            | .6091   | .070      | .6414   | .089      |
 * | 15 %           | .6101   | .086      | .6422   | .097      |
 * | 30 %           | .6105   | .089      | .6424   | .099      |
 *
 * Above 15 %, twice the rows gain little.
 */
export interface SamplingRates {
  /** Share of the negatives kept among repeat pairs, bought before the week. */
  repeatRate: number;
  /** Share of the negatives kept among new pairs, never bought before. */
  newRate: number;
}

/**
 * The probability among all pairs, from that of a model trained on only the share `rate` of the
 * negatives (Elkan 2001, "The foundations of cost-sensitive learning").
 *
 * @example
 * ```ts
 * import { correctPrior } from "./sampling_rates.ts";
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
 * {@linkcode correctPrior} with different rates for repeat and new pairs.
 *
 * @param repeat above 0 if the pair was bought before, such as the feature `pair_weeks_ever`.
 */
export function correctSampling(
  probability: Float64Array,
  repeat: ArrayLike<number>,
  { repeatRate, newRate }: SamplingRates,
): Float64Array {
  return probability.map((p, i) => correctPrior(p, repeat[i]! > 0 ? repeatRate : newRate));
}
