import type { Column, ColumnTable } from "../table/column_table.ts";
import type { Entities, SalesData } from "../table/sales_data.ts";
import { weekOfYear } from "../table/time/week.ts";
import type { Pairs } from "./pairs/cross.ts";

/** The original's numeric features. */
export const NUMERIC_FEATURES = [
  "region_id",
  "Y",
  "X",
  "num_deliver_per_week",
  "num_visit_per_week",
  "size",
];

/** The original's categorical features. */
export const TEXT_FEATURES = [
  "customer_type",
  "brand",
  "category",
  "sub_category",
  "segment",
  "package",
];

/**
 * The original's 13 features: attributes of the customer and the product, and the week of the year
 * (`week_of_year`, 1 to 53; `week` is the key), in the original's order, not scaled. Attributes that
 * no customer or product has a value of are left out.
 *
 * @param week week index of the forecast, the same for every pair.
 * @returns one row per pair, in the order of `pairs`.
 */
export function staticFeatures(sales: SalesData, pairs: Pairs, week: number): ColumnTable {
  const columns = [...NUMERIC_FEATURES, ...TEXT_FEATURES].flatMap((name) =>
    spread(sales.customers, name, pairs.customer) ?? spread(sales.products, name, pairs.product) ??
      []
  );
  const length = pairs.customer.length;
  columns.push({
    kind: "numeric",
    name: "week_of_year",
    values: new Float64Array(length).fill(weekOfYear(week)),
  });
  return { length, columns };
}

/** The attribute of each row's customer or product. */
function spread(entities: Entities, name: string, index: Int32Array): Column | undefined {
  const column = entities.columns.find((candidate) => candidate.name === name);
  if (!column) return undefined;
  if (column.kind === "categorical") {
    const codes = new Int32Array(index.length);
    for (let row = 0; row < index.length; row++) codes[row] = column.codes[index[row]!]!;
    return { ...column, codes };
  }
  const values = new Float64Array(index.length);
  for (let row = 0; row < index.length; row++) values[row] = column.values[index[row]!]!;
  return { ...column, values };
}
