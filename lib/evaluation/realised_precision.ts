import { knownUniverse } from "../features/pairs/known_universe.ts";
import { purchased } from "../features/pairs/purchased.ts";
import { firstOfWeek } from "../features/purchases/first_of_week.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import { type Ids, positionsOf } from "../table/ids.ts";
import type { SalesData } from "../table/sales_data.ts";
import { averagePrecision } from "../metrics/average_precision.ts";

/** Published probabilities, by ids. */
export interface PublishedScores {
  customer: Ids;
  product: Ids;
  probability: ArrayLike<number>;
}

/** How a published forecast turned out. */
export interface Realised {
  average_precision: number;
  /** Pairs of the week's known universe that are in the forecast. */
  pairs: number;
  /** Bought pairs among them. */
  purchases: number;
  /** Pairs bought in the week, also those that the forecast did not know. */
  bought: number;
  /** Those of them that were listed. */
  listed_bought: number;
  /** Units of all pairs bought. */
  items_bought: number;
}

/**
 * Average precision of a published forecast over the known universe of its week, which is now
 * complete. Pairs that are not in the forecast are left out.
 *
 * @param week week index; complete in `sales`.
 * @param threshold pairs with a higher probability were listed.
 */
export function realisedPrecision(
  sales: SalesData,
  week: number,
  scores: PublishedScores,
  threshold: number,
): Realised {
  const { customers, products } = sales;
  const customerOf = positionsOf(customers.ids, scores.customer);
  const productOf = positionsOf(products.ids, scores.product);
  const width = products.ids.length;
  const published = new Float64Array(customers.ids.length * width).fill(NaN);
  for (let row = 0; row < scores.probability.length; row++) {
    const customer = customerOf[row]!, product = productOf[row]!;
    if (customer < 0 || product < 0) continue;
    published[customer * width + product] = scores.probability[row]!;
  }
  const all = knownUniverse(sales, week);
  const probabilityOf = (i: number) => published[all.customer[i]! * width + all.product[i]!]!;
  const kept = Int32Array.from(all.customer.keys()).filter((i) => !Number.isNaN(probabilityOf(i)));
  const pairs = {
    customer: kept.map((i) => all.customer[i]!),
    product: kept.map((i) => all.product[i]!),
  };
  const weekly = weeklyPurchases(sales.lines);
  const label = purchased(weekly, week, pairs);
  let bought = 0, items_bought = 0;
  for (let row = firstOfWeek(weekly, week); weekly.week[row] === week; row++) {
    if (weekly.items[row]! <= 0) continue;
    bought++;
    items_bought += weekly.items[row]!;
  }
  const purchases = label.reduce((sum, value) => sum + value, 0);
  const probability = Float64Array.from(kept, probabilityOf);
  return {
    average_precision: purchases === 0 ? 0 : averagePrecision(label, probability),
    pairs: kept.length,
    purchases,
    bought,
    items_bought,
    listed_bought: probability.reduce(
      (sum, p, i) => sum + (p > threshold ? label[i]! : 0),
      0,
    ),
  };
}
