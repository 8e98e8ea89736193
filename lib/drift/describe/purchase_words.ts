import type { CategoryMove, LargestCategoryMove } from "../measure/largest_category_move.ts";
import type { PastAlarms } from "../measure/past_alarms.ts";
import { type DriftMove, finiteOrNull } from "./drift_report.ts";
import { oneLine } from "../../table/contracts/one_line.ts";

/** From this rate on, over at least so many weeks, a rule alarms too often to be informative. */
const OFTEN = { share: 1 / 3, weeks: 8 };

/** The largest move, as a sentence without its final period. */
export function moveInWords(
  { variable, category, score, reference, recent }: CategoryMove,
  { limit, alarm }: LargestCategoryMove,
  weeks: string,
): string {
  const share = (level: number) => `${(100 * level).toFixed(1)} %`;
  const moved = Number.isFinite(score)
    ? `moved ${score.toFixed(1)} times its usual weekly move, ` +
      (alarm
        ? `more than the limit of ${limit.toFixed(1)}`
        : `within the limit of ${limit.toFixed(1)}`)
    : Number.isNaN(score)
    ? "cannot be compared"
    : "moved for the first time";
  return `${variable} ${oneLine(category)} ${moved} (${share(recent)} of the purchases, ${
    share(reference)
  } ${weeks})`;
}

/** Warns where a threshold cannot alarm at these sample sizes, or alarms too often. */
export function thresholdWarnings(
  { largest, past, threshold, variables, permutations }: {
    largest: LargestCategoryMove;
    past: PastAlarms;
    threshold: number;
    variables: number;
    permutations: number;
  },
): string[] {
  const rate = `it would have alarmed in ${past.alarms} of ${past.judged} past weeks`;
  if (!largest.judged) {
    return variables / (1 + permutations) < threshold ? [] : [
      `threshold ${threshold} can never alarm with so few past weeks: with ${permutations} ` +
      `permutations and ${variables} variables no adjusted p-value is below ` +
      `${variables / (1 + permutations)}`,
    ];
  }
  if (past.reach <= largest.limit) {
    return [
      `threshold ${threshold} can never alarm: its limit is ${largest.limit.toFixed(1)} usual ` +
      `moves, and a category that is lost completely moves ${past.reach.toFixed(1)}; ${rate}`,
    ];
  }
  return past.judged >= OFTEN.weeks && past.alarms >= OFTEN.share * past.judged
    ? [`threshold ${threshold} alarms too often to be informative: ${rate}`]
    : [];
}

/** The moves in the format of the report. */
export function reportedMoves({ moves }: LargestCategoryMove): DriftMove[] {
  return moves.map(({ variable, category, reference, recent, move, usual, score }) => ({
    variable,
    category,
    share_reference: finiteOrNull(reference),
    share_recent: finiteOrNull(recent),
    move: finiteOrNull(move),
    usual_move: finiteOrNull(usual),
    score: finiteOrNull(score),
  }));
}
