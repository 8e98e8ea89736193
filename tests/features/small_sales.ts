import { random } from "../../lib/stats/random.ts";
import type { Column } from "../../lib/table/column_table.ts";
import type { Entities, OrderLines, SalesData } from "../../lib/table/sales_data.ts";
import { mondayOfWeek, parseWeek } from "../../lib/table/time/week.ts";

/** One order line. */
export interface Line {
  day: number;
  customer: number;
  product: number;
  order: number;
  items: number;
}

export const FIRST_WEEK = parseWeek("2024-W48")!;
const CUSTOMERS = 9, PRODUCTS = 8;

function texts(name: string, codes: number[]): Column {
  const categories = ["a", "b", "c"];
  return { kind: "categorical", name, codes: Int32Array.from(codes), categories };
}

function numbers(name: string, values: number[]): Column {
  return { kind: "numeric", name, values: Float64Array.from(values) };
}

function entities(count: number, columns: (index: number[]) => Column[]): Entities {
  const index = Array.from({ length: count }, (_, i) => i);
  return { ids: Float64Array.from(index, (i) => 100 + i), columns: columns(index) };
}

/**
 * Nine customers, including those `withoutType`, and eight products, in pairs (or larger groups) with
 * the same attributes; the last product is never sold.
 */
export function smallSales(
  lines: Line[],
  weeks = 10,
  { products = PRODUCTS, groupSize = 2, withoutType = [] as number[] } = {},
): SalesData {
  const group = (i: number) => Math.floor(i / groupSize);
  const same = (name: string) => (index: number[]) => texts(name, index.map((i) => group(i) & 1));
  return {
    customers: entities(CUSTOMERS, (index) => [
      numbers("region_id", index.map(() => 80)),
      texts("customer_type", index.map((i) => withoutType.includes(i) ? -1 : i % 3)),
      numbers("Y", index.map((i) => -46 + i / 10)),
      numbers("X", index.map((i) => -107 + i / 10)),
      numbers("num_deliver_per_week", index.map((i) => 1 + i % 3)),
      numbers("num_visit_per_week", index.map(() => 1)),
    ]),
    products: entities(products, (index) => [
      ...["brand", "category", "sub_category", "segment", "package"].map((name) =>
        same(name)(index)
      ),
      numbers("size", index.map((i) => group(i) >> 1)),
    ]),
    lines: orderLines(lines),
    firstWeek: FIRST_WEEK,
    predictedWeek: FIRST_WEEK + weeks,
  };
}

export function orderLines(lines: Line[]): OrderLines {
  return {
    length: lines.length,
    day: Int32Array.from(lines, ({ day }) => day),
    customer: Int32Array.from(lines, ({ customer }) => customer),
    product: Int32Array.from(lines, ({ product }) => product),
    order: Float64Array.from(lines, ({ order }) => order),
    items: Float64Array.from(lines, ({ items }) => items),
  };
}

/** Lines over some weeks, with returns, fractions, several orders per week, and favourites. */
export function randomLines(seed: number, { weeks = 10, count = 300, from = FIRST_WEEK } = {}) {
  const r = random(seed);
  return Array.from({ length: count }, (_, order): Line => {
    const customer = r.below(CUSTOMERS - 1);
    const product = r.uniform() < 0.6 ? customer % 4 : r.below(PRODUCTS - 1);
    const items = r.uniform() < 0.1 ? -1 : (1 + r.below(6)) / 3;
    return { day: mondayOfWeek(from) + r.below(7 * weeks), customer, product, order, items };
  });
}

/** The same lines in another order. */
export function shuffled<T>(values: T[], seed: number): T[] {
  const r = random(seed);
  const copy = [...values];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = r.below(i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
