/** No p-value is 0: below this, only the bound is written. */
export const SMALLEST_P = 0.0001;

/**
 * A p-value with its sign of comparison, for `p …`: two significant digits, or the bound.
 *
 * @example
 * ```ts
 * import { pValueText } from "./p_value_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(pValueText(0.01234), "= 0.012");
 * assert.equal(pValueText(0), "< 0.0001");
 * ```
 */
export function pValueText(value: number): string {
  return value < SMALLEST_P ? `< ${SMALLEST_P}` : `= ${Number(value.toPrecision(2))}`;
}
