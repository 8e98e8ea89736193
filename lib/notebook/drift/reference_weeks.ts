import type { SalesData } from "../../table/sales_data.ts";
import { parseWeek } from "../../table/time/week.ts";

/** Week indices, both ends included. */
export interface WeekSpan {
  /** The first week. */
  from: number;
  /** The last week. */
  to: number;
}

/**
 * The reference weeks of a drift report, such as `2024-W10 to 2024-W20`, as far as they are in the
 * data and before the last week; if there are none, the four weeks before the last week.
 */
export function referenceWeeks(
  reference: string,
  { firstWeek, predictedWeek }: Pick<SalesData, "firstWeek" | "predictedWeek">,
): WeekSpan {
  const last = predictedWeek - 1;
  const [, first = "", end = first] = /^(\S+)(?: to (\S+))?$/.exec(reference) ?? [];
  const from = parseWeek(first), to = parseWeek(end);
  if (from === undefined || to === undefined || to < firstWeek || from >= last) {
    return { from: Math.max(firstWeek, last - 4), to: last - 1 };
  }
  return { from: Math.max(firstWeek, from), to: Math.min(last - 1, to) };
}
