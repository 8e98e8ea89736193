import { mean, over, share, sum } from "./arithmetic.ts";
import {
  alive,
  decayed,
  everBuyers,
  type Features,
  firstTimeBuyers,
  last,
  NEVER,
  type Past,
  since,
  sinceFirst,
} from "./past.ts";

export function productFeatures(past: Past, product: number): Features {
  const { customers, customersSoFar } = past;
  const ever = everBuyers(past, product);
  const bought = (customer: number, lag: number) => past.lags(customer, product).includes(lag);
  const first = (customer: number) => sinceFirst(past.lags(customer, product));
  const shareOfLast = (n: number) => shareAmong(past, customers, product, n);
  const boughtTwoWeeksAgo = customers.filter((c) => bought(c, 2));
  const toFollow = customers.flatMap((customer) =>
    past.lags(customer, product).filter((lag) => lag >= 2 && lag <= 5)
      .map((lag) => ({ customer, lag }))
  );
  const sold = past.allLags.filter((lag) => customers.some((c) => bought(c, lag)));
  const lackedIt = customersSoFar.filter((c) => !ever.includes(c) || first(c) <= 2);
  return {
    product_share_1: shareOfLast(1),
    product_share_2: shareOfLast(2),
    product_share_4: shareOfLast(4),
    product_share_12: shareOfLast(12),
    product_trend_1_4: over(shareOfLast(1), shareOfLast(4)),
    product_trend_4_12: over(shareOfLast(4), shareOfLast(12)),
    product_alive: alive(past, product),
    product_retention_1: share(boughtTwoWeeksAgo, (c) => bought(c, 1)),
    product_retention_4: share(toFollow, ({ customer, lag }) => bought(customer, lag - 1)),
    product_rebuy_rate: share(ever, (c) => past.lags(c, product).length > 1),
    product_age: sold.at(-1) ?? 0,
    product_weeks_since: sold.at(0) ?? NEVER,
    product_reach: over(ever.length, customersSoFar.length),
    product_adopters_2: over(firstTimeBuyers(past, product, 2).length, lackedIt.length),
    product_new_share_4: share(
      ever.filter((c) => since(past.lags(c, product)) <= 4),
      (c) => first(c) <= 4,
    ),
    product_mean_decay: mean(ever.map((c) => decayed(past, past.lags(c, product), 0.9))),
  };
}

/** Features of the product among customers of the same type. */
export function typeFeatures(past: Past, customer: number, product: number): Features {
  const type = past.typeOf(customer);
  const ofType = past.customers.filter((c) => past.typeOf(c) === type);
  const smoothed = (n: number) =>
    over(
      purchasesOf(past, ofType, product, n) + 20 * shareAmong(past, past.customers, product, n),
      activeWeeksOf(past, ofType, n) + 20,
    );
  return { product_share_in_type_1: smoothed(1), product_share_in_type_4: smoothed(4) };
}

/** Share of the customers' active weeks among the last n in which they bought the product. */
function shareAmong(past: Past, customers: number[], product: number, n: number): number {
  return over(purchasesOf(past, customers, product, n), activeWeeksOf(past, customers, n));
}

function purchasesOf(past: Past, customers: number[], product: number, n: number): number {
  return sum(customers.map((c) => last(n, past.lags(c, product)).length));
}

function activeWeeksOf(past: Past, customers: number[], n: number): number {
  return sum(customers.map((c) => last(n, past.activeLags(c)).length));
}
