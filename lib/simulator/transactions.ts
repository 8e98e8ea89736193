import pl from "nodejs-polars";
import { random } from "../stats/random.ts";
import { integers } from "./integers.ts";
import type { SimulatedProducts } from "./products.ts";
import type { SimulatedLine } from "./purchases.ts";
import type { SimulatedShop } from "./shops.ts";
import { mondayOfWeek } from "../table/time/week.ts";

/** Share of the rows that are duplicated. */
const DUPLICATES = 0.003;

const DAY_MS = 86_400_000;

/** The order lines by day, with order ids, duplicate rows and an index column from pandas. */
export function transactionsFrame(
  lines: (SimulatedLine & { customer: number })[],
  { seed, shops, products, firstWeek }: {
    seed: number;
    shops: SimulatedShop[];
    products: SimulatedProducts;
    firstWeek: number;
  },
): pl.DataFrame {
  const chance = random(seed, 5);
  const sorted = lines
    .map((line) => ({ ...line, day: mondayOfWeek(firstWeek + line.week) + line.weekday }))
    .sort((a, b) => a.day - b.day || a.customer - b.customer || a.order - b.order);
  let order = 400_000;
  const numbered = sorted.map((line, i) => {
    const before = sorted[i - 1];
    if (before?.day !== line.day || before.customer !== line.customer) order += 1 + chance.below(9);
    return { ...line, id: order };
  });
  const rows = numbered.flatMap((line) => chance.uniform() < DUPLICATES ? [line, line] : [line]);
  let position = 0;
  const column = (value: (line: typeof rows[number]) => number) => Float64Array.from(rows, value);
  return pl.DataFrame({
    customer_id: column(({ customer }) => shops[customer]!.id),
    product_id: column(({ product }) => products.ids[product]!),
    order_id: column(({ id }) => id),
    purchase_date: column(({ day }) => day * DAY_MS),
    items: column(({ items }) => items),
    __index_level_0__: column(() => position += 1 + chance.below(60)),
  }).withColumns(
    ...integers("customer_id", "product_id", "order_id", "__index_level_0__"),
    pl.col("purchase_date").cast(pl.Int64).cast(pl.Datetime("ms")).cast(pl.Datetime("ns")),
  );
}
