import { sharedFloats } from "../../table/column_table.ts";
import { NEVER } from "./rhythm.ts";
import { type FeaturesOf, gatherAll, type Rows, type WeekView, windowWeeks } from "./week_view.ts";

export const PRODUCT = {
  product_share_1: "share of the customers active last week who bought it",
  product_share_2: "customer-weeks that bought it over those that bought anything, last 2 weeks",
  product_share_4: "customer-weeks that bought it over those that bought anything, last 4 weeks",
  product_share_12: "customer-weeks that bought it over those that bought anything, last 12 weeks",
  product_trend_1_4: "share of customer-weeks that bought it, last week over last 4 weeks",
  product_trend_4_12: "share of customer-weeks that bought it, last 4 weeks over last 12",
  product_alive: "its mean weekly buyers of the last 2 weeks over those of the last 16",
  product_retention_1: "share of its buyers of the week before last who bought it again last week",
  product_retention_4:
    "share of its customer-weeks of lags 2 to 5 that were followed by another the week after",
  product_rebuy_rate: "share of those who ever bought it who bought it in another week too",
  product_age: "weeks since it was first sold; 0 before",
  product_weeks_since: "weeks since it was last sold",
  product_reach: "share of all customers so far who ever bought it",
  product_adopters_2:
    "its first-time buyers of the last 2 weeks over customers so far who had not bought it before those",
  product_new_share_4: "share of its buyers of the last 4 weeks who had not bought it before those",
  product_mean_decay: "mean decayed frequency (0.9^lag) of those who ever bought it",
  product_share_in_type_1:
    "share of last week's active customers of the same type who bought it, 20 average customers added",
  product_share_in_type_4:
    "share of customer-weeks of the same type that bought it, last 4 weeks, 20 average ones added",
} as const;

/** Weekly counts of products, summed over windows that end before the week. */
export interface ProductWindows {
  /** Sum of `counts` over the weeks with lags `from` to `to` (1 = last week), one per product. */
  sum(counts: Int32Array, from: number, to: number): Float64Array;
  /** Customer-weeks with any purchase over those weeks. */
  active(from: number, to: number): number;
}

export function productWindows({ history, week }: WeekView): ProductWindows {
  const { productWeeks: { weeks }, activeCustomers, products, firstWeek } = history;
  const now = week - firstWeek;
  const span = (from: number, to: number) => ({
    start: Math.max(0, now - to),
    stop: Math.min(weeks, now - from + 1),
  });
  return {
    sum(counts, from, to) {
      const { start, stop } = span(from, to);
      return Float64Array.from({ length: products }, (_, product) => {
        let total = 0;
        for (let i = start; i < stop; i++) total += counts[product * weeks + i]!;
        return total;
      });
    },
    active(from, to) {
      const { start, stop } = span(from, to);
      return activeCustomers.slice(start, stop).reduce((total, count) => total + count, 0);
    },
  };
}

/** Popularity of the product, and its trend. */
export function productFeatures(view: WeekView): FeaturesOf<keyof typeof PRODUCT> {
  const { productWeeks: { buyers, adopters, kept } } = view.history;
  const windows = productWindows(view);
  const share = (to: number) => over(windows.sum(buyers, 1, to), () => windows.active(1, to));
  const [share1, share2, share4, share12] = [share(1), share(2), share(4), share(12)];
  const bought = (from: number, to: number) => windows.sum(buyers, from, to);
  const [before1, before4] = [bought(2, 2), bought(2, 5)];
  const adopters2 = windows.sum(adopters, 1, 2);
  const lives = lifeOf(view);
  const values = {
    product_share_1: share1,
    product_share_2: share2,
    product_share_4: share4,
    product_share_12: share12,
    product_trend_1_4: over(share1, (p) => share4[p]!),
    product_trend_4_12: over(share4, (p) => share12[p]!),
    product_alive: aliveness(view),
    product_retention_1: over(windows.sum(kept, 1, 1), (p) => before1[p]!),
    product_retention_4: over(windows.sum(kept, 1, 4), (p) => before4[p]!),
    product_rebuy_rate: over(lives.rebuyers, (p) => lives.buyers[p]!),
    product_age: lives.age,
    product_weeks_since: lives.since,
    product_reach: over(lives.buyers, () => lives.customers),
    product_adopters_2: over(
      adopters2,
      (p) => lives.customers - lives.buyers[p]! + adopters2[p]!,
    ),
    product_new_share_4: over(windows.sum(adopters, 1, 4), (p) => lives.buyers4[p]!),
    product_mean_decay: over(lives.decay, (p) => lives.buyers[p]!),
  };
  const inType1 = shareInType(view, 1, share1), inType4 = shareInType(view, 4, share4);
  return (rows) => ({
    ...gatherAll(values, rows.product, 0),
    product_share_in_type_1: inType1(rows),
    product_share_in_type_4: inType4(rows),
  });
}

