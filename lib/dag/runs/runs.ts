import { lockHolder } from "./lock.ts";
import { runFolder, runIds } from "./run_folder.ts";
import { readRunRecord, type RunRecord } from "./run_record.ts";

/** A run as found on disk. */
export interface ListedRun {
  runId: string;
  folder: string;
  /** `undefined` if `run.json` cannot be read. */
  run: RunRecord | undefined;
  /** Why `run.json` cannot be read. */
  problem: string | undefined;
  /** Whether its process is alive. A run that is `running` but not alive was killed. */
  alive: boolean;
}

/** Every run of an outputs folder, newest start first. */
export function listRuns(outputsDir: string): ListedRun[] {
  const ids = runIds(outputsDir);
  const aliveId = ids.length > 0 ? lockHolder(outputsDir)?.run_id : undefined;
  return ids.map((runId) => {
    const folder = runFolder(outputsDir, runId);
    const listed = { runId, folder, alive: runId === aliveId };
    try {
      return { ...listed, run: readRunRecord(folder), problem: undefined };
    } catch (error) {
      return { ...listed, run: undefined, problem: (error as Error).message };
    }
  });
}
