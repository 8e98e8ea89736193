import type { Column, ColumnTable } from "../../table/column_table.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { takeRows } from "../../table/take_rows.ts";
import { weeklyPurchases } from "./weekly_purchases.ts";

/** The purchases of some weeks: one row per week, customer and product with net items above 0. */
export interface PurchaseTable extends ColumnTable {
  week: Int32Array;
  /** Customer index. */
  customer: Int32Array;
  product: Int32Array;
}

/**
 * Purchases with the attributes of their customer and product. Drift is measured on these rows,
 * because the cross product of customers and products does not show what was bought.
 *
 * @param weeks week indices, both ends included.
 * @returns sorted by week, customer, product; columns are the attributes of customers, then of
 * products, then `items`, the week's net quantity.
 */
export function purchaseTable(
  sales: SalesData,
  { from, to }: { from: number; to: number },
): PurchaseTable {
  const weekly = weeklyPurchases(sales.lines);
  const rows: number[] = [];
  for (let row = 0; row < weekly.length; row++) {
    if (weekly.week[row]! >= from && weekly.week[row]! <= to && weekly.items[row]! > 0) {
      rows.push(row);
    }
  }
  const pick = (values: Int32Array) => Int32Array.from(rows, (row) => values[row]!);
  const customer = pick(weekly.customer), product = pick(weekly.product);
  const attributes = (columns: Column[], index: Int32Array) =>
    takeRows({ length: index.length, columns }, index).columns;
  const items = Float64Array.from(rows, (row) => weekly.items[row]!);
  return {
    length: rows.length,
    week: pick(weekly.week),
    customer,
    product,
    columns: [
      ...attributes(sales.customers.columns, customer),
      ...attributes(sales.products.columns, product),
      { kind: "numeric", name: "items", values: items },
    ],
  };
}
