import type { SalesData } from "../../table/sales_data.ts";
import { parseWeek } from "../../table/week.ts";

/** Week indices, both ends included. */
export interface WeekSpan {
  /** The first one. */
  from: number;
  /** The last one. */
  to: number;
}

/**
 * The weeks of a drift report's reference, such as `2024-W10 to 2024-W20`, as far as the data have
 * them before their last week; the four weeks before that where the report names none of them.
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
