import type { Column, ColumnTable } from "../../table/column_table.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { takeRows } from "../../table/take_rows.ts";
import { firstOfWeek } from "./first_of_week.ts";
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
 * @param wanted names of the attributes; all by default. Each takes 4 or 8 bytes a row.
 * @returns sorted by week, customer, product; columns are the attributes of customers, then of
 * products, then `items`, the week's net quantity, if all are wanted.
 */
export function purchaseTable(
  sales: SalesData,
  { from, to }: { from: number; to: number },
  wanted?: string[],
): PurchaseTable {
  const weekly = weeklyPurchases(sales.lines);
  const start = firstOfWeek(weekly, from), end = firstOfWeek(weekly, to + 1);
  const rows = new Int32Array(end - start);
  let length = 0;
  for (let row = start; row < end; row++) if (weekly.items[row]! > 0) rows[length++] = row;
  const pick = <Values extends Int32Array | Float64Array>(values: Values, picked: Values) => {
    for (let i = 0; i < length; i++) picked[i] = values[rows[i]!]!;
    return picked;
  };
  const customer = pick(weekly.customer, new Int32Array(length));
  const product = pick(weekly.product, new Int32Array(length));
  const attributes = (columns: Column[], index: Int32Array) =>
    takeRows({
      length,
      columns: columns.filter(({ name }) => wanted?.includes(name) ?? true),
    }, index).columns;
  return {
    length,
    week: pick(weekly.week, new Int32Array(length)),
    customer,
    product,
    columns: [
      ...attributes(sales.customers.columns, customer),
      ...attributes(sales.products.columns, product),
      ...wanted ? [] : [{
        kind: "numeric" as const,
        name: "items",
        values: pick(weekly.items, new Float64Array(length)),
      }],
    ],
  };
}
