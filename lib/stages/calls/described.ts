import type { Column } from "../../table/column_table.ts";
import { contractOf } from "../../table/contracts/contracts.ts";
import type { Entities } from "../../table/sales_data.ts";
import type { Described } from "./call_list.ts";

/** The attributes that tell products apart for people, in the order of speech. */
const IN_NAME = ["brand", "sub_category", "package", "size"];

/** A shop by its attributes; its name is its id. */
export function describedCustomer({ ids, columns }: Entities, index: number): Described {
  return { name: String(ids[index]), attributes: columns.map((column) => valueAt(column, index)) };
}

/** A product by its attributes; its name has the most telling ones, and its id if it has none. */
export function describedProduct({ ids, columns }: Entities, index: number): Described {
  const told = IN_NAME.map((name) => columns.find((column) => column.name === name))
    .map((column) => column && withUnit(column.name, valueAt(column, index)))
    .filter((value) => value !== null && value !== undefined);
  return {
    name: told.length > 0 ? told.join(" · ") : String(ids[index]),
    attributes: columns.map((column) => valueAt(column, index)),
  };
}

/** A value with its unit, if the contract names one: `0.25 l`. */
function withUnit(name: string, value: string | number | null): string | number | null {
  const unit = contractOf("productos").columns.find((column) => column.name === name)?.unit;
  return value === null || unit === undefined ? value : `${value} ${unit}`;
}

/** The value of an attribute; null if it is missing. */
function valueAt(column: Column, index: number): string | number | null {
  if (column.kind === "categorical") return column.categories[column.codes[index]!] ?? null;
  const value = column.values[index]!;
  return Number.isNaN(value) ? null : value;
}
