import type { SalesData } from "../../table/sales_data.ts";
import { weeklyPurchases } from "./weekly_purchases.ts";

/**
 * The purchases of every complete week, oldest first, from the first week of the data: pairs of shop
 * and product with a net quantity above 0. A week without purchases has 0.
 */
export function purchasesByWeek(
  { lines, firstWeek, predictedWeek }: Pick<SalesData, "lines" | "firstWeek" | "predictedWeek">,
): number[] {
  const { week, items } = weeklyPurchases(lines);
  const counts = new Array<number>(predictedWeek - firstWeek).fill(0);
  week.forEach((index, row) => items[row]! > 0 && counts[index - firstWeek]!++);
  return counts;
}
