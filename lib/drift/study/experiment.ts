import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { MIN_PAST_MOVES, type Windows } from "../measure/usual_move.ts";
import {
  activityNotice,
  anyPValue,
  defaultDecision,
  type DriftCase,
  largestMove,
} from "./drift_rules.ts";

/** What a study is run with. */
export interface StudyOptions {
  threshold: number;
  /** Trials of every experiment but the simulated ones, of which there are a quarter. */
  repeats: number;
  seed: number;
}

/** One question that many random trials answer. */
export interface Experiment {
  kind: "undisturbed" | "real" | "simulated";
  /** What was done to the purchases, or to what. */
  what: string;
  how: string;
  /** Size of the shift; 0 where nothing drifted. */
  size: number;
  /** Past moves that the second question knows; null where it differs between trials. */
  pastMoves: number | null;
  repeats: number;
  /** Which rules alarmed in a trial; those that were asked are the same in every one. */
  trial: (repeat: number) => Record<string, boolean>;
}

/** The first week with past moves enough. */
export const FIRST_JUDGED = REFERENCE_WEEKS + MIN_PAST_MOVES;

/** Shifts are put into weeks with so many past moves, where there are any: 32 of the real ones. */
const SHIFTED_PAST = 11;

/** The first week, of so many, into which a shift is put: later ones know better what is usual. */
export function firstShiftedWeek(weeks: number): number {
  return Math.max(FIRST_JUDGED, Math.min(REFERENCE_WEEKS + SHIFTED_PAST, weeks - 1));
}

/** The newest week against those before it, or against those that a model learned from. */
export function windowsAt(week: number, lag = 1): Windows {
  return {
    reference: { from: week - lag - REFERENCE_WEEKS + 1, to: week - lag },
    recent: { from: week, to: week },
  };
}

/** What everything but the first question says, for that costs a hundred times as much. */
export function decisions(drift: DriftCase): Record<string, boolean> {
  const second = largestMove(drift);
  return {
    original: anyPValue(drift),
    ...second.judged ? { unusual: second.alarm } : {},
    decision: defaultDecision(drift, second),
    activity: activityNotice(drift),
  };
}
