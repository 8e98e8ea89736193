import type { Series } from "../../features/behavioural/customer_rows.ts";
import type { WeekView } from "../../features/behavioural/week_view.ts";
import type { Past } from "./call_list.ts";
import { COUNTED, type Habit, habitOf } from "./habit.ts";

/** A regular: bought so many times, at least every so many weeks. */
const REGULAR = { times: 6, every: 4 };

/**
 * Without a purchase for three times the usual gap, at least four weeks, a regular has stopped; after
 * half a year there is nothing to win back. In 2024-W31 to W44 of the real data, 11 % of such pairs
 * were bought again within four weeks; of those that three times the median gap adds, 47 %.
 */
const STOPPED = { gaps: 3, least: 4, most: 26 };

/** A shop is overdue after three times its usual gap between orders, at least three weeks. */
const OVERDUE = { gaps: 3, least: 3, most: 26 };

/** Whether a regular has not been bought for long. */
function isMissing(
  { times, every, since }: Habit,
  { gaps, least, most }: typeof STOPPED,
): boolean {
  return every !== undefined && times >= REGULAR.times && every <= REGULAR.every &&
    since > Math.max(gaps * every, least) && since <= most;
}

/** What was bought in `of` weeks, of which the one `end` weeks ago is the last with purchases. */
export function pastOf({ every, since, inLast }: Habit, end: number, of: number): Past {
  return {
    ...every === undefined ? {} : { every },
    since,
    weeks: inLast(end - 1 + of),
    of,
  };
}

/**
 * The rows of regular products that a shop has stopped although it still orders, the longest overdue
 * first, without those that it replaced by one with the same attributes.
 */
export function stoppedRows(view: WeekView, customer: number): { row: number; past: Past }[] {
  const { history: { pairs, groupOfProduct }, pair } = view;
  const first = pairs.first[customer]!, end = pairs.first[customer + 1]!;
  const lastOfGroup = new Map<number, number>();
  for (let row = first; row < end; row++) {
    const group = groupOfProduct[pairs.member[row]!]!;
    lastOfGroup.set(group, Math.min(lastOfGroup.get(group) ?? Infinity, pair.since[row]!));
  }
  const stopped: { row: number; past: Past }[] = [];
  for (let row = first; row < end; row++) {
    const past = missing(pairs.weeks, row, view.week, STOPPED);
    if (!past || lastOfGroup.get(groupOfProduct[pairs.member[row]!]!)! < past.since) continue;
    stopped.push({ row, past });
  }
  return stopped.sort((a, b) => b.past.since / b.past.every! - a.past.since / a.past.every!);
}

/** The orders of a shop, if the last one is long ago. */
export function overdueShop(
  { history: { activity }, week }: WeekView,
  customer: number,
): Past | undefined {
  return missing(activity, customer, week, OVERDUE);
}

/** What is missing of a row, if it is a regular. */
function missing(
  series: Series,
  row: number,
  week: number,
  limits: typeof STOPPED,
): Past | undefined {
  const habit = habitOf(series, row, week);
  if (!habit || !isMissing(habit, limits)) return undefined;
  const { since, age } = habit;
  return pastOf(habit, since, Math.min(COUNTED, age - since + 1));
}
