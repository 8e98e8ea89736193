import type { OrderLines, WeeklyPurchases } from "../../table/sales_data.ts";
import { weekOfDay } from "../../table/time/week.ts";
import { countingOrder } from "./counting_order.ts";

/**
 * Merges the order lines of each week, customer and product into one row with their net quantity,
 * so that two orders in a week are never taken for two weeks. O(lines), by three stable counting
 * sorts; the order of the lines does not matter.
 *
 * @returns rows sorted by week, customer, product; net quantities of 0 or less (returns) are kept.
 *
 * @example
 * ```ts
 * import { weeklyPurchases } from "./weekly_purchases.ts";
 * import assert from "node:assert/strict";
 *
 * const weekly = weeklyPurchases({
 *   length: 3,
 *   day: Int32Array.of(4, 4, 6),
 *   customer: Int32Array.of(0, 0, 0),
 *   product: Int32Array.of(2, 1, 2),
 *   order: Float64Array.of(1, 1, 2),
 *   items: Float64Array.of(3, 1, -3),
 * });
 * assert.deepEqual([...weekly.product], [1, 2]);
 * assert.deepEqual([...weekly.items], [1, 0]);
 * ```
 */
export function weeklyPurchases(lines: OrderLines): WeeklyPurchases {
  const week = lines.day.map(weekOfDay), byWeek = countingOrder(week);
  const rows: WeeklyPurchases = {
    length: 0,
    week: new Int32Array(lines.length),
    customer: new Int32Array(lines.length),
    product: new Int32Array(lines.length),
    items: new Float64Array(lines.length),
  };
  let last = -1;
  for (let start = 0, end = 0; start < lines.length; start = end) {
    while (end < lines.length && week[byWeek[end]!] === week[byWeek[start]!]) end++;
    // week by week, because sorting all at once misses the cache at every line
    const ofWeek = countingOrder(lines.product, byWeek.subarray(start, end));
    for (const line of countingOrder(lines.customer, ofWeek)) {
      if (
        last < 0 || rows.week[last] !== week[line] ||
        rows.customer[last] !== lines.customer[line] || rows.product[last] !== lines.product[line]
      ) {
        last++;
        rows.week[last] = week[line]!;
        rows.customer[last] = lines.customer[line]!;
        rows.product[last] = lines.product[line]!;
      }
      rows.items[last]! += lines.items[line]!;
    }
  }
  const length = last + 1, items = rows.items.subarray(0, length);
  for (let row = 0; row < length; row++) {
    // cancelled thirds of a crate leave 5e-17, which would count as a purchase; −0 becomes 0
    items[row] = Math.round(items[row]! * 1e6) / 1e6 + 0;
  }
  return {
    length,
    week: rows.week.subarray(0, length),
    customer: rows.customer.subarray(0, length),
    product: rows.product.subarray(0, length),
    items,
  };
}
