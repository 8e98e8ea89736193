import type { SalesData } from "../../table/sales_data.ts";
import { weeklyPurchases } from "./weekly_purchases.ts";

/**
 * The complete weeks with a purchase, oldest first. A week without any means that shops were closed or
 * that data are missing, not that there was no demand: it is not used for training, for evaluation or
 * as a reference. O(lines).
 *
 * @returns indices of weeks before the predicted one.
 */
export function purchasedWeeks(
  { lines, predictedWeek }: Pick<SalesData, "lines" | "predictedWeek">,
): number[] {
  const { length, week, items } = weeklyPurchases(lines);
  const found: number[] = [];
  for (let row = 0; row < length; row++) { // by week
    if (items[row]! > 0 && week[row]! < predictedWeek && found.at(-1) !== week[row]!) {
      found.push(week[row]!);
    }
  }
  return found;
}

/** The complete weeks of the data without a purchase, oldest first. */
export function emptyWeeks(sales: SalesData): number[] {
  const { firstWeek, predictedWeek } = sales;
  const purchased = new Set(purchasedWeeks(sales));
  return Array.from({ length: predictedWeek - firstWeek }, (_, i) => firstWeek + i)
    .filter((week) => !purchased.has(week));
}
