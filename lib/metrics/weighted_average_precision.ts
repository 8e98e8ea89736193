import { radixOrder } from "../stats/radix_order.ts";

/** Pairs with their labels and probabilities; customers are whole numbers from 0. */
export interface RankedPairs {
  customer: Int32Array;
  label: Uint8Array;
  probability: Float64Array;
}

/** Computes a measure with one weight per customer. */
export type WeightedMeasure = (weights: Float64Array) => number;

/**
 * Returns a function that computes average precision with weighted customers, for bootstraps over
 * customers. Pairs are sorted once; each call then reads them down to the last positive.
 *
 * @returns the function of one weight per customer number; it is 0 if every positive has weight 0.
 *
 * @example
 * ```ts
 * import { weightedAveragePrecision } from "./weighted_average_precision.ts";
 * import assert from "node:assert/strict";
 *
 * const measure = weightedAveragePrecision({
 *   customer: Int32Array.of(0, 1, 1),
 *   label: Uint8Array.of(1, 0, 1),
 *   probability: Float64Array.of(0.9, 0.5, 0.2),
 * });
 * assert.equal(measure(Float64Array.of(1, 1)), (1 + 2 / 3) / 2);
 * assert.equal(measure(Float64Array.of(1, 0)), 1);
 * ```
 */
export function weightedAveragePrecision(
  { customer, label, probability }: RankedPairs,
): WeightedMeasure {
  const order = radixOrder(probability).reverse();
  const lastPositive = order.findLastIndex((row) => label[row] === 1);
  let end = lastPositive + 1;
  // rows with the score of the last positive are read too
  while (end > 0 && end < order.length && tied(end - 1)) end++;
  const ranked = order.subarray(0, end);
  const owner = Int32Array.from(ranked, (row) => customer[row]!);
  const bought = Uint8Array.from(ranked, (row) => label[row]!);
  const closes = Uint8Array.from(ranked, (_, i) => i + 1 < order.length && tied(i) ? 0 : 1);

  function tied(place: number): boolean {
    return probability[order[place + 1]!] === probability[order[place]!];
  }

  return (weights) => {
    let seen = 0, positives = 0, counted = 0, sum = 0;
    for (let i = 0; i < owner.length; i++) {
      const weight = weights[owner[i]!]!;
      seen += weight;
      if (bought[i] === 1) positives += weight;
      if (closes[i] === 1 && positives > counted) {
        sum += (positives - counted) * positives / seen;
        counted = positives;
      }
    }
    return counted === 0 ? 0 : sum / counted;
  };
}
