import { radixOrder } from "../stats/radix_order.ts";
import type { CheckedTable } from "./contracts/check_columns.ts";
import { MAX_DROPPED_SHARE } from "./contracts/contracts.ts";
import { compareIds, type Id, type Ids, positionsOf, showId } from "./ids.ts";
import type { OrderLines } from "./sales_data.ts";
import { counted, type Violation } from "./contracts/violation.ts";

/** Repairs in `transacciones`. A row with several problems counts under the first. */
export interface LineQuality {
  /** Rows read. */
  rows: number;
  /** Rows without a value, by column. */
  null_rows_dropped: Record<string, number>;
  /** Rows whose customer is not in `clientes`. */
  unknown_customer_rows_dropped: number;
  /** Rows whose product is not in `productos`. */
  unknown_product_rows_dropped: number;
  /** Rows equal to an earlier one in all columns. */
  duplicate_rows_dropped: number;
}

const LINE_COLUMNS = ["customer_id", "product_id", "order_id", "purchase_date", "items"];

/**
 * The sorted order lines of a checked `transacciones`, by index of customer and product. Drops rows
 * with a missing value or an unknown id, and exact duplicates. O(rows).
 *
 * @param ids all known ids, ascending; absent if their table breaks its contract.
 * @returns violations if more than 1 % of the rows have a missing or unknown key. If a column
 * failed its check, there are no lines.
 */
export function orderLinesOf(
  checked: CheckedTable,
  ids: { customers?: Ids | undefined; products?: Ids | undefined },
): { lines: OrderLines; quality: LineQuality; violations: Violation[] } {
  const columns = LINE_COLUMNS.map((name) => checked.numbers.get(name));
  const [, , orderId, microseconds, items] = columns;
  const customers = entityOfLines(checked, "customer_id", ids.customers);
  const products = entityOfLines(checked, "product_id", ids.products);

  const nulls = LINE_COLUMNS.map(() => 0);
  const unknown = {
    customer_id: { ids: new Set<Id>(), mixed: customers?.mixed },
    product_id: { ids: new Set<Id>(), mixed: products?.mixed },
  };
  let unknownCustomers = 0, unknownProducts = 0;
  const good = new Uint32Array(checked.rows);
  let length = 0;
  for (let row = 0; row < checked.rows; row++) {
    let gap = 0;
    while (gap < columns.length && !isMissing(columns[gap], row)) gap++;
    if (gap < columns.length) {
      nulls[gap]!++;
    } else if (customers && customers.index[row]! < 0) {
      unknownCustomers++;
      unknown.customer_id.ids.add(customers.idOf(row));
    } else if (products && products.index[row]! < 0) {
      unknownProducts++;
      unknown.product_id.ids.add(products.idOf(row));
    } else {
      good[length++] = row;
    }
  }

  const quality: LineQuality = {
    rows: checked.rows,
    null_rows_dropped: Object.fromEntries(LINE_COLUMNS.map((name, i) => [name, nulls[i]!])),
    unknown_customer_rows_dropped: unknownCustomers,
    unknown_product_rows_dropped: unknownProducts,
    duplicate_rows_dropped: 0,
  };
  const violations = checked.rows - length > MAX_DROPPED_SHARE * checked.rows
    ? droppedTooMany(quality, unknown)
    : [];
  if (!(customers && products && orderId && microseconds && items)) {
    return { lines: NO_LINES, quality, violations };
  }

  // one number per row for day, customer and product: exact if days × customers × products < 2⁵³
  const rank = new Float64Array(length);
  const day = new Int32Array(length), customer = new Int32Array(length);
  const product = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const row = good[i]!;
    day[i] = checked.dayOf(microseconds[row]!);
    customer[i] = customers.index[row]!;
    product[i] = products.index[row]!;
    rank[i] = (day[i]! * customers.count + customer[i]!) * products.count + product[i]!;
  }
  const distinct = distinctOrder(rank, (a, b) => {
    const [p, q] = [good[a]!, good[b]!];
    return orderId[p]! - orderId[q]! || items[p]! - items[q]! ||
      microseconds[p]! - microseconds[q]!;
  });
  quality.duplicate_rows_dropped = length - distinct.length;

  const lines: OrderLines = {
    length: distinct.length,
    day: gather(day, distinct, new Int32Array(distinct.length)),
    customer: gather(customer, distinct, new Int32Array(distinct.length)),
    product: gather(product, distinct, new Int32Array(distinct.length)),
    order: new Float64Array(distinct.length),
    items: new Float64Array(distinct.length),
  };
  gather(good, distinct, distinct); // now row numbers of the table
  gather(orderId, distinct, lines.order);
  gather(items, distinct, lines.items);
  return { lines, quality, violations };
}

