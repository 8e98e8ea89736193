import type { MessageValue } from "./message.ts";

/**
 * Values joined by "and" or "or".
 *
 * @example
 * ```ts
 * import { english } from "./english.ts";
 * import { joined } from "./joined.ts";
 * import assert from "node:assert/strict";
 *
 * const values = { dates: joined("and", ["W46", "W47"]) };
 * assert.equal(english({ key: "page.title", values }), "Purchases of W46 and W47");
 * ```
 */
export function joined(by: "and" | "or", [first = "", ...others]: MessageValue[]): MessageValue {
  return others.length === 0
    ? first
    : { key: `words.${by}`, values: { first, others: joined(by, others) } };
}
