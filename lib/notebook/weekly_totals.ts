import { firstPurchases } from "../features/purchases/first_purchases.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import type { SalesData } from "../table/sales_data.ts";

/** Totals of one week. */
export interface WeekTotals {
  /** Week index. */
  week: number;
  /** Pairs of customer and product with net items above 0. */
  purchases: number;
  /** Those of them that were bought in an earlier week too. */
  repeats: number;
  /** Customers with a purchase. */
  customers: number;
  /** Products with a purchase. */
  products: number;
}

/** Purchases by week, for every week of the data, oldest first. O(lines). */
export function weeklyTotals({ lines, firstWeek, predictedWeek }: SalesData): WeekTotals[] {
  const weekly = weeklyPurchases(lines), isFirst = firstPurchases(weekly);
  const { length, week, customer, product, items } = weekly;
  const totals = Array.from({ length: predictedWeek - firstWeek }, (_, i) => ({
    week: firstWeek + i,
    purchases: 0,
    repeats: 0,
    customers: new Set<number>(),
    products: new Set<number>(),
  }));
  for (let row = 0; row < length; row++) {
    if (items[row]! <= 0) continue;
    const total = totals[week[row]! - firstWeek]!;
    total.purchases++;
    if (!isFirst[row]) total.repeats++;
    total.customers.add(customer[row]!);
    total.products.add(product[row]!);
  }
  return totals.map((total) => ({
    ...total,
    customers: total.customers.size,
    products: total.products.size,
  }));
}
