import type { ColumnTable } from "../../lib/table/column_table.ts";

/** Columns `x0`, `x1`, … of the numbers of a fixture; `null` is missing. */
export function numericTable(columns: (number | null)[][]): ColumnTable {
  return {
    length: columns[0]!.length,
    columns: columns.map((column, f) => ({
      kind: "numeric",
      name: `x${f}`,
      values: Float64Array.from(column, (value) => value ?? NaN),
    })),
  };
}
