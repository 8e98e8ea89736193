import type { SalesData } from "../table/sales_data.ts";
import { knownUniverse } from "../features/pairs/known_universe.ts";
import { purchasedWeeks } from "../features/purchases/purchased_weeks.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";

/** Number of past weeks used: about 60 customers start in them on the real data. */
const WEEKS = 12;
/** Weight of the prior, in first baskets. */
const PRIOR_BASKETS = 20;

/**
 * The probability that a customer who has never bought buys each product in `sales.predictedWeek`.
 * Such a customer has no purchase history, so it is the share of such customers who start in a
 * week, times the share of first baskets with the product, shrunk to the share of all baskets. On
 * the real data 4 % start in a week, and no pair comes near a decision threshold.
 *
 * @returns one probability per product, 0 for those never sold.
 */
export function newCustomerProbability(sales: SalesData): Float64Array {
  const { predictedWeek } = sales;
  const products = sales.products.ids.length;
  const weeks = pastWeeks(sales), from = weeks[0] ?? predictedWeek;
  const weekly = weeklyPurchases(sales.lines);

  const firstBuy = new Int32Array(sales.customers.ids.length).fill(predictedWeek);
  const firstBaskets = new Float64Array(products), allBaskets = new Float64Array(products);
  let started = 0, baskets = 0, lastBasket = "";
  for (let row = 0; row < weekly.length; row++) {
    const week = weekly.week[row]!, customer = weekly.customer[row]!;
    if (weekly.items[row]! <= 0) continue;
    const starts = firstBuy[customer]! >= week;
    if (firstBuy[customer]! > week) {
      firstBuy[customer] = week;
      if (week >= from) started++;
    }
    if (week < from) continue;
    const basket = `${week} ${customer}`;
    if (basket !== lastBasket) baskets++;
    lastBasket = basket;
    allBaskets[weekly.product[row]!]!++;
    if (starts) firstBaskets[weekly.product[row]!]!++;
  }

  let waited = 0; // customer-weeks without an earlier purchase
  for (const week of weeks) {
    for (const first of firstBuy) if (first >= week) waited++;
  }
  const startRate = (started + 0.5) / (waited + 1);
  return firstBaskets.map((count, product) => {
    const shareOfAll = baskets === 0 ? 0 : allBaskets[product]! / baskets;
    return startRate * (count + PRIOR_BASKETS * shareOfAll) / (started + PRIOR_BASKETS);
  });
}

/**
 * The probability that a pair with a product that never sold is bought in `sales.predictedWeek`:
 * the share of such pairs that were bought in the last weeks; above 0.
 */
export function launchProbability(sales: SalesData): number {
  const weekly = weeklyPurchases(sales.lines);
  const catalogue = sales.customers.ids.length * sales.products.ids.length;
  let bought = 0.5, pairs = 1;
  for (const w of pastWeeks(sales)) {
    const known = new Set(knownUniverse(sales, w).product);
    for (let row = 0; row < weekly.length; row++) {
      const fresh = weekly.week[row] === w && !known.has(weekly.product[row]!);
      if (fresh && weekly.items[row]! > 0) bought++;
    }
    pairs += catalogue - known.size * sales.customers.ids.length;
  }
  return bought / pairs;
}

/** The newest weeks with purchases; the first week of the data has no past. */
function pastWeeks(sales: SalesData): number[] {
  return purchasedWeeks(sales).filter((week) => week > sales.firstWeek).slice(-WEEKS);
}
