import { type FeaturesOf, gatherAll, type WeekView, windowWeeks } from "./week_view.ts";

export const CUSTOMER = {
  customer_decay_60:
    "share of past weeks in which the customer bought anything, weeks weighted by 0.6^lag",
  customer_decay_80:
    "share of past weeks in which the customer bought anything, weeks weighted by 0.8^lag",
  customer_decay_90:
    "share of past weeks in which the customer bought anything, weeks weighted by 0.9^lag",
  customer_decay_96:
    "share of past weeks in which the customer bought anything, weeks weighted by 0.96^lag",
  customer_share_4: "share of the last 4 weeks in which the customer bought anything",
  customer_weeks_8: "weeks of the last 8 in which the customer bought anything",
  customer_weeks_12: "weeks of the last 12 in which the customer bought anything",
  customer_weeks_26: "weeks of the last 26 in which the customer bought anything",
  customer_weeks_since: "weeks since the customer last bought",
  customer_age: "weeks since the customer first bought",
  customer_interval: "mean weeks between two active weeks of the customer; 999 with fewer than two",
  customer_lateness:
    "weeks since the customer last bought anything over the mean spacing, weeks since the first / active weeks",
  customer_basket_last: "products in the customer's last active week",
  customer_basket_decayed:
    "mean products an active week of the customer, weeks weighted by 0.8^lag",
  customer_products_ever: "distinct products that the customer ever bought",
  customer_products_4: "distinct products that the customer bought within the last 4 weeks",
  customer_products_12: "distinct products that the customer bought within the last 12 weeks",
  customer_new_rate:
    "products that the customer bought for the first time over active weeks, both weighted by 0.9^lag",
  customer_expected_products: "sum of the decayed frequencies (0.8^lag) of the customer's products",
} as const;

/** The activity of the customer, and the number of products that the customer buys. */
export function customerFeatures(view: WeekView): FeaturesOf<keyof typeof CUSTOMER> {
  const { customer } = view, breadth = breadthOf(view);
  const values = {
    customer_decay_60: customer.decay60,
    customer_decay_80: customer.decay80,
    customer_decay_90: customer.decay90,
    customer_decay_96: customer.decay96,
    customer_share_4: customer.in4.map((weeks) => weeks / windowWeeks(view, 1, 4)),
    customer_weeks_8: customer.in8,
    customer_weeks_12: customer.in12,
    customer_weeks_26: customer.in26,
    customer_weeks_since: customer.since,
    customer_age: customer.age,
    customer_interval: customer.interval,
    customer_lateness: customer.lateness,
    customer_basket_last: breadth.last,
    customer_basket_decayed: breadth.decayed,
    customer_products_ever: breadth.ever,
    customer_products_4: breadth.in4,
    customer_products_12: breadth.in12,
    customer_new_rate: breadth.newRate,
    customer_expected_products: breadth.expected,
  };
  return (rows) => gatherAll(values, rows.customer, 0);
}

function breadthOf({ history, customer, pair, week }: WeekView) {
  const { activity, basket, pairs, customers } = history;
  const column = () => new Float32Array(customers);
  const b = {
    last: column(),
    decayed: column(),
    ever: column(),
    in4: column(),
    in12: column(),
    newRate: column(),
    expected: column(),
  };
  for (let c = 0; c < customers; c++) {
    let weight = 0, slowWeight = 0;
    const end = customer.end[c]!;
    for (let i = activity.start[c]!; i < end; i++) {
      const lag = week - activity.at[i]!;
      weight += 0.8 ** lag;
      slowWeight += 0.9 ** lag;
      b.decayed[c]! += basket[i]! * 0.8 ** lag;
      b.last[c] = basket[i]!;
    }
    for (let row = pairs.first[c]!; row < pairs.first[c + 1]!; row++) {
      if (pair.ever[row] === 0) continue;
      b.ever[c]!++;
      if (pair.since[row]! <= 4) b.in4[c]!++;
      if (pair.since[row]! <= 12) b.in12[c]!++;
      b.newRate[c]! += 0.9 ** pair.age[row]!;
      b.expected[c]! += pair.decay80[row]!;
    }
    if (weight > 0) b.decayed[c]! /= weight;
    if (slowWeight > 0) b.newRate[c]! /= slowWeight;
  }
  return b;
}
