import { type Expected, volumeForecast } from "../quantity/volume_forecast.ts";
import { recentMean, weeklyVolume } from "../quantity/weekly_volume.ts";
import type { SalesData } from "../table/sales_data.ts";

/** How well a forecast knew how many units of each product are bought in a week. */
export interface VolumeMetrics {
  /** Units bought, and expected. */
  items: number;
  items_expected: number;
  /** 1 if the interval of the sum holds the units bought, 0 if not; NaN without an interval. */
  items_in_interval: number;
  /** Products with at least 20 expected purchases, and those whose interval holds their units. */
  products_with_interval: number;
  products_in_interval: number;
  /** Weighted absolute percentage error: absolute errors of all products over the units bought. */
  items_wape: number;
  /** The same for the mean of the last four weeks. */
  items_wape_four_weeks: number;
  /** The same for the week a year before, or the last week if the data are younger. */
  items_wape_seasonal: number;
}

/** Expected purchases from which the coverage of a product's interval is measured. */
const FEWEST = 20;

const WEEKS_PER_YEAR = 52;

/**
 * Compares the expected units of a week with those bought.
 *
 * @param past the data before the week.
 * @param found units bought in the week, by product index.
 */
export function judgeVolume(
  past: SalesData,
  forecast: { probability: Float64Array; quantity: Float64Array },
  found: Float64Array,
): VolumeMetrics {
  const { total, products } = volumeForecast(past, forecast);
  const judged = products.map((of, p) => ({ ...of, found: found[p]! }))
    .filter(({ purchases, items: { low } }) => purchases.expected >= FEWEST && low !== undefined);
  const history = weeklyVolume(past).items;
  const bought = found.reduce((sum, value) => sum + value, 0);
  const wape = (expected: Float64Array) =>
    expected.reduce((sum, value, p) => sum + Math.abs(value - found[p]!), 0) / bought;
  return {
    items: bought,
    items_expected: total.items.expected,
    items_in_interval: total.items.low === undefined ? NaN : Number(holds(total.items, bought)),
    products_with_interval: judged.length,
    products_in_interval: judged.filter(({ items, found }) => holds(items, found)).length,
    items_wape: wape(Float64Array.from(products, ({ items }) => items.expected)),
    items_wape_four_weeks: wape(recentMean(history)),
    items_wape_seasonal: wape(history.at(-WEEKS_PER_YEAR) ?? recentMean(history, 1)),
  };
}

/** Units bought in a week, by product index. */
export function itemsOfWeek(sales: SalesData, week: number): Float64Array {
  const { items } = weeklyVolume({ ...sales, firstWeek: week, predictedWeek: week + 1 });
  return items[0]!;
}

function holds({ low, high }: Expected, value: number): boolean {
  return low! <= value && value <= high!;
}
