import type { Config } from "../lib/config/parameters.ts";
import { oldRuns, pruneRuns } from "../lib/dag/runs/retention.ts";
import { writeAllRuns } from "./write_all_runs.ts";

/**
 * Removes old runs, after the page of all runs has no link to them. The caller holds the lock, and
 * writes the page again.
 *
 * @returns the ids of the removed runs, newest first.
 */
export async function removeOldRuns(
  config: Pick<Config, "outputs_dir" | "language">,
  keep: number,
): Promise<string[]> {
  const { outputs_dir: outputsDir } = config;
  const old = oldRuns(outputsDir, { keep }).map(({ runId }) => runId);
  if (old.length > 0) await writeAllRuns(config, old);
  return pruneRuns(outputsDir, { keep });
}
