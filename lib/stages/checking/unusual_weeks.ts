import type { Message } from "../../language/message.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { weekName } from "../../table/time/week.ts";
import { LINE_CHECKS } from "./line_checks.ts";
import { TRADE_CHECKS } from "./trade_checks.ts";
import { type WeekFacts, weekFacts } from "./week_facts.ts";

/** Checked weeks, and weeks before each that show what is usual. */
const CHECKED = 4, PAST = 12, FEWEST_PAST = 4;

/**
 * What is unusual in the newest complete weeks: quantities, repeated lines, dates, the number of
 * purchases, and customers, products or categories that are gone at once. The limits were set so
 * that no week of the real data from 2024-W09 on exceeds one.
 *
 * @returns one sentence per kind, without its final period, about the newest such week.
 */
export function unusualWeeks(sales: SalesData): Message[] {
  const weeks = weekFacts(sales, CHECKED + PAST);
  return [...LINE_CHECKS, ...TRADE_CHECKS].flatMap((check) => {
    const found = weeks.map((week, at) => ({
      week: weekName(week.week),
      what: at >= weeks.length - CHECKED && pastOf(weeks, at).length >= FEWEST_PAST
        ? check(week, pastOf(weeks, at))
        : undefined,
    }));
    const odd = found.filter(({ what }) => what !== undefined);
    const newest = odd.pop();
    if (!newest?.what) return [];
    const { week, what } = newest, also = odd.map(({ week }) => week);
    return [{ key: "unusual.week", values: { week, what, also, count: also.length } }];
  });
}

/** The weeks before one; those without purchases say nothing of what is usual. */
function pastOf(weeks: WeekFacts[], at: number): WeekFacts[] {
  return weeks.slice(0, at).filter(({ purchases }) => purchases > 0).slice(-PAST);
}
