import type { Column } from "../../table/column_table.ts";
import type { Entities } from "../../table/sales_data.ts";
import type { Described } from "./call_list.ts";
import { productName } from "./product_name.ts";

/** A shop by its attributes; its name is its id. */
export function describedCustomer({ ids, columns }: Entities, index: number): Described {
  return { name: String(ids[index]), attributes: columns.map((column) => valueAt(column, index)) };
}

/** A product by its attributes. */
export function describedProduct({ ids, columns }: Entities, index: number): Described {
  const attributes = columns.map((column) => valueAt(column, index));
  const names = columns.map(({ name }) => name);
  return { name: productName(String(ids[index]), names, attributes), attributes };
}

/** The value of an attribute; null if it is missing. */
function valueAt(column: Column, index: number): string | number | null {
  if (column.kind === "categorical") return column.categories[column.codes[index]!] ?? null;
  const value = column.values[index]!;
  return Number.isNaN(value) ? null : value;
}
