import type { LabelledRows } from "../../features/pairs/labelled_rows.ts";
import { weekName } from "../../table/week.ts";

/** What a model's facts say of the rows that it learned from. */
export function learnedFrom(lot: LabelledRows) {
  const weeks = weekNames(lot);
  return { first_week: weeks[0]!, last_week: weeks.at(-1)!, ...counted(lot) };
}

/** Weeks, rows and purchases of a lot. */
export function described(lot: LabelledRows) {
  return { weeks: weekNames(lot), ...counted(lot) };
}

/** ISO names of the weeks of a lot, oldest first. */
export function weekNames(lot: LabelledRows): string[] {
  return weeksOf(lot).map(weekName);
}

/** Indices of the weeks of a lot, oldest first. */
export function weeksOf(rows: LabelledRows): number[] {
  return [...new Set(rows.week)].sort((a, b) => a - b);
}

function counted(lot: LabelledRows) {
  return { rows: lot.length, purchases: lot.label.reduce((sum, value) => sum + value, 0) };
}
