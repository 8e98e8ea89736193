import { over, sum } from "./arithmetic.ts";
import {
  decayed,
  type Features,
  interval,
  last,
  lateness,
  type Past,
  since,
  sinceFirst,
  weight,
} from "./past.ts";

export function customerFeatures(past: Past, customer: number): Features {
  const active = past.activeLags(customer);
  const lagsOf = past.products.map((p) => past.lags(customer, p)).filter((lags) => lags.length > 0);
  const basket = (lag: number) => lagsOf.filter((lags) => lags.includes(lag)).length;
  const boughtWithin = (n: number) => lagsOf.filter((lags) => since(lags) <= n).length;
  return {
    customer_decay_60: decayed(past, active, 0.6),
    customer_decay_80: decayed(past, active, 0.8),
    customer_decay_90: decayed(past, active, 0.9),
    customer_decay_96: decayed(past, active, 0.96),
    customer_share_4: over(last(4, active).length, last(4, past.allLags).length),
    customer_weeks_8: last(8, active).length,
    customer_weeks_12: last(12, active).length,
    customer_weeks_26: last(26, active).length,
    customer_weeks_since: since(active),
    customer_age: sinceFirst(active),
    customer_interval: interval(active),
    customer_lateness: lateness(active),
    customer_basket_last: basket(since(active)),
    customer_basket_decayed: over(
      sum(active.map((lag) => 0.8 ** lag * basket(lag))),
      weight(active, 0.8),
    ),
    customer_products_ever: lagsOf.length,
    customer_products_4: boughtWithin(4),
    customer_products_12: boughtWithin(12),
    customer_new_rate: over(weight(lagsOf.map(sinceFirst), 0.9), weight(active, 0.9)),
    customer_expected_products: sum(lagsOf.map((lags) => decayed(past, lags, 0.8))),
  };
}
