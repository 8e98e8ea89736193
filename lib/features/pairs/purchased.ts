import type { WeeklyPurchases } from "../../table/sales_data.ts";
import type { Pairs } from "./cross.ts";
import { firstOfWeek } from "../purchases/first_of_week.ts";
import { flagsOf, pairSet } from "./pair_set.ts";

/**
 * The target `comprado`: 1 if the week's net quantity of a pair is above 0, else 0.
 *
 * @param weekly the merged purchases of all weeks, as `weeklyPurchases` returns them.
 * @param week week index.
 * @returns one label per pair, in the order of `pairs`.
 */
export function purchased(weekly: WeeklyPurchases, week: number, pairs: Pairs): Uint8Array {
  const bought = pairSet(pairs);
  for (let row = firstOfWeek(weekly, week); weekly.week[row] === week; row++) {
    if (weekly.items[row]! > 0) bought.add(weekly.customer[row]!, weekly.product[row]!);
  }
  return flagsOf(pairs, bought);
}
