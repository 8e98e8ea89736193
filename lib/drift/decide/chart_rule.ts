import { studentTQuantile } from "../../stats/student_t_quantile.ts";
import {
  MIN_PAST_MOVES,
  type UsualMove,
  usualMove,
  type WeeklyRatio,
  type Windows,
} from "../measure/usual_move.ts";

/** A chart's move, and whether it exceeds its limit. */
export interface JudgedChart extends UsualMove {
  /** NaN with too few past moves. */
  limit: number;
  noticed: boolean;
}

/** Compares a weekly ratio's move with its own past moves, two-sided at level `threshold`. */
export function judgeChart(chart: WeeklyRatio, windows: Windows, threshold: number): JudgedChart {
  const moved = usualMove(chart, windows), { pastMoves, score } = moved;
  const limit = pastMoves >= MIN_PAST_MOVES ? -studentTQuantile(threshold / 2, pastMoves) : NaN;
  return { ...moved, limit, noticed: score > limit };
}
