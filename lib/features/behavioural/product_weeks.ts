import type { WeeklyPurchases } from "../../table/sales_data.ts";
import type { CustomerRows, Series } from "./customer_rows.ts";

/** Weekly counts of a product: `[product * weeks + week - firstWeek]`. */
export interface ProductWeeks {
  weeks: number;
  buyers: Int32Array;
  /** Customers who buy the product for the first time. */
  adopters: Int32Array;
  /** Buyers who also bought it in the week before. */
  kept: Int32Array;
}

/** Counts purchases by product and week, and the customers who were active in each week. */
export function productWeeks(
  products: number,
  firstWeek: number,
  weekly: WeeklyPurchases,
  pairs: CustomerRows,
  activity: Series,
): { productWeeks: ProductWeeks; activeCustomers: Int32Array } {
  const weeks = weekly.length === 0 ? 0 : weekly.week[weekly.length - 1]! + 1 - firstWeek;
  const counts = () => new Int32Array(products * weeks);
  const [buyers, adopters, kept] = [counts(), counts(), counts()];
  const { start, at } = pairs.weeks;
  for (let pair = 0; pair < pairs.length; pair++) {
    const cell = pairs.member[pair]! * weeks - firstWeek;
    adopters[cell + at[start[pair]!]!]!++;
    for (let i = start[pair]!; i < start[pair + 1]!; i++) {
      buyers[cell + at[i]!]!++;
      if (i > start[pair]! && at[i - 1] === at[i]! - 1) kept[cell + at[i]!]!++;
    }
  }
  const activeCustomers = new Int32Array(weeks);
  for (const week of activity.at) activeCustomers[week - firstWeek]!++;
  return { productWeeks: { weeks, buyers, adopters, kept }, activeCustomers };
}
