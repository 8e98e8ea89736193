import type { WeeklyPurchases } from "../../table/sales_data.ts";
import { countingOrder } from "./counting_order.ts";

/**
 * 1 for each row that is the first purchase of its customer and product, else 0. O(rows).
 *
 * @param weekly rows by week, ascending; without `items` each is a purchase.
 */
export function firstPurchases(
  { length, customer, product, items }:
    & Pick<WeeklyPurchases, "length" | "customer" | "product">
    & Partial<Pick<WeeklyPurchases, "items">>,
): Uint8Array {
  const isFirst = new Uint8Array(length);
  let last = -1;
  for (const row of countingOrder(customer, countingOrder(product))) {
    if (items && items[row]! <= 0) continue;
    const isSame = last >= 0 && customer[row] === customer[last] && product[row] === product[last];
    if (!isSame) isFirst[row] = 1;
    last = row;
  }
  return isFirst;
}
