import { type Cross, crossSize } from "../features/pairs/cross.ts";
import { samplePlaces } from "../features/pairs/sample_places.ts";
import type { WeeklyPurchases } from "../table/sales_data.ts";

/**
 * Most pairs of validation, or of test; each takes 330 bytes. Average precision on the 303,158 pairs of
 * 2024-W46 and W47 of the real data has a standard error of .009 (customers resampled), which is .005
 * for a million; models are compared on the same pairs, so their differences have a smaller one.
 */
export const HELD_PAIRS = 1_000_000;

/**
 * The customers of whom validation and test have rows, and those of training: all, or a random part of
 * them if there are more pairs than `mostHeld`, or more purchases than half of `maxRows`. Of a
 * customer all pairs are there, so that every metric, also those per customer, is an estimate of that
 * of all pairs, without weights, and so is what a model learns.
 *
 * @param options.customers number of customers.
 * @param options.crossOf the pairs of a week.
 * @returns 1 for each customer who is taken.
 */
export function drawCustomers(
  weekly: WeeklyPurchases,
  { train, val, test }: Record<"train" | "val" | "test", number[]>,
  { customers, crossOf, maxRows, mostHeld, seed }: {
    customers: number;
    crossOf: (week: number) => Cross;
    maxRows: number;
    mostHeld: number;
    seed: number;
  },
): { held: Uint8Array; learned: Uint8Array } {
  const pairsOf = (weeks: number[]) =>
    weeks.reduce((sum, week) => sum + crossSize(crossOf(week)), 0);
  const draw = (rows: number, most: number) => {
    const taken = new Uint8Array(customers);
    const count = Math.max(1, Math.floor(customers * Math.min(1, most / rows)));
    for (const customer of samplePlaces(customers, count, seed)) taken[customer] = 1;
    return taken;
  };
  const held = draw(Math.max(pairsOf(val), pairsOf(test)), mostHeld);
  // the refit learns from the held weeks too, but the training weeks keep their share
  const ofHeld = shareOf(held) * purchasesIn(weekly, [...val, ...test]), most = maxRows / 2;
  const share = train.length / (train.length + val.length + test.length);
  return { held, learned: draw(purchasesIn(weekly, train), Math.max(most - ofHeld, most * share)) };
}

/** The share of the flags that are 1. */
export function shareOf(flags: Uint8Array): number {
  return flags.reduce((sum, one) => sum + one, 0) / flags.length;
}

/** How many purchases some weeks have. */
function purchasesIn({ week, items }: WeeklyPurchases, weeks: number[]): number {
  const included = new Set(weeks);
  return week.reduce((sum, of, row) => sum + (items[row]! > 0 && included.has(of) ? 1 : 0), 0);
}
