import { pairKey } from "../features/pairs/pair_key.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import type { SalesData } from "../table/sales_data.ts";

/** Weight of a purchase in the mean of its product, per week of age: quantities change slowly. */
const DECAY = 0.96;

/** Purchases of prior knowledge in the mean of a product, of a customer, and of a pair. */
const PRIOR = { product: 5, customer: 5, pair: 1 };

/** Of a pair that was never bought. */
const NONE = { sum: 0, count: 0 };

/**
 * The quantity to expect of each customer × product if it is bought, in sales units per week; that of
 * customer `c` and product `p` is `c * products + p`.
 *
 * It is the mean of the pair's purchases, one of which is the prior: the mean of the product times
 * how much more or less than others the customer buys of its products. On the 56,000 purchases of
 * 2024-W36 to W43 of the real data, the absolute errors sum to .46 of the quantities; without the
 * pair's own purchases to .63, with the mean of the product to .90. Weights by age, medians and
 * other priors are no better.
 *
 * O(weekly purchases + pairs).
 */
export function typicalQuantity(sales: SalesData): Float64Array {
  const { customers, products, lines, predictedWeek } = sales;
  const weekly = weeklyPurchases(lines);
  const rows = Array.from(weekly.items.keys()).filter((row) => weekly.items[row]! > 0);
  const weightOf = (row: number) => DECAY ** (predictedWeek - weekly.week[row]!);

  const everywhere = meanOf(rows, weekly.items, weightOf);
  const ofProduct = shrunkMeans(products.ids.length, PRIOR.product, everywhere);
  for (const row of rows) ofProduct.add(weekly.product[row]!, weekly.items[row]!, weightOf(row));
  const product = ofProduct.means();

  const ofCustomer = shrunkMeans(customers.ids.length, PRIOR.customer * everywhere, 1);
  const ofPair = new Map<number, { sum: number; count: number }>();
  for (const row of rows) {
    const [c, p, items] = [weekly.customer[row]!, weekly.product[row]!, weekly.items[row]!];
    // a mean of ratios, in which products with large quantities count more
    ofCustomer.add(c, items / product[p]!, product[p]!);
    const key = pairKey(c, p), seen = ofPair.get(key) ?? NONE;
    ofPair.set(key, { sum: seen.sum + items, count: seen.count + 1 });
  }
  const customer = ofCustomer.means();

  const width = product.length;
  const quantity = new Float64Array(customer.length * width);
  for (let c = 0; c < customer.length; c++) {
    for (let p = 0; p < width; p++) {
      const { sum, count } = ofPair.get(pairKey(c, p)) ?? NONE;
      const prior = product[p]! * customer[c]!;
      quantity[c * width + p] = (sum + PRIOR.pair * prior) / (count + PRIOR.pair);
    }
  }
  return quantity;
}

/** The weighted mean quantity; 1 if there is no purchase. */
function meanOf(
  rows: number[],
  items: Float64Array,
  weightOf: (row: number) => number,
): number {
  let sum = 0, total = 0;
  for (const row of rows) {
    sum += weightOf(row) * items[row]!;
    total += weightOf(row);
  }
  return total > 0 ? sum / total : 1;
}

/** Weighted means per group, each with `weight` of the `prior`. */
function shrunkMeans(groups: number, weight: number, prior: number) {
  const sums = new Float64Array(groups).fill(weight * prior);
  const weights = new Float64Array(groups).fill(weight);
  return {
    add(group: number, value: number, weight: number): void {
      sums[group]! += weight * value;
      weights[group]! += weight;
    },
    means: (): Float64Array => sums.map((sum, group) => sum / weights[group]!),
  };
}
