import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { MIN_PAST_MOVES, type Windows } from "../measure/usual_move.ts";
import {
  activityNotice,
  anyPValue,
  defaultDecision,
  type DriftCase,
  largestMove,
} from "./drift_rules.ts";

/** The options of a study. */
export interface StudyOptions {
  threshold: number;
  /** Trials of each experiment; simulated experiments have a quarter of them. */
  repeats: number;
  seed: number;
}

/** An experiment of many random trials. */
export interface Experiment {
  kind: "undisturbed" | "real" | "simulated";
  /** What was shifted, and how. */
  what: string;
  how: string;
  /** Size of the shift; 0 where nothing drifted. */
  size: number;
  /** Past moves of the largest category move; null where they differ between trials. */
  pastMoves: number | null;
  repeats: number;
  /** Whether each rule alarmed in a trial; the same rules in every trial. */
  trial: (repeat: number) => Record<string, boolean>;
}

/** The first week with enough past moves. */
export const FIRST_JUDGED = REFERENCE_WEEKS + MIN_PAST_MOVES;

/** Shifts are put into weeks with at least so many past moves where possible: 32 real weeks. */
const SHIFTED_PAST = 11;

/** The first week into which a shift is put; later weeks have more past moves. */
export function firstShiftedWeek(weeks: number): number {
  return Math.max(FIRST_JUDGED, Math.min(REFERENCE_WEEKS + SHIFTED_PAST, weeks - 1));
}

/** A week against the reference weeks `lag` weeks before it. */
export function windowsAt(week: number, lag = 1): Windows {
  return {
    reference: { from: week - lag - REFERENCE_WEEKS + 1, to: week - lag },
    recent: { from: week, to: week },
  };
}

/** The decisions of all rules except the permutation test, which costs a hundred times as much. */
export function decisions(drift: DriftCase): Record<string, boolean> {
  const largest = largestMove(drift);
  return {
    original: anyPValue(drift),
    ...largest.judged ? { unusual: largest.alarm } : {},
    decision: defaultDecision(drift, largest),
    activity: activityNotice(drift),
  };
}
