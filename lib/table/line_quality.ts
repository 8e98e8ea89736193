import { MAX_DROPPED_SHARE } from "./contracts/contracts.ts";
import { compareIds, type Id, showId } from "./ids.ts";
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

/** In the order in which gaps are counted. */
export const LINE_COLUMNS = ["customer_id", "product_id", "order_id", "purchase_date", "items"];

/** One violation per reason, because the limit applies to their sum. */
export function droppedTooMany(
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
