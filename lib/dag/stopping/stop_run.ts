import type { RunRecord, TaskRecord } from "../runs/run_record.ts";

/** Sets a run to `stopped`, unless one of its tasks has failed. */
export function stopRun(run: RunRecord): void {
  run.state = run.tasks.some(({ state }) => state === "failed") ? "failed" : "stopped";
}

/**
 * Sets a running task to `scheduled` again, with the reason. Its outputs stay listed, so that
 * resume removes them.
 */
export function stopTask(task: TaskRecord, reason: string): void {
  Object.assign(task, { state: "scheduled", message: reason });
}
