import { CONTRACTS } from "./contracts.ts";

/**
 * A value of an attribute with its unit, if the contract names one.
 *
 * @param number writes a number, in the language of the reader.
 *
 * @example
 * ```ts
 * import { withUnit } from "./with_unit.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(withUnit("size", "0.25"), "0.25 l");
 * assert.equal(withUnit("brand", "Brand 34"), "Brand 34");
 * ```
 */
export function withUnit(
  attribute: string,
  value: string,
  number: (value: number) => string = String,
): string {
  const column = CONTRACTS.flatMap(({ columns }) => columns)
    .find(({ name }) => name === attribute);
  const size = Number(value);
  if (column?.unit === undefined || value.trim() === "" || Number.isNaN(size)) return value;
  return `${number(size)} ${column.unit}`;
}
