import { type Language, LOCALES } from "../../language/language.ts";
import { withUnit } from "../../table/contracts/with_unit.ts";
import type { CallList, Described } from "./call_list.ts";

/** The attributes that tell products apart for people, in the order of speech. */
const IN_NAME = ["brand", "sub_category", "package", "size"];

/**
 * What to call a product: its most telling attributes, with units; its id if it has none.
 *
 * @param columns names of the attributes.
 * @param number writes a number, in the language of the reader.
 *
 * @example
 * ```ts
 * import { productName } from "./product_name.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(productName("7", ["size", "brand"], [0.25, "Cola"]), "Cola · 0.25 l");
 * assert.equal(productName("7", ["size", "brand"], [null, null]), "7");
 * ```
 */
export function productName(
  id: string,
  columns: string[],
  attributes: Described["attributes"],
  number: (value: number) => string = String,
): string {
  const told = IN_NAME.flatMap((name) => {
    const value = attributes[columns.indexOf(name)] ?? null;
    return value === null ? [] : [withUnit(name, String(value), number)];
  });
  return told.length > 0 ? told.join(" · ") : id;
}

/** The list with the products' names in the language of a reader: `0,25 l`. */
export function namedFor(list: CallList, language: Language): CallList {
  const numbers = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 6 });
  const { product_columns: columns, products } = list;
  return {
    ...list,
    products: Object.fromEntries(
      Object.entries(products).map(([id, { name, attributes }]) => [id, {
        // a name from elsewhere stays
        name: name === productName(id, columns, attributes)
          ? productName(id, columns, attributes, (value) => numbers.format(value))
          : name,
        attributes,
      }]),
    ),
  };
}
