import { weekOfDay } from "./week.ts";

/** Share of earlier weeks that must have ended by the newest weekday. */
const ENDED_SHARE = 0.9;

/**
 * The first incomplete week: the newest week, unless it is complete; then the one after it. The
 * newest week is complete on Sunday, or on the weekday on which or before which 90 % of the earlier
 * weeks had their last order: if shops close on Sundays, on Saturday. A week without order lines is
 * complete, and is not counted in that share.
 *
 * @param days days of the order lines, ascending, at least one.
 *
 * @example
 * ```ts
 * import { firstIncompleteWeek } from "./complete_weeks.ts";
 * import { dayOfDate, weekName } from "./week.ts";
 * import assert from "node:assert/strict";
 *
 * const days = (...names: string[]) => Int32Array.from(names, (name) => dayOfDate(new Date(name)));
 * const saturdays = ["2024-11-02", "2024-11-09", "2024-11-16"];
 * assert.equal(weekName(firstIncompleteWeek(days(...saturdays, "2024-11-22"))), "2024-W47");
 * assert.equal(weekName(firstIncompleteWeek(days(...saturdays, "2024-11-23"))), "2024-W48");
 * ```
 */
export function firstIncompleteWeek(days: Int32Array): number {
  const newest = days[days.length - 1]!;
  const newestWeek = weekOfDay(newest);
  const endedOn = new Array<number>(7).fill(0);
  let earlierWeeks = 0;
  for (let i = 0; i < days.length - 1; i++) {
    const week = weekOfDay(days[i]!);
    if (week === newestWeek) break;
    if (weekOfDay(days[i + 1]!) === week) continue;
    endedOn[weekday(days[i]!)]!++;
    earlierWeeks++;
  }
  let ended = 0;
  for (let day = 0; day <= weekday(newest); day++) ended += endedOn[day]!;
  const complete = earlierWeeks > 0 && ended >= ENDED_SHARE * earlierWeeks;
  return complete || weekday(newest) === 6 ? newestWeek + 1 : newestWeek;
}

/** 0 for Monday to 6 for Sunday. */
function weekday(day: number): number {
  return (day + 3) % 7;
}
