import type { SalesData } from "../../table/sales_data.ts";

/** One week each to train, validate and test. */
const FEWEST = 3;

/**
 * The complete weeks that a model learns from and is judged on, oldest first: the newest `count`
 * before the predicted week. The very first week has no past to learn from, so it is left out
 * unless fewer than three weeks follow it.
 */
export function includedWeeks(sales: SalesData, count: number): number[] {
  const { firstWeek, predictedWeek } = sales;
  const first = Math.min(
    Math.max(firstWeek + 1, predictedWeek - count),
    Math.max(firstWeek, predictedWeek - FEWEST),
  );
  return Array.from({ length: predictedWeek - first }, (_, i) => first + i);
}
