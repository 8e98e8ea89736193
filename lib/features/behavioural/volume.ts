import { NEVER } from "./rhythm.ts";
import { type FeaturesOf, gather, gatherAll, type WeekView } from "./week_view.ts";

export const VOLUME = {
  volume_last: "items at the customer's last purchase of it",
  volume_mean: "mean items at the customer's purchases of it, weighted by 0.9^lag",
  volume_last_over_mean: "items at the customer's last purchase of it over their weighted mean",
  volume_weekly: "items of it a week that the customer buys, weeks weighted by 0.9^lag",
  volume_stock:
    "items last bought over mean items per week since the first purchase, minus weeks since; −999 without one",
  volume_share: "its share of the customer's items, weeks weighted by 0.9^lag",
  customer_items_week:
    "items per week that the customer buys of all products, weeks weighted by 0.9^lag",
} as const;

/** Quantities that the customer buys, and whether the stock should be used up. */
export function volumeFeatures(view: WeekView): FeaturesOf<keyof typeof VOLUME> {
  const { history: { pairs, items, customers, firstWeek }, pair, week } = view;
  const column = (value = 0) => new Float32Array(pairs.length).fill(value);
  const [last, mean, jump, weekly, stock] = [column(), column(), column(), column(), column()];
  const total = new Float64Array(customers);
  const possible = (1 - 0.9 ** Math.max(1, week - firstWeek)) / 0.1;
  for (let row = 0; row < pairs.length; row++) {
    const start = pairs.weeks.start[row]!, end = pair.end[row]!;
    if (end === start) continue;
    let weight = 0, sum = 0;
    for (let i = start; i < end; i++) {
      const decay = 0.9 ** (week - 1 - pairs.weeks.at[i]!);
      weight += decay;
      sum += decay * items[i]!;
    }
    last[row] = items[end - 1]!;
    mean[row] = sum / weight;
    jump[row] = items[end - 1]! * weight / sum;
    weekly[row] = sum / possible;
    const age = pair.age[row]!;
    let ever = 0;
    for (let i = start; i < end; i++) ever += items[i]!;
    stock[row] = items[end - 1]! / (ever / age) - pair.since[row]!;
    total[pairs.customer[row]!]! += sum;
  }
  const values = {
    volume_last: last,
    volume_mean: mean,
    volume_last_over_mean: jump,
    volume_weekly: weekly,
    volume_share: weekly.map((own, row) => own * possible / total[pairs.customer[row]!]! || 0),
  };
  const itemsWeek = total.map((sum) => sum / possible);
  return (rows) => ({
    ...gatherAll(values, rows.pair, 0),
    volume_stock: gather(stock, rows.pair, -NEVER),
    customer_items_week: gather(itemsWeek, rows.customer, 0),
  });
}
