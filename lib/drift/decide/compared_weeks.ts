import type { WeekRange } from "../measure/weekly_shares.ts";

/** The newest week is compared with the model's last four training weeks. */
export const REFERENCE_WEEKS = 4;

/**
 * The newest complete week, and the {@linkcode REFERENCE_WEEKS} up to `to`. If `to` is before the
 * data or after them, as in a user's own reference, the week before the newest replaces it.
 *
 * @param weeks week indices: the first of the data, the newest complete one, and the last training
 * week of the model in use.
 *
 * @example
 * ```ts
 * import { comparedWeeks } from "./compared_weeks.ts";
 * import assert from "node:assert/strict";
 *
 * const { reference, recent } = comparedWeeks({ first: 1, last: 20, to: 17 });
 * assert.deepEqual([reference, recent], [{ from: 14, to: 17 }, { from: 20, to: 20 }]);
 * ```
 */
export function comparedWeeks(
  { first, last, to }: { first: number; last: number; to: number },
): { reference: WeekRange; recent: WeekRange } {
  const end = to < first ? last - 1 : Math.min(to, last - 1);
  return {
    reference: { from: Math.max(first, end - REFERENCE_WEEKS + 1), to: end },
    recent: { from: last, to: last },
  };
}
