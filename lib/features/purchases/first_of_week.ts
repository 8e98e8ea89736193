import type { WeeklyPurchases } from "../../table/sales_data.ts";

/** The first row of a week or a later one, by bisection: rows are sorted by week. */
export function firstOfWeek(
  { week: weeks, length }: Pick<WeeklyPurchases, "week" | "length">,
  week: number,
): number {
  let low = 0, high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (weeks[middle]! < week) low = middle + 1;
    else high = middle;
  }
  return low;
}
