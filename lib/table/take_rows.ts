import { type Column, type ColumnTable, sharedFloats } from "./column_table.ts";

/**
 * The given rows of a table, in the given order; a row may occur several times. Columns of the
 * result are new, their categories shared. O(rows × columns).
 *
 * @example
 * ```ts
 * import { takeRows } from "./take_rows.ts";
 * import assert from "node:assert/strict";
 *
 * const values = Float64Array.of(7, 8, 9);
 * const table = takeRows(
 *   { length: 3, columns: [{ kind: "numeric", name: "size", values }] },
 *   Int32Array.of(2, 0, 2),
 * );
 * assert.deepEqual(table.columns[0], {
 *   kind: "numeric",
 *   name: "size",
 *   values: Float64Array.of(9, 7, 9),
 * });
 * ```
 */
export function takeRows(table: ColumnTable, rows: Int32Array): ColumnTable {
  const columns = table.columns.map((column): Column => {
    if (column.kind === "categorical") {
      const codes = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i]!]!;
      return { ...column, codes };
    }
    const from = column.values;
    const values = from instanceof Float32Array
      ? sharedFloats(rows.length)
      : new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = from[rows[i]!]!;
    return { ...column, values };
  });
  return { length: rows.length, columns };
}
