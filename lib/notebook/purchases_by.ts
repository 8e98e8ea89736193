import { purchaseTable } from "../features/purchases/purchase_table.ts";
import { CONTRACTS } from "../table/contracts/contracts.ts";
import type { SalesData } from "../table/sales_data.ts";

/** A value of an attribute and how many purchases had it. */
export interface AttributeCount {
  /** The value. */
  label: string;
  /** Purchases that have it. */
  count: number;
}

/**
 * Counts the purchases of all weeks by an attribute of shops or products, or by `product_id`; the
 * most frequent first, equal counts by label. An attribute without any value is missing in all of
 * them.
 *
 * @throws RangeError if there is no such attribute.
 */
export function purchasesBy(sales: SalesData, attribute: string): AttributeCount[] {
  const weeks = { from: sales.firstWeek, to: sales.predictedWeek - 1 };
  const table = purchaseTable(sales, weeks, [attribute]);
  const column = table.columns.find(({ name }) => name === attribute);
  if (!CONTRACTS.some(({ columns }) => columns.some(({ name }) => name === attribute))) {
    throw new RangeError(`no such attribute: ${attribute}`);
  }
  const labelOf = (row: number) =>
    attribute === "product_id"
      ? String(sales.products.ids[table.product[row]!])
      : column === undefined
      ? "missing"
      : column.kind === "numeric"
      ? String(column.values[row])
      : column.categories[column.codes[row]!] ?? "missing";
  const counts = new Map<string, number>();
  for (let row = 0; row < table.length; row++) {
    const label = labelOf(row);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return Array.from(counts, ([label, count]) => ({ label, count }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}
