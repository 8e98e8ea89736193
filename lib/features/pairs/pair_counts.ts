import type { WeeklyPurchases } from "../../table/sales_data.ts";
import type { Cross } from "./cross.ts";
import { firstPurchases } from "../purchases/first_purchases.ts";

/** How many pairs of a week there are of each kind. */
export interface PairCounts {
  /** Bought in the week. */
  bought: number;
  /** Not bought in it, but in an earlier week. */
  repeat: number;
  /** The others. */
  unbought: number;
}

/**
 * Counts the pairs of some weeks as `purchased` and `boughtBefore` flag them, without making them:
 * O(purchases) for all weeks, not O(pairs) for each.
 *
 * @param weekly the merged purchases of all weeks, as `weeklyPurchases` returns them.
 * @param weeks ascending week indices.
 * @param crossOf the pairs of a week, always of the same part of the customers; those of them that
 *   were bought before it are among the pairs.
 * @param options.byRepeat false counts every pair that was not bought in the week as `unbought`.
 */
export function pairCounts(
  weekly: WeeklyPurchases,
  weeks: number[],
  crossOf: (week: number) => Cross,
  { byRepeat }: { byRepeat: boolean },
): Map<number, PairCounts> {
  const isFirst = firstPurchases(weekly), counts = new Map<number, PairCounts>();
  let row = 0, before = 0;
  for (const week of weeks) {
    const { customers, products } = crossOf(week);
    const [ofCustomer, ofProduct] = [new Set(customers), new Set(products)];
    for (; row < weekly.length && weekly.week[row]! < week; row++) {
      if (ofCustomer.has(weekly.customer[row]!)) before += isFirst[row]!;
    }
    let bought = 0, again = 0;
    for (let i = row; weekly.week[i] === week; i++) {
      const isPair = weekly.items[i]! > 0 && ofCustomer.has(weekly.customer[i]!) &&
        ofProduct.has(weekly.product[i]!);
      if (!isPair) continue;
      bought++;
      if (!isFirst[i]) again++;
    }
    const repeat = byRepeat ? before - again : 0;
    const unbought = customers.length * products.length - bought - repeat;
    counts.set(week, { bought, repeat, unbought });
  }
  return counts;
}
