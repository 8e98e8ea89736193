import { fullCatalogue } from "../features/pairs/known_universe.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import { linesBefore } from "../table/order_lines.ts";
import type { SalesData } from "../table/sales_data.ts";
import { mondayOfWeek, weekName } from "../table/time/week.ts";
import { truthOf } from "./judge_forecast.ts";

/**
 * The record of a week and model without measures: the week has no purchase that a forecast could
 * have ranked. It is left out of means, intervals and figures.
 */
export interface UnjudgedRecord {
  /** ISO name. */
  week: string;
  model: string;
  judged: false;
  pairs: number;
  positives: 0;
  /** Purchases of the week outside the known universe: new products or customers. */
  positives_beyond_known: number;
  average_precision: null;
}

/**
 * The records of the weeks in which no pair of the known universe was bought, by week index; other
 * weeks have none.
 */
export function unjudgedWeeks(
  sales: SalesData,
  weeks: number[],
): Map<number, Omit<UnjudgedRecord, "model">> {
  const weekly = weeklyPurchases(sales.lines), all = fullCatalogue(sales);
  const found = new Map<number, Omit<UnjudgedRecord, "model">>();
  for (const week of weeks) {
    const lines = linesBefore(sales.lines, mondayOfWeek(week));
    const past: SalesData = { ...sales, lines, predictedWeek: week };
    const { label, catalogue } = truthOf(past, weekly, all, week);
    if (label.includes(1)) continue;
    found.set(week, {
      week: weekName(week),
      judged: false,
      pairs: label.length,
      positives: 0,
      positives_beyond_known: catalogue.label.reduce((sum, value) => sum + value, 0),
      average_precision: null,
    });
  }
  return found;
}
