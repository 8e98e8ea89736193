import { type Expected, volumeForecast } from "../quantity/volume_forecast.ts";
import { COVERAGE } from "../quantity/volume_spread.ts";
import { USUAL_WEEKS } from "../quantity/weekly_volume.ts";
import type { Id } from "../table/ids.ts";
import type { SalesData } from "../table/sales_data.ts";
import { weekName } from "../table/time/week.ts";
import type { Forecast } from "./predict.ts";

/** `expected_items.json`: how much will be bought, in all and by product. */
export interface ExpectedItemsReport {
  /** ISO name of the predicted week. */
  week: string;
  /** Share of the weeks that the intervals should hold. */
  coverage: number;
  /** ISO names of the weeks whose mean is `usual`, the last week among them; absent before 0.3.0. */
  usual_weeks?: string[];
  /** Past weeks that the intervals were learned from; absent before 0.3.0 and without intervals. */
  past_weeks?: number;
  /** Pairs bought, and units, of all products. */
  total: { purchases: Expected; items: Expected };
  /** Products with order lines, most units first. */
  products: { product_id: Id; purchases: Expected; items: Expected }[];
}

/**
 * How much a forecast expects. Numbers by product have six significant digits; those of all products
 * are exact, as whoever shows them rounds: rounded twice, 23,520.48 would become 23,521.
 *
 * @param forecast for every pair of the catalogue.
 */
export function expectedItemsReport(
  sales: SalesData,
  forecast: Pick<Forecast, "week" | "probability" | "quantity">,
): ExpectedItemsReport {
  const { week } = forecast, sold = new Set(sales.lines.product);
  const { total, products, pastWeeks } = volumeForecast(sales, forecast);
  return {
    week: weekName(week),
    coverage: COVERAGE,
    usual_weeks: weekNames(Math.max(sales.firstWeek, week - USUAL_WEEKS), week),
    ...pastWeeks > 0 ? { past_weeks: pastWeeks } : {},
    total,
    products: products.map(({ purchases, items }, p) => ({
      product_id: sales.products.ids[p]!,
      purchases: short(purchases),
      items: short(items),
    })).filter((_, p) => sold.has(p)).sort((a, b) => b.items.expected - a.items.expected),
  };
}

/** The names of the weeks from `from` to the one before `to`. */
function weekNames(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => weekName(from + i));
}

function short(values: Expected): Expected {
  const rounded = Object.entries(values).map(([name, x]) => [name, Number(x.toPrecision(6))]);
  return Object.fromEntries(rounded) as Expected;
}
