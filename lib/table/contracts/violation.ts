import type { TableName } from "./contracts.ts";

/** A broken rule of a contract: text after "expected", text after "found", and a remedy. */
export interface Fault {
  expected: string;
  found: string;
  remedy: string;
}

/** A fault with its table and column. */
export interface Violation extends Fault {
  table: TableName;
  column?: string;
}

/** A violation as one line: file, column, expected, found, remedy. */
export function violationLine({ table, column, expected, found, remedy }: Violation): string {
  const place = `${table}.parquet${column === undefined ? "" : `, column ${column}`}`;
  return `- ${place}: expected ${expected}, found ${found}; ${remedy}.`;
}

/** A count with its noun, such as `1 row` or `1,203 rows`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
