import { studentTQuantile } from "../../stats/student_t_quantile.ts";
import {
  MIN_PAST_MOVES,
  type UsualMove,
  usualMove,
  type WeeklyRatio,
  type Windows,
} from "../measure/usual_move.ts";

/** A chart's move, and whether it is beyond its limit. */
export interface JudgedChart extends UsualMove {
  /** NaN where the past is too short to say what is usual. */
  limit: number;
  noticed: boolean;
}

/** Judges a weekly ratio's move against its own usual moves, two-sided at level `threshold`. */
export function judgeChart(chart: WeeklyRatio, windows: Windows, threshold: number): JudgedChart {
  const moved = usualMove(chart, windows), { pastMoves, score } = moved;
  const limit = pastMoves >= MIN_PAST_MOVES ? -studentTQuantile(threshold / 2, pastMoves) : NaN;
  return { ...moved, limit, noticed: score > limit };
}
