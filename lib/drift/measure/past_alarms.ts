import { largestCategoryMove, type WeeklyCounts } from "./largest_category_move.ts";
import type { Windows } from "./usual_move.ts";

/** What a threshold would have done so far. */
export interface PastAlarms {
  /** Past weeks with past enough to be judged. */
  judged: number;
  alarms: number;
  /** The largest score that a main category would have now if nobody bought it any more. */
  reach: number;
}

/**
 * How often the largest category move would have been an alarm in the past: both windows are shifted
 * back week by week while four past moves remain, and each shift is judged by what came before it.
 * `reach` tells whether the rule can alarm at all: a limit beyond it is never exceeded, whatever is
 * lost.
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
    return Math.abs(Math.log(0.5 / purchases / before)) / usual; // as usualMove() counts none
  });
  return { judged, alarms, reach: Math.max(0, ...reach.filter((score) => !Number.isNaN(score))) };
}
