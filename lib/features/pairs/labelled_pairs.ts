import type { ColumnTable } from "../../table/column_table.ts";
import { type Ids, idsAt } from "../../table/ids.ts";
import type { SalesData, WeeklyPurchases } from "../../table/sales_data.ts";
import type { Pairs } from "./cross.ts";
import type { LabelledRows } from "./labelled_rows.ts";
import { purchased } from "./purchased.ts";

/** Pairs of a week, by index, and whether each was bought in it. */
export interface LabelledPairs extends Pairs {
  /** Week index. */
  week: number;
  /** `comprado`. */
  label: Uint8Array;
}

/** Labels the pairs of a week. All rows of the matrix are created here. */
export function labelPairs(weekly: WeeklyPurchases, week: number, pairs: Pairs): LabelledPairs {
  return { week, ...pairs, label: purchased(weekly, week, pairs) };
}

/** The pairs at some positions, in their order. */
export function pickPairs(
  { week, customer, product, label }: LabelledPairs,
  places: Int32Array,
): LabelledPairs {
  return {
    week,
    customer: places.map((place) => customer[place]!),
    product: places.map((place) => product[place]!),
    label: Uint8Array.from(places, (place) => label[place]!),
  };
}

/** The pairs of a range of rows. */
export function slicePairs(
  { week, customer, product, label }: LabelledPairs,
  begin: number,
  end: number,
): LabelledPairs {
  return {
    week,
    customer: customer.subarray(begin, end),
    product: product.subarray(begin, end),
    label: label.subarray(begin, end),
  };
}

/**
 * Pairs whose features are computed at a time: they take 0.2 GB. On real data that is a whole week.
 */
export const BLOCK_PAIRS = 400_000;

/** The ranges of `length` rows in blocks of `most`; an empty one if there are none. */
export function* rowRanges(
  length: number,
  most: number = BLOCK_PAIRS,
): Generator<[begin: number, end: number]> {
  for (let begin = 0; begin === 0 || begin < length; begin += most) {
    yield [begin, Math.min(begin + most, length)];
  }
}

/** The ids of pairs, in the order of the pairs. */
export function pairIds(
  { customers, products }: Pick<SalesData, "customers" | "products">,
  { customer, product }: Pairs,
): { customer: Ids; product: Ids } {
  return { customer: idsAt(customers.ids, customer), product: idsAt(products.ids, product) };
}

/** Labelled pairs with their features, as rows for training or evaluation. */
export function rowsOfPairs(
  sales: SalesData,
  pairs: LabelledPairs,
  features: ColumnTable,
): LabelledRows {
  const length = pairs.label.length;
  return {
    length,
    ...pairIds(sales, pairs),
    week: new Int32Array(length).fill(pairs.week),
    label: pairs.label,
    features,
  };
}
