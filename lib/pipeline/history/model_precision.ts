import type { ListedRun } from "../../dag/runs/runs.ts";
import { runFacts } from "./run_facts.ts";

/** How good the model of a forecast was where it was tested. */
export interface ModelPrecision {
  averagePrecision: number;
  /** ISO names of the weeks on which it was measured; empty if they are not known. */
  weeks: string[];
  /** The run that trained it. */
  trainedBy: string;
  /** Whether this run trained it. */
  isNew: boolean;
}

/**
 * The average precision of the model that a run predicted with, on weeks from which it had not
 * learned: its own, or that of the model that stayed in use. `undefined` if nothing is known.
 *
 * @param runs every run, newest start first: an older one tells of its model.
 */
export function modelPrecision(
  runId: string,
  runs: readonly ListedRun[],
): ModelPrecision | undefined {
  const at = runs.findIndex((listed) => listed.runId === runId), run = runs[at]?.run;
  if (!run) return undefined;
  const { train_model: trained, skip_training: kept, split_data } = runFacts(run);
  const contest = trained.champion_challenger, own = trained.test_average_precision;
  if (own !== undefined && contest?.promoted !== false) {
    const { weeks } = split_data.test;
    return { averagePrecision: own, weeks, trainedBy: runId, isNew: true };
  }
  const trainedBy = kept.model_of_run ?? trained.champion_run;
  if (trainedBy === undefined) return undefined;
  const found = contest && contest.champion.average_precision !== undefined
    ? { averagePrecision: contest.champion.average_precision, weeks: contest.weeks }
    : kept.test_average_precision !== undefined
    ? { averagePrecision: kept.test_average_precision, weeks: kept.test_weeks }
    : modelPrecision(trainedBy, runs.slice(at + 1));
  // the run named there may have kept the model of another one
  return found && { ...found, trainedBy, isNew: false };
}
