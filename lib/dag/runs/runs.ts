import { completed } from "./completed.ts";
import { readLatest } from "./latest.ts";
import { lockHolder } from "./lock.ts";
import { madeAt, runFolder, runIds } from "./run_folder.ts";
import { readRunRecord, type RunRecord } from "./run_record.ts";

/** A run as found on disk. */
export interface ListedRun {
  runId: string;
  folder: string;
  /** `undefined` if `run.json` cannot be read. */
  run: RunRecord | undefined;
  /** Why `run.json` cannot be read. */
  problem: string | undefined;
  /**
   * Whether it is in progress: its process is alive, or it waits for its next stage. A run that is
   * `running` but not alive was killed.
   */
  alive: boolean;
}

/**
 * Every run of an outputs folder, newest start first, whatever weeks they predict. A run that
 * was killed after it became the latest is listed as it would have ended.
 */
export function listRuns(outputsDir: string): ListedRun[] {
  const ids = runIds(outputsDir);
  const holder = ids.length > 0 ? lockHolder(outputsDir) : undefined;
  const latest = readLatest(outputsDir);
  const runs = ids.map((runId): ListedRun => {
    const folder = runFolder(outputsDir, runId);
    const listed = { runId, folder, alive: holder?.run_id === runId };
    try {
      const run = readRunRecord(folder);
      if (run.run_id !== runId) throw new Error(`run.json is of another run: ${run.run_id}`);
      const alive = listed.alive || run.between_stages === true;
      return { ...listed, run, problem: undefined, alive };
    } catch (error) {
      return { ...listed, run: undefined, problem: (error as Error).message };
    }
  });
  const made = new Map(runs.map(({ runId, run }) => [runId, madeAt(runId, run?.started)]));
  const compare = (a: string, b: string) => a < b ? 1 : a > b ? -1 : 0;
  // stable: runs of the same second stay in the order of their ids
  runs.sort((a, b) => compare(made.get(a.runId)!, made.get(b.runId)!));
  // a process holds the lock and does not say for which run
  const unnamed = holder && holder.pid === undefined &&
    runs.find(({ run }) => run?.state === "running");
  if (unnamed) unnamed.alive = true;
  const swapped = runs.find(({ runId, alive }) => runId === latest && !alive);
  if (swapped?.run) swapped.run = completed(outputsDir, swapped.run);
  return runs;
}
