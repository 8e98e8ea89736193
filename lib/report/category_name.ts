import { LOCALES } from "../language/language.ts";
import type { Translator } from "../language/messages.ts";
import { withUnit } from "../table/contracts/with_unit.ts";

/**
 * A category of an attribute in the language of the page, a number with its unit.
 *
 * @example
 * ```ts
 * import { translator } from "../language/messages.ts";
 * import { categoryName } from "./category_name.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(categoryName("size", "0.25", translator("es")), "0,25\u00a0l");
 * assert.equal(categoryName("brand", "Brand 34", translator("es")), "Brand 34");
 * ```
 */
export function categoryName(
  attribute: string,
  category: string,
  { language }: Pick<Translator, "language">,
): string {
  const numbers = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 6 });
  const text = withUnit(attribute, category, (value) => numbers.format(value));
  // a number and its unit stay on one line
  return text === category ? text : text.replace(" ", "\u00a0");
}
