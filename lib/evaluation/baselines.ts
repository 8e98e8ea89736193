import type { SalesData } from "../table/sales_data.ts";
import type { Pairs } from "../features/pairs/cross.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";

/** Scores pairs for `sales.predictedWeek` from earlier weeks only; scores are in [0, 1]. */
export type Baseline = (sales: SalesData, pairs: Pairs) => Float64Array;

/**
 * Simple baselines that a model must beat:
 *
 * - `popularity`: the product's mean number of buyers per week over the last 4 weeks, divided by
 *   the number of customers so far; the same for every customer;
 * - `frequency`: the share of the last 12 weeks in which the customer bought the product;
 * - `decay`: the same over all weeks, each weighted by 0.85^lag.
 */
export const BASELINES = { popularity, frequency, decay } satisfies Record<string, Baseline>;

const POPULARITY_WEEKS = 4;
const FREQUENCY_WEEKS = 12;
const DECAY = 0.85;

function popularity(sales: SalesData, pairs: Pairs): Float64Array {
  const { weeks, isPurchase, ...weekly } = purchasesBefore(sales, POPULARITY_WEEKS);
  const buyers = new Float64Array(sales.products.ids.length);
  for (let row = 0; row < weekly.length; row++) {
    if (isPurchase(row)) buyers[weekly.product[row]!]!++;
  }
  const customers = new Set(sales.lines.customer).size;
  return scored(pairs, (_, product) => buyers[product]! / (weeks * customers) || 0);
}

function frequency(sales: SalesData, pairs: Pairs): Float64Array {
  return weightedFrequency(sales, pairs, FREQUENCY_WEEKS, () => 1);
}

function decay(sales: SalesData, pairs: Pairs): Float64Array {
  return weightedFrequency(sales, pairs, Infinity, (lag) => DECAY ** lag);
}

function weightedFrequency(
  sales: SalesData,
  pairs: Pairs,
  window: number,
  weight: (lag: number) => number,
): Float64Array {
  const { weeks, isPurchase, ...weekly } = purchasesBefore(sales, window);
  const products = sales.products.ids.length;
  const sums = new Float64Array(sales.customers.ids.length * products);
  for (let row = 0; row < weekly.length; row++) {
    if (!isPurchase(row)) continue;
    const lag = sales.predictedWeek - weekly.week[row]!;
    sums[weekly.customer[row]! * products + weekly.product[row]!]! += weight(lag);
  }
  let possible = 0;
  for (let lag = 1; lag <= weeks; lag++) possible += weight(lag);
  return scored(pairs, (customer, product) => sums[customer * products + product]! / possible);
}

function scored(
  { customer, product }: Pairs,
  score: (customer: number, product: number) => number,
): Float64Array {
  return new Float64Array(customer.length).map((_, i) => score(customer[i]!, product[i]!));
}

function purchasesBefore(sales: SalesData, window: number) {
  const { firstWeek, predictedWeek } = sales;
  const weekly = weeklyPurchases(sales.lines);
  const weeks = Math.max(1, Math.min(window, predictedWeek - firstWeek));
  const isPurchase = (row: number) =>
    weekly.week[row]! >= predictedWeek - weeks && weekly.week[row]! < predictedWeek &&
    weekly.items[row]! > 0;
  return { ...weekly, weeks, isPurchase };
}
