import type { RowKeys } from "../../features/pairs/labelled_rows.ts";
import { type Units, within } from "../../model/units.ts";
import { weekName } from "../../table/time/week.ts";

/** Training rows in a few words. */
export interface DescribedRows {
  /** ISO names of the weeks, oldest first. */
  weeks: string[];
  /** Number of rows. */
  rows: number;
  /** Purchases among them. */
  purchases: number;
}

/** Weeks, number of rows and number of purchases. */
export function described(rows: RowKeys): DescribedRows {
  const purchases = rows.label.reduce((sum, value) => sum + value, 0);
  return { weeks: weekNames(rows), rows: rows.length, purchases };
}

/** The units of fits on these rows. */
export function unitsOn({ weeks, rows }: DescribedRows, units: Units): Units {
  return within(units, `${weeks[0]}.${weeks.at(-1)}.${rows}`);
}

/** Facts about the training rows of a model. */
export function learnedFrom({ weeks, ...counts }: DescribedRows) {
  return { first_week: weeks[0]!, last_week: weeks.at(-1)!, ...counts };
}

/** ISO names of the weeks, oldest first. */
export function weekNames(rows: Pick<RowKeys, "week">): string[] {
  return weeksOf(rows).map(weekName);
}

/** Indices of the weeks, oldest first. */
export function weeksOf({ week }: Pick<RowKeys, "week">): number[] {
  return [...new Set(week)].sort((a, b) => a - b);
}
