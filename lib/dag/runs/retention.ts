import { readLatest } from "./latest.ts";
import { wasPublished } from "./run_record.ts";
import { listRuns } from "./runs.ts";

/**
 * Removes old runs. It keeps the newest `keep` published runs, as many of the others, the run that
 * `latest` points to, and a run in progress. Failed and held runs and back-runs never displace a
 * published forecast.
 *
 * @returns the ids of the removed runs, newest first.
 */
export function pruneRuns(outputsDir: string, { keep }: { keep: number }): string[] {
  const latest = readLatest(outputsDir);
  const kept = { published: 0, other: 0 };
  const removed = listRuns(outputsDir).filter(({ runId, run, alive }) => {
    const beyond = ++kept[run && wasPublished(run) ? "published" : "other"] > keep;
    return beyond && runId !== latest && !alive;
  });
  for (const { folder } of removed) Deno.removeSync(folder, { recursive: true });
  return removed.map(({ runId }) => runId);
}
