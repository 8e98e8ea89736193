import { radixOrder } from "../stats/radix_order.ts";

/** Pairs with their labels and probabilities; customers are whole numbers from 0. */
export interface RankedPairs {
  customer: Int32Array;
  label: Uint8Array;
  probability: Float64Array;
}

/** A measure of some pairs in which customers have the given weights. */
export type WeightedMeasure = (weights: Float64Array) => number;

/**
 * Average precision as a function of customer weights, for bootstraps over customers. The pairs are
 * sorted once; each call reads them once, down to the last positive.
 *
 * @returns a measure that takes one weight per customer number; 0 if no positive counts.
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
  // rows tied with the last positive count as well
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
