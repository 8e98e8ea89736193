import type { WeekRange } from "../measure/weekly_shares.ts";

/** The newest week is compared with the model's last four training weeks. */
export const REFERENCE_WEEKS = 4;

/**
 * The newest week, and the {@linkcode REFERENCE_WEEKS} up to `to`. If `to` is before the data or
 * after them, as in a user's own reference, the week before the newest replaces it.
 *
 * @param weeks indices of the complete weeks with purchases, ascending, two or more.
 * @param to index of the last training week of the model in use.
 *
 * @example
 * ```ts
 * import { comparedWeeks } from "./compared_weeks.ts";
 * import assert from "node:assert/strict";
 *
 * const weeks = [10, 11, 12, 16, 17, 20];
 * const { reference, recent } = comparedWeeks({ weeks, to: 17 });
 * assert.deepEqual([reference, recent], [{ from: 11, to: 17 }, { from: 20, to: 20 }]);
 * ```
 */
export function comparedWeeks(
  { weeks, to }: { weeks: number[]; to: number },
): { reference: WeekRange; recent: WeekRange } {
  const last = weeks.at(-1)!, before = weeks.slice(0, -1);
  const learned = before.filter((week) => week <= to);
  const reference = (learned.length > 0 ? learned : before).slice(-REFERENCE_WEEKS);
  return {
    reference: { from: reference[0]!, to: reference.at(-1)! },
    recent: { from: last, to: last },
  };
}
