import { MAIN_VARIABLES, type PurchaseMix } from "../../drift/measure/category_shares.ts";
import { withUnit } from "../../table/contracts/with_unit.ts";
import type { WeekSpan } from "./reference_weeks.ts";

/** A category that is too small to be watched, and its shares of the purchases. */
export interface UnwatchedMove {
  /** Its variable. */
  variable: string;
  /** Its name, with the unit. */
  category: string;
  /** Share in the reference weeks. */
  share_reference: number;
  /** Share in the recent weeks. */
  share_recent: number;
}

/**
 * The category that the rule does not watch whose share changed most, in percentage points: the
 * ratio of two shares of a few purchases says nothing.
 *
 * @param watched `variable category` of those that the rule watches.
 * @returns `undefined` if all are watched, or one of the spans has no purchases.
 */
export function unwatchedMove(
  { weeks, variables }: Pick<PurchaseMix, "weeks" | "variables">,
  { reference, recent }: { reference: WeekSpan; recent: WeekSpan },
  watched: ReadonlySet<string>,
): UnwatchedMove | undefined {
  const shares = (counts: number[][], { from, to }: WeekSpan) => {
    const rows = counts.filter((_, i) => weeks[i]! >= from && weeks[i]! <= to);
    const total = rows.flat().reduce((sum, count) => sum + count, 0);
    return (j: number) => rows.reduce((sum, row) => sum + row[j]!, 0) / total;
  };
  return variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable))
    .flatMap(({ variable, categories, counts }) => {
      const before = shares(counts, reference), now = shares(counts, recent);
      return categories.map((category, j) => ({
        variable,
        category,
        share_reference: before(j),
        share_recent: now(j),
      }));
    })
    .filter(({ variable, category }) => !watched.has(`${variable} ${category}`))
    .filter((move) => pointsOf(move) >= 0)
    .toSorted((a, b) => pointsOf(b) - pointsOf(a))
    .map((move) => ({ ...move, category: withUnit(move.variable, move.category) }))[0];
}

function pointsOf({ share_reference, share_recent }: UnwatchedMove): number {
  return Math.abs(share_recent - share_reference);
}