/** Mean weekly buyers of the last 2 weeks over those of the last 16; 0 if no customer bought. */
export function aliveness(view: WeekView): Float64Array {
  const windows = productWindows(view), { buyers } = view.history.productWeeks;
  const weeks2 = windowWeeks(view, 1, 2), weeks16 = windowWeeks(view, 1, 16);
  const usual = windows.sum(buyers, 1, 16);
  return over(windows.sum(buyers, 1, 2).map((n) => n / weeks2), (p) => usual[p]! / weeks16);
}

function over(numerator: Float64Array, denominator: (product: number) => number): Float64Array {
  return numerator.map((value, product) => {
    const by = denominator(product);
    return by === 0 ? 0 : value / by;
  });
}

function lifeOf({ history, pair, customer }: WeekView) {
  const { pairs, products } = history;
  const column = (value = 0) => new Float64Array(products).fill(value);
  const lives = {
    buyers: column(),
    buyers4: column(),
    rebuyers: column(),
    age: column(),
    since: column(NEVER),
    decay: column(),
    customers: customer.ever.reduce((known, weeks) => known + (weeks > 0 ? 1 : 0), 0),
  };
  for (let row = 0; row < pairs.length; row++) {
    if (pair.ever[row] === 0) continue;
    const product = pairs.member[row]!;
    lives.buyers[product]!++;
    if (pair.since[row]! <= 4) lives.buyers4[product]!++;
    if (pair.ever[row]! > 1) lives.rebuyers[product]!++;
    lives.age[product] = Math.max(lives.age[product]!, pair.age[row]!);
    lives.since[product] = Math.min(lives.since[product]!, pair.since[row]!);
    lives.decay[product]! += pair.decay90[row]!;
  }
  return lives;
}

/** Share among active customers of the same type, shrunk to the share among all customers. */
function shareInType(
  view: WeekView,
  weeks: number,
  all: Float64Array,
): (rows: Rows) => Float32Array {
  const PRIOR = 20; // weight of the share among all types, in customer-weeks
  const { history, pair, customer, week } = view;
  const { pairs, products, customerType, customerTypes } = history;
  const within = (lags: number) => {
    let count = 0;
    for (let bits = lags & (2 ** weeks - 1); bits > 0; bits >>= 1) count += bits & 1;
    return count;
  };
  const active = new Float64Array(customerTypes);
  const bought = new Float64Array(customerTypes * products);
  customer.lags.forEach((lags, c) => active[customerType[c]!]! += within(lags));
  for (let row = 0; row < pairs.length; row++) {
    const type = customerType[pairs.customer[row]!]!;
    bought[type * products + pairs.member[row]!]! += within(pair.lags[row]!);
  }
  return (rows) => {
    const popularity = sharedFloats(rows.length);
    for (let i = 0; i < rows.length && week > history.firstWeek; i++) {
      const type = customerType[rows.customer[i]!]!, product = rows.product[i]!;
      popularity[i] = (bought[type * products + product]! + PRIOR * all[product]!) /
        (active[type]! + PRIOR);
    }
    return popularity;
  };
}
