import type { ListedRun } from "../../dag/runs/runs.ts";
import { runFacts } from "./run_facts.ts";

/**
 * The kind of model that a run predicted with: its own, or that of the model that stayed in use, as
 * the run that trained it says. `undefined` if that run is gone.
 *
 * @param runs every run, newest start first.
 */
export function modelKind(runId: string, runs: readonly ListedRun[]): string | undefined {
  const at = runs.findIndex((listed) => listed.runId === runId), run = runs[at]?.run;
  if (!run) return undefined;
  const { train_model: trained, skip_training: kept } = runFacts(run);
  if (trained.model !== undefined && trained.champion_challenger?.promoted !== false) {
    return trained.model;
  }
  const before = kept.model_of_run ?? trained.champion_run;
  return before === undefined ? undefined : modelKind(before, runs.slice(at + 1));
}
