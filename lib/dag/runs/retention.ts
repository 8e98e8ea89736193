import { readLatest } from "./latest.ts";
import { listRuns } from "./runs.ts";

/**
 * Removes old runs. It keeps the newest `keep` successful runs, as many of the others, the run that
 * `latest` points to, and a run in progress. Failed runs never displace a forecast.
 *
 * @returns the ids of the removed runs, newest first.
 */
export function pruneRuns(outputsDir: string, { keep }: { keep: number }): string[] {
  const latest = readLatest(outputsDir);
  const kept = { successful: 0, other: 0 };
  const removed = listRuns(outputsDir).filter(({ runId, run, alive }) => {
    const beyond = ++kept[run?.state === "success" ? "successful" : "other"] > keep;
    return beyond && runId !== latest && !alive;
  });
  for (const { folder } of removed) Deno.removeSync(folder, { recursive: true });
  return removed.map(({ runId }) => runId);
}
