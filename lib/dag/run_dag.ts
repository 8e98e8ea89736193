import type { Said } from "../language/message.ts";
import { judge } from "./branch.ts";
import { closeOlderRuns } from "./close_runs.ts";
import { checkDataFlow } from "./data_flow.ts";
import { setLatest } from "./runs/latest.ts";
import { openOutputs } from "./runs/open_outputs.ts";
import { createRun, reopenRun, resetTask } from "./open_run.ts";
import { checkSameConditions } from "./resume.ts";
import { outputIsIntact } from "./runs/publish.ts";
import type { Reporter } from "./reporter.ts";
import { runFolder } from "./runs/run_folder.ts";
import { say } from "./said.ts";
import { addWarning, type RunHeader, type RunRecord, writeRunRecord } from "./runs/run_record.ts";
import type { Dag, Task } from "./task.ts";
import { runTask } from "./run_task.ts";
import { stopRun } from "./stopping/stop_run.ts";
import { watchRun } from "./stopping/stop_signals.ts";
import type { TaskContext } from "./task_context.ts";
import { topologicalOrder } from "./topological_order.ts";
import { type Retry, withRetries } from "./tries/retry.ts";
import type { Verdict } from "./trigger.ts";

/** Whether a run whose tasks succeeded becomes the latest. */
export interface Publication {
  /** The checks that failed, one sentence each. If there is one, the run is `held`. */
  held: Said[];
  /** Why it is not published although no check failed. */
  unpublished?: Said | undefined;
  /** Warnings of the checks that do not hold it. */
  warnings: Said[];
}

export interface RunOptions<C> {
  outputsDir: string;
  /** From `newRunId`; a suffix is added if it exists. A resumed run ignores it. */
  runId: string;
  header: RunHeader;
  /** Start of the first task, if that was before the run had a folder. */
  started?: Date;
  /** Failed tries of the first task before the run had a folder. */
  retried?: Retry[];
  /** Makes the context of a task; called once per try. */
  context: (task: TaskContext) => C;
  /** Continues the newest unfinished run. */
  resume?: boolean;
  /** Parameters that may differ on resume because they cannot change results. */
  neutralParameters?: readonly string[];
  /** The scheduled time of a run of a schedule. */
  due?: Date;
  /** Reason to record the run as `skipped` and run nothing. */
  skip?: Said;
  /**
   * Decides both under the lock, instead of `resume` and `skip`: no other process can end a run
   * between the decision and the run.
   */
  decide?: () => { resume: boolean; skip: Said | undefined };
  /** Decides whether a run whose tasks succeeded is published; by default it is. */
  publication?: (run: RunRecord) => Publication | Promise<Publication>;
  /** Called after the tasks, before the outcome is in `run.json`; not for a skipped run. */
  atEnd?: (run: RunRecord, folder: string) => void;
  /** Called under the lock when `run.json` has the outcome, for example to remove old runs. */
  afterEnd?: (run: RunRecord) => void | Promise<void>;
  reporter?: Reporter;
  /** Stops the run: it is recorded as `stopped` and can be resumed. */
  signal?: AbortSignal;
}

/** `run.json` itself on a disk that is full for a moment. */
const SAVE_RULES = { retries: 3, retryDelayMs: 1000 };

/** Named in warnings that belong to no task: of the checks before publication, and of damage. */
const PUBLICATION = "publication", OUTPUTS = "outputs";

/** How a run ended. */
export interface RunResult {
  /** Its run record. */
  run: RunRecord;
  /** Its folder. */
  folder: string;
  /** What the first failing task threw, or the reason the run was stopped. */
  error?: unknown;
}

/**
 * Runs a DAG in its own folder, one task at a time (each uses all cores), under the lock of the
 * outputs folder. `run.json` is written at each change. When every task has succeeded and nothing
 * speaks against publication, `outputs/latest` points to the run. A failing task does not throw: its
 * followers become `upstream_failed`, the other tasks run, and the run is `failed`. A stopped run is
 * `stopped`; its running task is `scheduled` again.
 *
 * A resumed run keeps a task that succeeded if its outputs are unchanged and no task before it had
 * a different result. If the newest run became the latest and only its last word was missing, that
 * word is written and nothing runs.
 *
 * @throws UserError if another run is in progress, the folder cannot be written, or there is
 * nothing to resume under these conditions. Error for an invalid DAG.
 */
