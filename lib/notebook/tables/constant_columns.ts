/** In fewer rows, equal values are likely by chance, and a reader sees them at once. */
const LEAST_ROWS = 3;

/**
 * The columns of a table that vary, and those with one value as a line of text: `In all rows: segment
 * LOW.` A table whose columns are all alike stays as it is.
 *
 * @param columns of the rows that are shown, formatted.
 *
 * @example
 * ```ts
 * import { splitConstant } from "./constant_columns.ts";
 * import assert from "node:assert/strict";
 *
 * const columns = [{ name: "id", texts: ["1", "2", "3"] }, { name: "zone", texts: ["7", "7", "7"] }];
 * const { varying, constant } = splitConstant(columns);
 * assert.deepEqual(varying.map(({ name }) => name), ["id"]);
 * assert.equal(constant, "In all these rows: zone 7.");
 * ```
 */
export function splitConstant<Column extends { name: string; texts: readonly string[] }>(
  columns: Column[],
): { varying: Column[]; constant: string } {
  const isConstant = ({ texts }: Column) =>
    texts.length >= LEAST_ROWS && texts.every((text) => text === texts[0]);
  const varying = columns.filter((column) => !isConstant(column));
  if (varying.length === 0 || varying.length === columns.length) {
    return { varying: columns, constant: "" };
  }
  const said = columns.filter(isConstant).map(({ name, texts }) => `${name} ${texts[0]}`);
  return { varying, constant: `In all these rows: ${said.join(", ")}.` };
}
