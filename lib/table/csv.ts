/**
 * A text as a field of a CSV file (RFC 4180): in quotes if it has a comma, a quote or a line break.
 */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The rows of a CSV file whose lines end in a line feed, as their fields.
 *
 * @example
 * ```ts
 * import { csvField, csvRows } from "./csv.ts";
 * import assert from "node:assert/strict";
 *
 * const row = ['a "b", c', "7"];
 * assert.deepEqual(csvRows(`x,y\n${row.map(csvField).join(",")}\n`), [["x", "y"], row]);
 * ```
 */
export function csvRows(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
