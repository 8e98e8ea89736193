import pl from "nodejs-polars";
import { type Random, random } from "../stats/random.ts";
import type { LinesByDay } from "./day_lines.ts";
import { integers } from "./integers.ts";
import type { SimulatedProducts } from "./products.ts";
import type { SimulatedShop } from "./shops.ts";
import { DAY_MS, mondayOfWeek } from "../table/time/week.ts";

/** Share of the rows that are duplicated. */
const DUPLICATES = 0.003;

/** Largest step from one order id to the next, and from one index value to the next. */
const ORDER_STEP = 9, INDEX_STEP = 60;

/**
 * The order lines by day, with order ids, duplicate rows and an index column from pandas.
 *
 * @param options.rowsPerFrame most rows of a frame; in memory, 500,000 take 24 MB.
 * @returns at least one frame.
 */
export function* transactionFrames(
  lines: LinesByDay,
  { seed, shops, products, firstWeek, rowsPerFrame = 500_000 }: {
    seed: number;
    shops: SimulatedShop[];
    products: SimulatedProducts;
    firstWeek: number;
    rowsPerFrame?: number;
  },
): Generator<pl.DataFrame> {
  const chance = chancesOf(lines, seed);
  const monday = mondayOfWeek(firstWeek);
  const most = Math.min(rowsPerFrame, 2 * lines.length);
  let rows = emptyRows(most), length = 0;
  let order = 400_000, position = 0, lastDay = -1, lastCustomer = -1;
  for (const { day, length: count, customer, product, pieces } of lines.blocks()) {
    for (let line = 0; line < count; line++) {
      const shop = customer[line]!, sold = product[line]!;
      if (day !== lastDay || shop !== lastCustomer) order += 1 + chance.order.below(ORDER_STEP);
      [lastDay, lastCustomer] = [day, shop];
      const copies = chance.copy.uniform() < DUPLICATES ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        if (length === most) {
          yield frameOf(rows, length);
          rows = emptyRows(most);
          length = 0;
        }
        rows.customer_id[length] = shops[shop]!.id;
        rows.product_id[length] = products.ids[sold]!;
        rows.order_id[length] = order;
        rows.purchase_date[length] = (monday + day) * DAY_MS;
        rows.items[length] = pieces[line]! / products.crate[sold]!;
        position += 1 + chance.index.below(INDEX_STEP);
        rows.__index_level_0__[length++] = position;
      }
    }
  }
  yield frameOf(rows, length);
}

/**
 * One stream, read at three places: first every order draws its id, then every line whether it is
 * duplicated, then every row its index value.
 */
function chancesOf(
  { orders, length }: LinesByDay,
  seed: number,
): Record<"order" | "copy" | "index", Random> {
  const order = random(seed, 5), copy = random(seed, 5), index = random(seed, 5);
  for (let i = 0; i < orders; i++) {
    copy.below(ORDER_STEP);
    index.below(ORDER_STEP);
  }
  for (let line = 0; line < length; line++) index.uniform();
  return { order, copy, index };
}

function emptyRows(length: number) {
  return {
    customer_id: new Float64Array(length),
    product_id: new Float64Array(length),
    order_id: new Float64Array(length),
    purchase_date: new Float64Array(length),
    items: new Float64Array(length),
    __index_level_0__: new Float64Array(length),
  };
}

function frameOf(rows: ReturnType<typeof emptyRows>, length: number): pl.DataFrame {
  const filled = Object.entries(rows).map(([name, values]) => [name, values.subarray(0, length)]);
  return pl.DataFrame(Object.fromEntries(filled)).withColumns(
    ...integers("customer_id", "product_id", "order_id", "__index_level_0__"),
    pl.col("purchase_date").cast(pl.Int64).cast(pl.Datetime("ms")).cast(pl.Datetime("ns")),
  );
}
