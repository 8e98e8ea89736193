import type { Said } from "../language/message.ts";
import { judge } from "./branch.ts";
import { closeOlderRuns } from "./close_runs.ts";
import { checkDataFlow } from "./data_flow.ts";
import { setLatest } from "./runs/latest.ts";
import { openOutputs } from "./runs/open_outputs.ts";
import { createRun, reopenRun, resetTask } from "./open_run.ts";
import { checkSameConditions } from "./resume.ts";
import { outputIsIntact } from "./runs/publish.ts";
import type { RunOptions } from "./run_options.ts";
import { runFolder } from "./runs/run_folder.ts";
import { say } from "./said.ts";
import { addWarning, type RunRecord, writeRunRecord } from "./runs/run_record.ts";
import { openStage } from "./stages/open_stage.ts";
import { hasEndedWell } from "./stages/run_of_stage.ts";
import type { Dag, Task, TaskState } from "./task.ts";
import { runTask } from "./run_task.ts";
import { stopRun } from "./stopping/stop_run.ts";
import { watchRun } from "./stopping/stop_signals.ts";
import { topologicalOrder } from "./topological_order.ts";
import { withRetries } from "./tries/retry.ts";

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
  /** The run had ended before; a stage of it had nothing to do. */
  endedBefore?: true;
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
 * With a `stage`, only that task runs, and its verdict and those that follow from it are recorded;
 * the run is `between_stages` until its last task has a verdict.
 *
 * @throws UserError if another run is in progress, the folder cannot be written, there is nothing to
 * resume under these conditions, or the stage cannot run now. Error for an invalid DAG.
 */
export async function runDag<C>(dag: Dag<C>, options: RunOptions<C>): Promise<RunResult> {
  const { outputsDir, context, stage, reporter = () => {} } = options;
  const { signal = new AbortController().signal } = options;
  const order = topologicalOrder(dag);
  checkDataFlow(dag);
  const { lock, notices, completed } = await openOutputs(outputsDir);
  using _lock = lock;
  const withoutTasks = (run: RunRecord): RunResult => {
    const folder = runFolder(outputsDir, run.run_id);
    reporter({ kind: "run_started", run, folder });
    notices.forEach((text) => reporter({ kind: "warning", task: OUTPUTS, text }));
    const kept = run.state !== "skipped";
    run.tasks.forEach((task) => reporter({ kind: "task", task, kept }));
    reporter({ kind: "run_ended", run });
    return { run, folder };
  };
  const { resume = false, skip } = options.decide?.() ?? options;
  if (resume && completed) {
    checkSameConditions(completed.run_id, completed, options.header, options.neutralParameters);
    return withoutTasks(completed);
  }
  // a stage checks the model in use, so it publishes no older forecast over a newer one
  if (stage === undefined) closeOlderRuns(outputsDir);
  if (skip !== undefined) return withoutTasks(createRun(dag, { ...options, skip }));
  const run = stage !== undefined
    ? openStage(dag, { ...options, stage })
    : resume
    ? reopenRun(dag, options)
    : createRun(dag, options);
  if (hasEndedWell(run)) return { ...withoutTasks(run), endedBefore: true };
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

  async function settle(task: Task<C>, verdict: TaskState, reason?: Said) {
    const current = record(task.id);
    const kept = current.state === verdict;
    if (!kept) {
      if (current.state === "success") changed.add(task.id);
      resetTask(run, folder, current);
      const why = reason === undefined ? {} : { reason: say(run, reason) };
      Object.assign(current, { state: verdict, ...why });
      await saveSurely();
    }
    reporter({ kind: "task", task: current, kept });
  }

  function untouched(task: Task<C>) {
    const current = record(task.id);
    return current.state === "success" && !task.after.some((id) => changed.has(id)) &&
      current.outputs.every((output) => outputIsIntact(folder, output));
  }

  function isBetweenStages() {
    const isAny = (state: TaskState) => run.tasks.some((task) => task.state === state);
    return stage !== undefined && !signal.aborted && !isAny("failed") && isAny("scheduled");
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
      const { verdict, reason } = judge(dag, task, record);
      if (stage !== undefined && task.id !== stage && verdict !== "skipped") {
        // a later stage runs again after another result
        const isStale = record(task.id).state !== "scheduled" &&
          task.after.some((id) => changed.has(id));
        if (isStale) await settle(task, "scheduled");
      } else if (verdict !== "run") await settle(task, verdict, reason);
      else if (untouched(task)) reporter({ kind: "task", task: record(task.id), kept: true });
      else await execute(task);
    }
    const unfinished = run.tasks.some(({ state }) => state !== "success" && state !== "skipped");
    if (!unfinished) await judgePublication();
    if (isBetweenStages()) {
      run.between_stages = true;
      return { run, folder };
    }
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
    run.ended = run.between_stages ? null : new Date().toISOString();
    try {
      await saveSurely();
    } finally {
      reporter({ kind: "run_ended", run });
    }
  }
  await options.afterEnd?.(run);
  return error === undefined ? { run, folder } : { run, folder, error };
}
