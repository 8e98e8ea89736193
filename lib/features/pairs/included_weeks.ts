import type { SalesData } from "../../table/sales_data.ts";

/** One week each for training, validation and test. */
const FEWEST = 3;

/**
 * The complete weeks for training, validation and test, oldest first: the newest `count` before the
 * predicted week. The first week of the data has no past, so it is left out unless fewer than three
 * weeks follow it.
 */
export function includedWeeks(sales: SalesData, count: number): number[] {
  const { firstWeek, predictedWeek } = sales;
  const first = Math.min(
    Math.max(firstWeek + 1, predictedWeek - count),
    Math.max(firstWeek, predictedWeek - FEWEST),
  );
  return Array.from({ length: predictedWeek - first }, (_, i) => first + i);
}
