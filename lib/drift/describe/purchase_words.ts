import type { CategoryMove, LargestCategoryMove } from "../measure/largest_category_move.ts";
import { type DriftMove, finiteOrNull } from "./drift_report.ts";
import { oneLine } from "../../table/contracts/one_line.ts";
import { withUnit } from "../../table/contracts/with_unit.ts";

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
  return `${variable} ${oneLine(withUnit(variable, category))} ${moved} (${
    share(recent)
  } of the purchases, ${share(reference)} ${weeks})`;
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
