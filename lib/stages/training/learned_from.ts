import type { LabelledRows } from "../../features/pairs/labelled_rows.ts";
import { weekName } from "../../table/week.ts";

/** What a model's facts say of the rows that it learned from. */
export function learnedFrom(rows: LabelledRows) {
  const weeks = weekNames(rows);
  return { first_week: weeks[0]!, last_week: weeks.at(-1)!, ...counted(rows) };
}

/** Weeks, rows and purchases of rows. */
export function described(rows: LabelledRows) {
  return { weeks: weekNames(rows), ...counted(rows) };
}

/** ISO names of the weeks of rows, oldest first. */
export function weekNames(rows: LabelledRows): string[] {
  return weeksOf(rows).map(weekName);
}

/** Indices of the weeks of rows, oldest first. */
export function weeksOf(rows: LabelledRows): number[] {
  return [...new Set(rows.week)].sort((a, b) => a - b);
}

function counted(rows: LabelledRows) {
  return { rows: rows.length, purchases: rows.label.reduce((sum, value) => sum + value, 0) };
}
