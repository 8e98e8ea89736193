import { isMessageKey, type Translator } from "./messages.ts";

/**
 * The name of an attribute in words; another variable keeps its own.
 *
 * @example
 * ```ts
 * import { attributeName } from "./attribute_name.ts";
 * import { translator } from "./messages.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(attributeName("customer_type", translator("en")), "type of shop");
 * assert.equal(attributeName("brand", translator("es")), "marca");
 * assert.equal(attributeName("pair_weeks_ever", translator("es")), "pair_weeks_ever");
 * ```
 */
export function attributeName(name: string, { t }: Pick<Translator, "t">): string {
  const key = `attribute.${name}`;
  return isMessageKey(key) ? t(key) : name;
}
