import { over, share, sum } from "./arithmetic.ts";
import {
  alive,
  decayed,
  type Features,
  firstTimeBuyers,
  interval,
  lateness,
  type Past,
  purchases,
  since,
  weight,
} from "./past.ts";

export function groupFeatures(past: Past, customer: number, product: number): Features {
  const group = past.groupOf(product);
  const lags = past.lagsOfAny(customer, group);
  const active = past.activeLags(customer);
  const ofActivity = (d: number) => over(weight(lags, d), weight(active, d));
  const lag = (n: number) => lags.includes(n) ? 1 : 0;
  const frequency = (p: number) => decayed(past, past.lags(customer, p), 0.9);
  const shareWithThem = over(frequency(product), sum(group.map(frequency)));
  const shareLastWeek = shareOfPurchases(past, product, 1, 1);
  return {
    group_decay_60: decayed(past, lags, 0.6),
    group_decay_80: decayed(past, lags, 0.8),
    group_decay_90: decayed(past, lags, 0.9),
    group_decay_96: decayed(past, lags, 0.96),
    group_weeks_ever: lags.length,
    group_weeks_since: since(lags),
    group_interval: interval(lags),
    group_lateness: lateness(lags),
    group_lag_1: lag(1),
    group_lag_2: lag(2),
    group_lag_3: lag(3),
    group_share_of_activity_80: ofActivity(0.8),
    group_share_of_activity_90: ofActivity(0.9),
    group_share_of_activity_96: ofActivity(0.96),
    product_of_group_1: shareLastWeek,
    product_of_group_2: shareOfPurchases(past, product, 1, 2),
    product_of_group_adopters: over(
      firstTimeBuyers(past, product, 2).length,
      sum(group.map((p) => firstTimeBuyers(past, p, 2).length)),
    ),
    product_of_group_change: shareOfPurchases(past, product, 1, 2) -
      shareOfPurchases(past, product, 3, 6),
    group_decay_96_by_product: decayed(past, lags, 0.96) * shareLastWeek,
    group_decay_90_by_member: decayed(past, lags, 0.9) * (shareWithThem + shareLastWeek) / 2,
    pair_share_of_group: shareWithThem,
    group_last_member_alive: lastMemberAlive(past, customer, product),
    group_dying_members: sum(
      group.filter((p) => p !== product).map((p) => frequency(p) * Math.max(0, 1 - alive(past, p))),
    ),
    group_adoption_2: share(
      past.customers.filter((c) => since(past.lagsOfAny(c, group)) <= 8)
        .filter((c) => past.lags(c, product).every((lag) => lag <= 2)),
      (c) => past.lags(c, product).length > 0,
    ),
  };
}

/** The product's share of its group's purchases with lags from `newest` to `oldest`. */
function shareOfPurchases(past: Past, product: number, newest: number, oldest: number): number {
  const ofAll = sum(past.groupOf(product).map((p) => purchases(past, p, newest, oldest)));
  return over(purchases(past, product, newest, oldest), ofAll);
}

function lastMemberAlive(past: Past, customer: number, product: number): number {
  const group = past.groupOf(product);
  const newest = past.lagsOfAny(customer, group).at(0);
  if (newest === undefined) return 0;
  const members = group.filter((p) => since(past.lags(customer, p)) === newest);
  return Math.max(...members.map((p) => alive(past, p)));
}