/** The positions sorted by rank, then by comparison, without duplicates. */
function distinctOrder(rank: Float64Array, compare: (a: number, b: number) => number): Uint32Array {
  const order = radixOrder(rank);
  for (let start = 0, end = 1; start < order.length; start = end++) {
    while (end < order.length && rank[order[end]!] === rank[order[start]!]) end++;
    if (end - start > 1) order.subarray(start, end).sort(compare);
  }
  let length = 0;
  for (let i = 0; i < order.length; i++) {
    const last = order[length - 1]!, next = order[i]!;
    if (length > 0 && rank[last] === rank[next] && compare(last, next) === 0) continue;
    order[length++] = next;
  }
  return order.slice(0, length);
}

function isMissing(column: Float64Array | undefined, row: number): boolean {
  return column !== undefined && Number.isNaN(column[row]!);
}

/** Copies the values at the given positions into the target, which may be `positions` itself. */
function gather<Target extends Int32Array | Uint32Array | Float64Array>(
  values: Int32Array | Uint32Array | Float64Array,
  positions: Uint32Array,
  target: Target,
): Target {
  for (let i = 0; i < positions.length; i++) target[i] = values[positions[i]!]!;
  return target;
}

const NO_LINES: OrderLines = {
  length: 0,
  day: new Int32Array(),
  customer: new Int32Array(),
  product: new Int32Array(),
  order: new Float64Array(),
  items: new Float64Array(),
};

/** The lines before a day; lines are sorted by day. */
export function linesBefore(lines: OrderLines, day: number): OrderLines {
  let length = lines.length;
  while (length > 0 && lines.day[length - 1]! >= day) length--;
  return {
    length,
    day: lines.day.slice(0, length),
    customer: lines.customer.slice(0, length),
    product: lines.product.slice(0, length),
    order: lines.order.slice(0, length),
    items: lines.items.slice(0, length),
  };
}

/**
 * The customer or product of each row by index, −1 if it is unknown; `undefined` if either column of
 * ids failed its check.
 */
function entityOfLines(
  { numbers, idTexts }: CheckedTable,
  column: "customer_id" | "product_id",
  known: Ids | undefined,
): { index: Int32Array; count: number; mixed: boolean; idOf: (row: number) => Id } | undefined {
  const values = numbers.get(column), texts = idTexts.get(column);
  if (!known || !values) return undefined;
  const found = positionsOf(known, texts ?? values);
  return {
    index: texts ? Int32Array.from(values, (rank) => found[rank] ?? -1) : found,
    count: known.length,
    mixed: Array.isArray(known) !== (texts !== undefined),
    idOf: (row) => texts?.[values[row]!] ?? values[row]!,
  };
}

/** One violation per reason, because the limit applies to their sum. */
function droppedTooMany(
  quality: LineQuality,
  unknown: Record<"customer_id" | "product_id", { ids: Set<Id>; mixed: boolean | undefined }>,
): Violation[] {
  const table = "transacciones" as const;
  const atMost = `in at most ${100 * MAX_DROPPED_SHARE} % of all rows`;
  const rows = counted(quality.rows, "row");
  const gaps = LINE_COLUMNS.map((column) => ({
    table,
    column,
    count: quality.null_rows_dropped[column]!,
    expected: `a value missing ${atMost}`,
    what: "without a value",
    remedy: "fill it in, or remove these rows",
  }));
  const strangers = ([
    ["customer_id", "clientes", quality.unknown_customer_rows_dropped],
    ["product_id", "productos", quality.unknown_product_rows_dropped],
  ] as const).map(([column, home, count]) => ({
    table,
    column,
    count,
    expected: `an id that ${home}.parquet lacks ${atMost}`,
    what: `with one, such as ${
      [...unknown[column].ids].sort(compareIds).slice(0, 3).map(showId).join(", ")
    }`,
    remedy:
      (unknown[column].mixed
        ? "write the ids alike (one file has texts, the other whole numbers), "
        : "") + `add these ids to ${home}.parquet, or remove the rows`,
  }));
  return [...gaps, ...strangers].filter(({ count }) => count > 0)
    .map(({ count, what, ...rest }) => ({ ...rest, found: `${count} of ${rows} ${what}` }));
}
