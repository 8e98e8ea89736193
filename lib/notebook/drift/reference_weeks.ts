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
  const named = weeksIn(reference);
  if (named === undefined || named.to < firstWeek || named.from >= last) {
    return { from: Math.max(firstWeek, last - 4), to: last - 1 };
  }
  return { from: Math.max(firstWeek, named.from), to: Math.min(last - 1, named.to) };
}

/** The weeks of a report's text, such as `2024-W10 to 2024-W20`; `undefined` if it names none. */
export function weeksIn(text: string): WeekSpan | undefined {
  const [, first = "", end = first] = /^(\S+)(?: to (\S+))?$/.exec(text) ?? [];
  const from = parseWeek(first), to = parseWeek(end);
  return from === undefined || to === undefined ? undefined : { from, to };
}
