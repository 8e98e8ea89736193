/**
 * Weeks run from Monday to Sunday. A week is stored as its index, the number of Mondays since
 * 1969-12-29, and shown by its ISO 8601 name, such as `2024-W48`. A day is stored as the number of
 * days since 1970-01-01.
 */

export const DAY_MS = 86_400_000;

/** The week index of a day. */
export function weekOfDay(day: number): number {
  return Math.floor((day + 3) / 7);
}

/** The day (days since 1970-01-01) of a week's Monday. */
export function mondayOfWeek(week: number): number {
  return week * 7 - 3;
}

/**
 * The ISO name of a week index: its year is that of its Thursday.
 *
 * @example
 * ```ts
 * import { parseWeek, weekName } from "./week.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(weekName(parseWeek("2025-W01")!), "2025-W01"); // starts on 2024-12-30
 * ```
 */
export function weekName(week: number): string {
  const { year, number } = isoWeek(week);
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** The ISO week of the year, 1 to 53. */
export function weekOfYear(week: number): number {
  return isoWeek(week).number;
}

/** The week index of an ISO name, or `undefined` if there is no such week. */
export function parseWeek(name: string): number | undefined {
  const match = /^(\d{4})-W(\d{2})$/.exec(name);
  if (!match) return undefined;
  const week = firstWeekOfYear(Number(match[1])) + Number(match[2]) - 1;
  return weekName(week) === name ? week : undefined;
}

/** A day as `YYYY-MM-DD`. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of an instant, in UTC. */
export function dayOfDate(date: Date): number {
  return Math.floor(date.getTime() / DAY_MS);
}

function isoWeek(week: number): { year: number; number: number } {
  const year = new Date((mondayOfWeek(week) + 3) * DAY_MS).getUTCFullYear();
  return { year, number: week - firstWeekOfYear(year) + 1 };
}

/** The first ISO week of a year is the one with January 4. */
function firstWeekOfYear(year: number): number {
  return weekOfDay(Date.UTC(year, 0, 4) / DAY_MS);
}
