import { readLatest } from "./latest.ts";
import { listRuns } from "./runs.ts";

/**
 * Removes old runs: the newest `keep` stay, and what `latest` points to, and a run that is going on.
 *
 * @returns the ids of the removed runs, newest first.
 */
export function pruneRuns(outputsDir: string, { keep }: { keep: number }): string[] {
  const latest = readLatest(outputsDir);
  const removed = listRuns(outputsDir).slice(keep)
    .filter(({ runId, alive }) => runId !== latest && !alive);
  for (const { folder } of removed) Deno.removeSync(folder, { recursive: true });
  return removed.map(({ runId }) => runId);
}
