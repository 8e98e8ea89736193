import { radixOrder } from "../stats/radix_sort.ts";

/** The pairs of one week: whose they are, whether they were bought, how they were scored. */
export interface ScoredPairs {
  /** Customer index of each row, from 0; rows in any order. */
  customers: ArrayLike<number>;
  labels: Uint8Array;
  scores: Float64Array;
}

/**
 * The share of a customer's purchases among the `k` products scored best for them; mean over the
 * customers who buy. Where equal scores straddle place `k`, it is the expected value under a random
 * order among them, so no order of rows can flatter it.
 *
 * @returns in [0, 1]; NaN where nobody buys.
 *
 * @example
 * ```ts
 * import { recallAtK } from "./ranking.ts";
 * import assert from "node:assert/strict";
 *
 * const pairs = {
 *   customers: [0, 0, 0, 1],
 *   labels: Uint8Array.of(1, 1, 0, 0),
 *   scores: Float64Array.of(0.9, 0.1, 0.5, 0.7),
 * };
 * assert.equal(recallAtK(pairs, { k: 2 }), 0.5);
 * ```
 */
export function recallAtK(pairs: ScoredPairs, { k = 10 }: { k?: number } = {}): number {
  const gains = new Float64Array(k).fill(1);
  return meanOverBuyers(pairs, gains, (positives) => positives);
}

/**
 * Normalised discounted cumulative gain: a purchase at place `i` (from 1) is worth 1 / log₂(i + 1),
 * divided by the best possible sum; mean over the customers who buy. Equal to scikit-learn's
 * `ndcg_score`, which averages over ties.
 *
 * Source: McSherry & Najork (2008), "Computing information retrieval performance measures
 * efficiently in the presence of tied scores".
 *
 * @returns in [0, 1]; NaN where nobody buys.
 */
export function ndcgAtK(pairs: ScoredPairs, { k = 10 }: { k?: number } = {}): number {
  const gains = Float64Array.from({ length: k }, (_, i) => 1 / Math.log2(i + 2));
  return meanOverBuyers(pairs, gains, (positives) => {
    let ideal = 0;
    for (let i = 0; i < Math.min(k, positives); i++) ideal += gains[i]!;
    return ideal;
  });
}

/** Mean over customers with a positive of (gain of their positives by place) / `best(positives)`. */
function meanOverBuyers(
  { customers, labels, scores }: ScoredPairs,
  gains: Float64Array,
  best: (positives: number) => number,
): number {
  let size = 0;
  for (let row = 0; row < labels.length; row++) size = Math.max(size, customers[row]! + 1);
  const positives = new Uint32Array(size);
  for (let row = 0; row < labels.length; row++) if (labels[row]) positives[customers[row]!]!++;

  const place = new Uint32Array(size); // rows seen before the present group of ties
  const tied = new Uint32Array(size), tiedHits = new Uint32Array(size);
  const tiedScore = new Float64Array(size).fill(NaN);
  const sums = new Float64Array(size);
  const closeTies = (customer: number) => {
    const from = place[customer]!, to = from + tied[customer]!;
    if (tiedHits[customer]! > 0) {
      let gain = 0;
      for (let i = from; i < Math.min(to, gains.length); i++) gain += gains[i]!;
      sums[customer]! += gain * tiedHits[customer]! / tied[customer]!;
    }
    place[customer] = to;
    tied[customer] = 0;
    tiedHits[customer] = 0;
  };
  const order = radixOrder(scores);
  for (let i = order.length - 1; i >= 0; i--) {
    const row = order[i]!, customer = customers[row]!;
    if (positives[customer] === 0) continue;
    if (scores[row] !== tiedScore[customer]) closeTies(customer);
    tiedScore[customer] = scores[row]!;
    tied[customer]!++;
    if (labels[row]) tiedHits[customer]!++;
  }

  let sum = 0, buyers = 0;
  for (let customer = 0; customer < size; customer++) {
    if (positives[customer] === 0) continue;
    closeTies(customer);
    sum += sums[customer]! / best(positives[customer]!);
    buyers++;
  }
  return sum / buyers;
}
