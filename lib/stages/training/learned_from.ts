import type { LabelledRows } from "../../features/pairs/labelled_rows.ts";
import { weekName } from "../../table/time/week.ts";

/** Facts about the training rows of a model. */
export function learnedFrom(rows: LabelledRows) {
  const weeks = weekNames(rows);
  return { first_week: weeks[0]!, last_week: weeks.at(-1)!, ...counted(rows) };
}

/** Weeks, number of rows and number of purchases. */
export function described(rows: LabelledRows) {
  return { weeks: weekNames(rows), ...counted(rows) };
}

/** ISO names of the weeks, oldest first. */
export function weekNames(rows: LabelledRows): string[] {
  return weeksOf(rows).map(weekName);
}

/** Indices of the weeks, oldest first. */
export function weeksOf(rows: LabelledRows): number[] {
  return [...new Set(rows.week)].sort((a, b) => a - b);
}

function counted(rows: LabelledRows) {
  return { rows: rows.length, purchases: rows.label.reduce((sum, value) => sum + value, 0) };
}
