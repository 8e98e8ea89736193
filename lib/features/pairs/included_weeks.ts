import type { SalesData } from "../../table/sales_data.ts";
import { purchasedWeeks } from "../purchases/purchased_weeks.ts";

/** One week each for training, validation and test. */
const FEWEST = 3;

/**
 * The complete weeks for training, validation and test, oldest first: the newest `count` with a
 * purchase before the predicted week. The first week of the data has no past, so it is left out
 * unless fewer than three weeks follow it.
 */
export function includedWeeks(
  sales: Pick<SalesData, "lines" | "firstWeek" | "predictedWeek">,
  count: number,
): number[] {
  const purchased = purchasedWeeks(sales);
  const withPast = purchased.filter((week) => week > sales.firstWeek);
  return withPast.length < FEWEST
    ? purchased.slice(-FEWEST)
    : withPast.slice(-Math.max(count, FEWEST));
}
