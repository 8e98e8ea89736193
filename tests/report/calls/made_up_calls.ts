import { random } from "../../../lib/stats/random.ts";
import type { CallList, CallProduct, Reason } from "../../../lib/stages/calls/call_list.ts";

const TYPES = ["BAR", "SHOP", "RESTAURANT", "WHOLESALE"];

/** A call list with that many shops and products, `listed` products a shop on average. */
export function madeUpCalls({ shops = 1500, products = 114, listed = 4, seed = 1 } = {}): CallList {
  const r = random(seed);
  const reason = (): Reason => {
    const since = 1 + r.below(8);
    return [
      { kind: "steady" as const, weeks: 6 + r.below(3), of: 8, since },
      { kind: "due" as const, every: 2 + r.below(3), since },
      { kind: "recent" as const, weeks: 1 + r.below(8), of: 12, since },
      { kind: "variant" as const, product: 1 + r.below(products), since, same: false },
      { kind: "alike" as const, share: r.uniform() },
    ][r.below(5)]!;
  };
  const product = (): CallProduct => ({
    product_id: 1 + r.below(products),
    probability: Math.round(1e6 * r.uniform()) / 1e6,
    quantity: Math.round(100 * r.uniform()) / 10,
    reason: reason(),
  });
  const past = () => ({
    product_id: 1 + r.below(products),
    quantity: 3,
    every: 2,
    since: 9,
    weeks: 6,
    of: 12,
  });
  const some = (most: number) => Array.from({ length: r.below(most + 1) }, product);
  return {
    week: "2024-W48",
    customer_columns: ["region_id", "zone_id", "customer_type", "X"],
    product_columns: ["brand"],
    customers: Object.fromEntries(
      Array.from({ length: shops }, (_, i) => [
        String(1000 + i),
        {
          name: String(1000 + i),
          attributes: [1 + i % 3, 100 + i % 40, TYPES[i % 4]!, r.uniform()],
        },
      ]),
    ),
    products: Object.fromEntries(
      Array.from({ length: products }, (_, i) => [
        String(1 + i),
        { name: `Brand ${i % 20} · Soda · ${i}`, attributes: [`Brand ${i % 20}`] },
      ]),
    ),
    shops: Array.from({ length: shops }, (_, i) => ({
      customer_id: 1000 + i,
      purchases: Math.round(10 * 20 * (1 - i / shops)) / 10,
      items: Math.round(1000 * r.uniform()) / 10,
      products: some(2 * listed).sort((a, b) => b.probability - a.probability),
      offers: some(2),
      stopped: i % 7 === 0 ? [past()] : [],
      ...i % 25 === 0
        ? { overdue: { every: 1, since: 5 + i % 7, weeks: 11, of: 12 }, usual: [past(), past()] }
        : {},
    })),
  };
}
