import { fullCatalogue } from "../features/pairs/known_universe.ts";
import { type Expected, volumeForecast } from "../quantity/volume_forecast.ts";
import { COVERAGE } from "../quantity/volume_spread.ts";
import type { Id } from "../table/ids.ts";
import type { SalesData } from "../table/sales_data.ts";
import { weekName } from "../table/time/week.ts";
import { expectedItems, type Forecast } from "./predict.ts";

/** `expected_items.json`: how much will be bought, in all and by product. */
export interface ExpectedItemsReport {
  /** ISO name of the predicted week. */
  week: string;
  /** Share of the weeks that the intervals should hold. */
  coverage: number;
  /** Pairs bought, and units, of all products. */
  total: { purchases: Expected; items: Expected };
  /** Products with order lines, most units first. */
  products: { product_id: Id; purchases: Expected; items: Expected }[];
}

/**
 * How much a forecast expects; numbers have six significant digits.
 *
 * @param forecast for every pair of the catalogue.
 */
export function expectedItemsReport(
  sales: SalesData,
  forecast: Pick<Forecast, "week" | "probability" | "quantity">,
): ExpectedItemsReport {
  const { week, probability } = forecast, { product } = fullCatalogue(sales);
  const items = expectedItems(forecast), sold = new Set(sales.lines.product);
  const { total, products } = volumeForecast(sales, { product, probability, items });
  return {
    week: weekName(week),
    coverage: COVERAGE,
    total: { purchases: short(total.purchases), items: short(total.items) },
    products: products.map(({ purchases, items }, p) => ({
      product_id: sales.products.ids[p]!,
      purchases: short(purchases),
      items: short(items),
    })).filter((_, p) => sold.has(p)).sort((a, b) => b.items.expected - a.items.expected),
  };
}

function short(values: Expected): Expected {
  const rounded = Object.entries(values).map(([name, x]) => [name, Number(x.toPrecision(6))]);
  return Object.fromEntries(rounded) as Expected;
}
