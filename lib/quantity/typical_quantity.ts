import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import type { SalesData } from "../table/sales_data.ts";

/** Weight of a purchase in the mean of its product, per week of age: quantities change slowly. */
const DECAY = 0.96;

/** Purchases of prior knowledge in the mean of a product, of a customer, and of a pair. */
const PRIOR = { product: 5, customer: 5, pair: 1 };

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
  const { length, week, customer: c, product: p, items } = weeklyPurchases(lines);
  const width = products.ids.length;
  const weightOf = (row: number) => DECAY ** (predictedWeek - week[row]!);

  let sum = 0, total = 0;
  for (let row = 0; row < length; row++) {
    if (items[row]! <= 0) continue;
    sum += weightOf(row) * items[row]!;
    total += weightOf(row);
  }
  const everywhere = total > 0 ? sum / total : 1;
  const ofProduct = shrunkMeans(width, PRIOR.product, everywhere);
  for (let row = 0; row < length; row++) {
    if (items[row]! > 0) ofProduct.add(p[row]!, items[row]!, weightOf(row));
  }
  const product = ofProduct.means();

  const ofCustomer = shrunkMeans(customers.ids.length, PRIOR.customer * everywhere, 1);
  // by pair: first the sums, then the means
  const quantity = new Float64Array(customers.ids.length * width);
  const counts = new Uint16Array(quantity.length);
  for (let row = 0; row < length; row++) {
    if (items[row]! <= 0) continue;
    // a mean of ratios, in which products with large quantities count more
    ofCustomer.add(c[row]!, items[row]! / product[p[row]!]!, product[p[row]!]!);
    const pair = c[row]! * width + p[row]!;
    quantity[pair]! += items[row]!;
    counts[pair]!++;
  }
  const customer = ofCustomer.means();
  for (let c = 0, pair = 0; c < customer.length; c++) {
    for (let p = 0; p < width; p++, pair++) {
      const prior = product[p]! * customer[c]!;
      quantity[pair] = (quantity[pair]! + PRIOR.pair * prior) / (counts[pair]! + PRIOR.pair);
    }
  }
  return quantity;
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
