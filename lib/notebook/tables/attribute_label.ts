import { CONTRACTS } from "../../table/contracts/contracts.ts";

/**
 * The name of an attribute with its unit, if the contract names one: `size (litres)`.
 *
 * @example
 * ```ts
 * import { attributeLabel } from "./attribute_label.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(attributeLabel("size"), "size (litres)");
 * assert.equal(attributeLabel("brand"), "brand");
 * ```
 */
export function attributeLabel(name: string): string {
  const column = CONTRACTS.flatMap(({ columns }) => columns).find((column) => column.name === name);
  const unit = / in (\w+)$/.exec(column?.meaning ?? "")?.[1];
  return unit === undefined ? name : `${name} (${unit})`;
}
