import type { SalesData } from "../table/sales_data.ts";
import { weekName } from "../table/week.ts";
import { UserError } from "../user_error.ts";

/**
 * The complete weeks a model learns from and is judged on, oldest first: the newest `count` before
 * the predicted week. The very first week has no past and so no known universe: it is never one.
 *
 * @throws UserError with fewer than 3: one each to train, validate and test.
 */
export function includedWeeks(sales: SalesData, count: number): number[] {
  const { firstWeek, predictedWeek } = sales;
  const first = Math.max(firstWeek + 1, predictedWeek - count);
  const weeks = Array.from({ length: Math.max(0, predictedWeek - first) }, (_, i) => first + i);
  if (weeks.length < 3) {
    throw new UserError(
      "transacciones.parquet: expected at least 4 complete weeks (one to look back on, and one each " +
        `to train, validate and test) before ${weekName(predictedWeek)}, found ${
          predictedWeek - firstWeek
        }, the first ${weekName(firstWeek)}.\nAdd older order lines, or predict a later week.`,
    );
  }
  return weeks;
}
