import { userErrorOf } from "../system_error.ts";
import { chosenBranch } from "./branch.ts";
import { clearResults, resetTask } from "./open_run.ts";
import type { Reporter } from "./reporter.ts";
import { removeTemporaries } from "./runs/publish.ts";
import type { RunRecord, TaskRecord } from "./runs/run_record.ts";
import { stopTask } from "./stopping/stop_run.ts";
import type { Dag, Task } from "./task.ts";
import { type TaskContext, taskContext } from "./task_context.ts";
import { type Retry, withRetries } from "./tries/retry.ts";
import { withinTime } from "./tries/time_limit.ts";

/** What a task of a run needs to run. */
export interface TaskOptions<C> {
  dag: Dag<C>;
  run: RunRecord;
  folder: string;
  /** Makes the context; called once per try. */
  context: (task: TaskContext) => C;
  /** Writes `run.json`. */
  save: () => void;
  /** The same, again if the disk is full for a moment. */
  saveSurely: () => Promise<void>;
  reporter: Reporter;
  signal: AbortSignal;
}

/**
 * Runs a task: each try within its time limit, a transient error tried again. Its state, times,
 * tries, branch and message go to its record.
 *
 * @param began start and failed tries before the run had a folder.
 * @returns whether its result differs from the one before, and what it threw.
 */
export async function runTask<C>(
  task: Task<C>,
  record: TaskRecord,
  { dag, run, folder, context, save, saveSurely, reporter, signal }: TaskOptions<C>,
  began: { started?: Date | undefined; retried?: Retry[] | undefined } = {},
): Promise<{ changed: boolean; error?: unknown }> {
  const earlier = resetTask(run, folder, record);
  const { started = new Date(), retried = [] } = began;
  Object.assign(record, { state: "running", started: started.toISOString() });
  if (retried.length > 0) Object.assign(record, { tries: retried.length, retried: [...retried] });
  await saveSurely();
  reporter({ kind: "task", task: record, kept: false });
  let error: unknown;
  try {
    const chosen = await withRetries(
      () => withinTime(oneTry, { name: task.id, signal, limitMs: task.executionTimeoutMs }),
      task,
      { signal, onRetry },
    );
    if (task.branches) record.branch = chosenBranch(dag, task, chosen);
    record.state = "success";
  } catch (thrown) {
    error = signal.aborted ? signal.reason : thrown;
    const message = userErrorOf(error)?.message ?? String(error);
    if (signal.aborted) stopTask(record, message);
    else Object.assign(record, { state: "failed", message });
  }
  record.ended = new Date().toISOString();
  record.duration_ms = Date.parse(record.ended) - started.getTime();
  await saveSurely();
  reporter({ kind: "task", task: record, kept: false });
  return { changed: !sameResult(earlier, record), error };

  async function oneTry(signal: AbortSignal): Promise<void | string> {
    record.tries = (record.tries ?? 0) + 1;
    save();
    return await task.run(
      context(taskContext({ run, folder, task: record, declared: task, save, reporter, signal })),
    );
  }

  function onRetry(retry: Retry, text: string): void {
    (record.retried ??= []).push(retry);
    reporter({ kind: "retry", task: task.id, text });
    clearResults(run, folder, record);
    // half a file would keep a full disk full
    removeTemporaries(folder);
  }
}

function sameResult(earlier: TaskRecord, now: TaskRecord): boolean {
  const result = ({ state, branch, facts, outputs }: TaskRecord) =>
    JSON.stringify([state, branch, facts, outputs]);
  return result(earlier) === result(now);
}
