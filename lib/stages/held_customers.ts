import { samplePlaces } from "../features/pairs/sample_places.ts";

/**
 * Most pairs of validation, or of test; each takes 330 bytes. Average precision on the 303,158 pairs of
 * 2024-W46 and W47 of the real data has a standard error of .009 (customers resampled), which is .005
 * for a million; models are compared on the same pairs, so their differences have a smaller one.
 */
export const HELD_PAIRS = 1_000_000;

/**
 * The customers whose pairs validate and test the model: all, or a random share of them if the weeks
 * have more than `most` pairs. Of a customer all pairs are kept, so that every metric, also those per
 * customer, is an estimate of that of all pairs, without weights.
 *
 * @param customers number of customers.
 * @param pairs pairs of the weeks.
 * @returns 1 for each customer who is kept.
 */
export function heldCustomers(
  customers: number,
  pairs: number,
  { most, seed }: { most: number; seed: number },
): Uint8Array {
  const kept = new Uint8Array(customers);
  const count = Math.max(1, Math.floor(customers * Math.min(1, most / pairs)));
  for (const customer of samplePlaces(customers, count, seed)) kept[customer] = 1;
  return kept;
}
