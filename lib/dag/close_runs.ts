import { say } from "./said.ts";
import { writeRunRecord } from "./runs/run_record.ts";
import { type ListedRun, listRuns } from "./runs/runs.ts";

/** Whether a run failed, was stopped or was killed. */
export function isUnfinished({ run, alive }: ListedRun): boolean {
  return run?.state === "failed" || run?.state === "stopped" || run?.state === "running" && !alive;
}

/**
 * Closes unfinished runs that are older than one that ended well, published or not: their week has
 * its forecast, and a resumed run would publish an older one over it. Only under the lock.
 */
export function closeOlderRuns(outputsDir: string): void {
  let later: string | undefined;
  for (const listed of listRuns(outputsDir)) {
    const { run, folder } = listed;
    if (run?.state === "success" || run?.state === "held") later ??= run.run_id;
    else if (run && later !== undefined && run.closed === undefined && isUnfinished(listed)) {
      run.closed = say(run, { key: "run.closed", values: { run: later } });
      writeRunRecord(folder, run);
    }
  }
}
