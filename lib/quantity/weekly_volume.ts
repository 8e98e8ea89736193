import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import type { SalesData } from "../table/sales_data.ts";

/** What was bought of each product in each week; the first index is the week, oldest first. */
export interface WeeklyVolume {
  /** Pairs that were bought, by week and product. */
  purchases: Float64Array[];
  /** Units bought, by week and product; weeks of a pair with more returns than purchases are left out. */
  items: Float64Array[];
}

/** The volume of every week from `firstWeek` to the one before `predictedWeek`. */
export function weeklyVolume(
  { lines, products, firstWeek, predictedWeek }: Pick<
    SalesData,
    "lines" | "products" | "firstWeek" | "predictedWeek"
  >,
): WeeklyVolume {
  const empty = () =>
    Array.from(
      { length: predictedWeek - firstWeek },
      () => new Float64Array(products.ids.length),
    );
  const purchases = empty(), items = empty();
  const weekly = weeklyPurchases(lines);
  for (let row = 0; row < weekly.length; row++) {
    const week = weekly.week[row]! - firstWeek, product = weekly.product[row]!;
    if (week < 0 || week >= purchases.length || !(weekly.items[row]! > 0)) continue;
    purchases[week]![product]!++;
    items[week]![product]! += weekly.items[row]!;
  }
  return { purchases, items };
}

/** Weeks whose mean is the usual week. */
export const USUAL_WEEKS = 4;

/** The mean of the newest `count` weeks, by product. */
export function recentMean(weeks: readonly Float64Array[], count = USUAL_WEEKS): Float64Array {
  const recent = weeks.slice(-count);
  const sum = new Float64Array(recent[0]?.length ?? 0);
  for (const week of recent) week.forEach((value, product) => sum[product]! += value);
  return sum.map((value) => value / Math.max(1, recent.length));
}
