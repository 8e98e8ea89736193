import { knownUniverse } from "../features/pairs/known_universe.ts";
import { purchased } from "../features/pairs/purchased.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import type { SalesData } from "../table/sales_data.ts";
import { averagePrecision } from "../metrics/average_precision.ts";

/** Published probabilities, by ids. */
export interface PublishedScores {
  customer: ArrayLike<number>;
  product: ArrayLike<number>;
  probability: ArrayLike<number>;
}

/**
 * Average precision of a published forecast over the known universe of its week, which is now
 * complete. Pairs that are not in the forecast are left out.
 *
 * @param week week index; complete in `sales`.
 */
export function realisedPrecision(
  sales: SalesData,
  week: number,
  scores: PublishedScores,
): { average_precision: number; pairs: number; purchases: number } {
  const { customers, products } = sales;
  const indexOf = (ids: Float64Array) => new Map(Array.from(ids, (id, i) => [id, i]));
  const customerOf = indexOf(customers.ids), productOf = indexOf(products.ids);
  const width = products.ids.length;
  const published = new Float64Array(customers.ids.length * width).fill(NaN);
  for (let row = 0; row < scores.probability.length; row++) {
    const customer = customerOf.get(scores.customer[row]!);
    const product = productOf.get(scores.product[row]!);
    if (customer === undefined || product === undefined) continue;
    published[customer * width + product] = scores.probability[row]!;
  }
  const all = knownUniverse(sales, week);
  const probabilityOf = (i: number) => published[all.customer[i]! * width + all.product[i]!]!;
  const kept = Int32Array.from(all.customer.keys()).filter((i) => !Number.isNaN(probabilityOf(i)));
  const pairs = {
    customer: kept.map((i) => all.customer[i]!),
    product: kept.map((i) => all.product[i]!),
  };
  const label = purchased(weeklyPurchases(sales.lines), week, pairs);
  const purchases = label.reduce((sum, value) => sum + value, 0);
  const probability = Float64Array.from(kept, probabilityOf);
  return {
    average_precision: purchases === 0 ? 0 : averagePrecision(label, probability),
    pairs: kept.length,
    purchases,
  };
}
