import type { Column, ColumnTable } from "../table/column_table.ts";
import type { Pairs } from "./known_universe.ts";

/**
 * The features of rows of several weeks, computed week by week and written in place, so that no more
 * than one week's table stands beside the result.
 *
 * @param rows sorted by week.
 * @param featuresOf the features of pairs in a week; the same columns every week.
 */
export function featuresByWeek(
  rows: Pairs & { length: number; week: Int32Array },
  featuresOf: (week: number, pairs: Pairs) => ColumnTable,
): ColumnTable {
  let columns: Column[] = [];
  for (let start = 0; start < rows.length;) {
    const week = rows.week[start]!;
    let end = start;
    while (end < rows.length && rows.week[end] === week) end++;
    const part = featuresOf(week, {
      customer: rows.customer.subarray(start, end),
      product: rows.product.subarray(start, end),
    });
    if (start === 0) columns = part.columns.map((column) => emptyColumn(column, rows.length));
    part.columns.forEach((column, c) => copyInto(columns[c]!, column, start));
    start = end;
  }
  return { length: rows.length, columns };
}

function emptyColumn(column: Column, length: number): Column {
  if (column.kind === "categorical") return { ...column, codes: new Int32Array(length) };
  const values = column.values instanceof Float32Array
    ? new Float32Array(length)
    : new Float64Array(length);
  return { ...column, values };
}

function copyInto(target: Column, part: Column, start: number): void {
  if (target.kind === "categorical" && part.kind === "categorical") {
    target.codes.set(part.codes, start);
  } else if (target.kind === "numeric" && part.kind === "numeric") {
    target.values.set(part.values, start);
  }
}