export async function runDag<C>(dag: Dag<C>, options: RunOptions<C>): Promise<RunResult> {
  const { outputsDir, context, reporter = () => {} } = options;
  const { signal = new AbortController().signal } = options;
  const order = topologicalOrder(dag);
  checkDataFlow(dag);
  const { lock, notices, completed } = await openOutputs(outputsDir);
  using _lock = lock;
  const withoutTasks = (run: RunRecord): RunResult => {
    const folder = runFolder(outputsDir, run.run_id);
    reporter({ kind: "run_started", run, folder });
    notices.forEach((text) => reporter({ kind: "warning", task: OUTPUTS, text }));
    const kept = run.state === "success";
    run.tasks.forEach((task) => reporter({ kind: "task", task, kept }));
    reporter({ kind: "run_ended", run });
    return { run, folder };
  };
  const { resume = false, skip } = options.decide?.() ?? options;
  if (resume && completed) {
    checkSameConditions(completed.run_id, completed, options.header, options.neutralParameters);
    return withoutTasks(completed);
  }
  closeOlderRuns(outputsDir);
  if (skip !== undefined) return withoutTasks(createRun(dag, { ...options, skip }));
  const run = resume ? reopenRun(dag, options) : createRun(dag, options);
  if (options.due) run.due = options.due.toISOString();
  const folder = runFolder(outputsDir, run.run_id);
  lock.setRun(run.run_id);
  using _watched = watchRun(folder);

  const records = new Map(run.tasks.map((task) => [task.id, task]));
  const record = (id: string) => records.get(id)!;
  const save = () => writeRunRecord(folder, run);
  const saveSurely = () => withRetries(save, SAVE_RULES, { signal });
  const taskOptions = { dag, run, folder, context, save, saveSurely, reporter, signal };
  const changed = new Set<string>();
  let error: unknown;

  async function execute(task: Task<C>) {
    const began = task === order[0] ? options : {};
    const ended = await runTask(task, record(task.id), taskOptions, began);
    error ??= ended.error;
    if (ended.changed) changed.add(task.id);
  }

  async function settle(task: Task<C>, { verdict, reason }: Verdict) {
    const current = record(task.id);
    const kept = current.state === verdict;
    if (!kept) {
      if (current.state === "success") changed.add(task.id);
      resetTask(run, folder, current);
      Object.assign(current, { state: verdict, reason: reason && say(run, reason) });
      await saveSurely();
    }
    reporter({ kind: "task", task: current, kept });
  }

  function untouched(task: Task<C>) {
    const current = record(task.id);
    return current.state === "success" && !task.after.some((id) => changed.has(id)) &&
      current.outputs.every((output) => outputIsIntact(folder, output));
  }

  async function judgePublication() {
    const { held = [], unpublished, warnings = [] } = await options.publication?.(run) ?? {};
    if (held.length > 0) run.held = held.map((reason) => say(run, reason));
    if (unpublished !== undefined) run.unpublished = say(run, unpublished);
    for (const said of warnings) {
      const warning = { task: PUBLICATION, text: say(run, said), rank: "unusual" } as const;
      addWarning(run, warning);
      reporter({ kind: "warning", ...warning });
    }
  }

  try {
    await saveSurely();
    reporter({ kind: "run_started", run, folder });
    for (const text of notices) {
      addWarning(run, { task: OUTPUTS, text });
      reporter({ kind: "warning", task: OUTPUTS, text });
    }
    for (const task of order) {
      if (signal.aborted) break;
      const verdict = judge(dag, task, record);
      if (verdict.verdict !== "run") await settle(task, verdict);
      else if (untouched(task)) reporter({ kind: "task", task: record(task.id), kept: true });
      else await execute(task);
    }
    const unfinished = run.tasks.some(({ state }) => state !== "success" && state !== "skipped");
    if (!unfinished) await judgePublication();
    options.atEnd?.(run, folder);
    if (unfinished) {
      error ??= signal.reason;
      if (signal.aborted) stopRun(run);
      else run.state = "failed";
    } else if (run.held) {
      run.state = "held";
    } else {
      // before run.json says so: if killed in between, --resume still finds the run and ends it
      if (run.unpublished === undefined) setLatest(outputsDir, run.run_id);
      run.state = "success";
    }
  } catch (thrown) {
    run.state = "failed";
    throw thrown;
  } finally {
    run.ended = new Date().toISOString();
    try {
      await saveSurely();
    } finally {
      reporter({ kind: "run_ended", run });
    }
  }
  await options.afterEnd?.(run);
  return error === undefined ? { run, folder } : { run, folder, error };
}
