import { gaps, over, share, sum } from "./arithmetic.ts";
import {
  decayed,
  type Features,
  interval,
  last,
  lateness,
  NEVER,
  NEVER_DAYS,
  type Past,
  since,
  sinceFirst,
  weight,
} from "./past.ts";

export function pairFeatures(past: Past, customer: number, product: number): Features {
  const lags = past.lags(customer, product);
  const active = past.activeLags(customer);
  const lastDay = lastOrderDay(past, customer, product);
  const ofActivity = (d: number) => over(weight(lags, d), weight(active, d));
  const ofActiveWeeks = (n: number) => share(active.slice(0, n), (lag) => lags.includes(lag));
  const lag = (n: number) => lags.includes(n) ? 1 : 0;
  return {
    pair_decay_60: decayed(past, lags, 0.6),
    pair_decay_80: decayed(past, lags, 0.8),
    pair_decay_90: decayed(past, lags, 0.9),
    pair_decay_96: decayed(past, lags, 0.96),
    pair_weeks_4: last(4, lags).length,
    pair_weeks_8: last(8, lags).length,
    pair_weeks_12: last(12, lags).length,
    pair_weeks_26: last(26, lags).length,
    pair_weeks_ever: lags.length,
    pair_weeks_since: since(lags),
    pair_days_since: lastDay === undefined ? NEVER_DAYS : past.monday - lastDay,
    pair_age: sinceFirst(lags),
    pair_interval: interval(lags),
    pair_lateness: lateness(lags),
    pair_lag_1: lag(1),
    pair_lag_2: lag(2),
    pair_lag_3: lag(3),
    pair_lag_4: lag(4),
    pair_baskets_since: lastDay === undefined
      ? NEVER
      : past.orderDays(customer).filter((day) => day > lastDay).length,
    pair_share_of_activity_80: ofActivity(0.8),
    pair_share_of_activity_90: ofActivity(0.9),
    pair_share_of_activity_96: ofActivity(0.96),
    pair_share_of_active_weeks_5: ofActiveWeeks(5),
    pair_share_of_active_weeks_10: ofActiveWeeks(10),
    pair_hazard: hazard(past, lags),
    pair_rank: rank(past, customer, product),
  };
}

/** The day of the last order of a product in the last week in which it was bought. */
function lastOrderDay(past: Past, customer: number, product: number): number | undefined {
  const newest = past.lags(customer, product).at(0);
  if (newest === undefined) return undefined;
  const nextMonday = past.monday - 7 * (newest - 1);
  return past.orderDaysOf(customer, product).findLast((day) => day < nextMonday);
}

function hazard(past: Past, lags: number[]): number {
  if (lags.length === 0) return 0;
  const length = since(lags);
  const own = gaps(lags);
  const all = past.customers.flatMap((c) => past.products.map((p) => past.lags(c, p)))
    .filter((other) => other.length > 0);
  const ended = (among: number[]) => among.filter((gap) => gap === length).length;
  const reached = (among: number[]) => among.filter((gap) => gap >= length).length;
  const open = reached(all.map((other) => since(other) - 1));
  const shareOfAll = over(
    sum(all.map((other) => ended(gaps(other)))),
    sum(all.map((other) => reached(gaps(other)))) + open,
  );
  return over(ended(own) + 4 * shareOfAll, reached(own) + 4);
}

function rank(past: Past, customer: number, product: number): number {
  if (past.lags(customer, product).length === 0) return NEVER;
  const frequency = (p: number) => decayed(past, past.lags(customer, p), 0.9);
  return past.products.filter((other) => frequency(other) > frequency(product)).length;
}
