import { shownName } from "../parquet_file/shown_text.ts";
import type { TableContract } from "./contracts.ts";
import { nearName } from "./near_name.ts";
import type { Fault } from "./violation.ts";

/** Names of columns that a message lists; a file may have thousands. */
const NAMED = 20;

/** Whether a file has none of a table's columns, not even under a similar name. */
export function isOtherTable(names: string[], { columns }: TableContract): boolean {
  return columns.every(({ name }) => !names.includes(name) && nearName(name, names) === undefined);
}

/** Reports all columns of such a file at once. */
export function otherTableFault(names: string[], { name: table, columns }: TableContract): Fault {
  const shown = names.slice(0, NAMED).map(shownName).join(", ");
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return {
    expected: `the columns ${columns.map(({ name }) => name).join(", ")}`,
    found: names.length > 0 ? `none of them, but ${shown}${more}` : "no column",
    remedy: `put the file of ${table} in its place`,
  };
}
