import type { Column } from "../../table/column_table.ts";

/** An attribute with categories. */
export interface Attribute {
  name: string;
  of: "customer" | "product";
}

/** A number with more values than this is a measure, not a category. */
const MOST_CATEGORIES = 50;

/** An attribute of customers or products, if it has categories. */
export function categoriesOf(
  column: Column,
  of: Attribute["of"],
): (Attribute & { categoryOf: (entity: number) => string | undefined })[] {
  const { name } = column;
  if (column.kind === "categorical") {
    return [{ name, of, categoryOf: (entity) => column.categories[column.codes[entity]!] }];
  }
  const { values } = column;
  if (new Set(values).size > MOST_CATEGORIES) return [];
  const text = (value: number) => Number.isNaN(value) ? undefined : String(value);
  return [{ name, of, categoryOf: (entity) => text(values[entity]!) }];
}

/** Purchases by category, from those by customer or product. */
export function countsBy(
  counts: Uint32Array,
  categoryOf: (entity: number) => string | undefined,
): Map<string, number> {
  const sums = new Map<string, number>();
  counts.forEach((count, entity) => {
    const category = count > 0 ? categoryOf(entity) : undefined;
    if (category !== undefined) sums.set(category, (sums.get(category) ?? 0) + count);
  });
  return sums;
}
