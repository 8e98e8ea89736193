import type { Entities } from "../../table/sales_data.ts";

const ATTRIBUTES = ["brand", "category", "sub_category", "segment", "package", "size"];

/**
 * Assigns products with identical brand, category, sub-category, segment, package and size to one
 * group: they are variants or successors of each other (55 groups among the 106 products sold in
 * the real data). Without any attribute, each product is a group of its own.
 */
export function attributeGroups(
  products: Entities,
): { groupOfProduct: Int32Array; groups: number } {
  const columns = products.columns.filter((column) => ATTRIBUTES.includes(column.name));
  if (columns.length === 0) {
    return {
      groupOfProduct: Int32Array.from({ length: products.ids.length }, (_, product) => product),
      groups: products.ids.length,
    };
  }
  const numbers = new Map<string, number>();
  const groupOfProduct = Int32Array.from(products.ids.keys(), (product) => {
    const key = columns.map((column) =>
      column.kind === "categorical" ? column.codes[product] : column.values[product]
    ).join("|");
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key)!;
  });
  return { groupOfProduct, groups: numbers.size };
}
