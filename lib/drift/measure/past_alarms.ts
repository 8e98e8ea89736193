import { largestCategoryMove, type WeeklyCounts } from "./largest_category_move.ts";
import type { Windows } from "./usual_move.ts";

/** Alarms that a threshold would have raised in the past. */
export interface PastAlarms {
  /** Past weeks with enough past moves. */
  judged: number;
  alarms: number;
  /** The largest score that a main category would have now if no one bought it any more. */
  reach: number;
}

/**
 * In how many past weeks the largest category move would have been an alarm: both windows are
 * shifted back week by week while four past moves remain, and each shift is judged by the weeks
 * before it. `reach` shows whether the rule can alarm at all: a limit above it is never exceeded,
 * whichever category is lost.
 *
 * O(weeks² × categories).
 */
export function pastAlarms(
  variables: WeeklyCounts[],
  { reference, recent }: Windows,
  { alpha }: { alpha: number },
): PastAlarms {
  let judged = 0, alarms = 0;
  for (let shift = 1; shift <= reference.from; shift++) {
    const back = ({ from, to }: typeof recent) => ({ from: from - shift, to: to - shift });
    const found = largestCategoryMove(
      variables,
      { reference: back(reference), recent: back(recent) },
      { alpha },
    );
    if (!found.judged) continue;
    judged++;
    if (found.alarm) alarms++;
  }
  const { moves } = largestCategoryMove(variables, { reference, recent }, { alpha });
  const reach = moves.map(({ variable, reference: before, usual }) => {
    const purchases = variables.find((other) => other.variable === variable)!.counts
      .slice(recent.from, recent.to + 1).flat().reduce((sum, count) => sum + count, 0);
    return Math.abs(Math.log(0.5 / purchases / before)) / usual; // usualMove() counts 0 as 0.5
  });
  return { judged, alarms, reach: Math.max(0, ...reach.filter((score) => !Number.isNaN(score))) };
}
