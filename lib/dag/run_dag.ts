import { UserError } from "../user_error.ts";
import { chosenBranch, judge } from "./branch.ts";
import { checkDataFlow } from "./data_flow.ts";
import { setLatest } from "./runs/latest.ts";
import { openOutputs } from "./runs/open_outputs.ts";
import { createRun, reopenRun, resetTask } from "./open_run.ts";
import { checkSameConditions } from "./resume.ts";
import { outputIsIntact } from "./runs/publish.ts";
import type { Reporter } from "./reporter.ts";
import { runFolder } from "./runs/run_folder.ts";
import {
  addWarning,
  type RunHeader,
  type RunRecord,
  type TaskRecord,
  writeRunRecord,
} from "./runs/run_record.ts";
import type { Dag, Task } from "./task.ts";
import { type TaskContext, taskContext } from "./task_context.ts";
import { topologicalOrder } from "./topological_order.ts";
import type { Verdict } from "./trigger.ts";

/** Whether a run whose tasks succeeded becomes the latest. */
export interface Publication {
  /** The checks that failed, one sentence each. If there is one, the run is `held`. */
  held: string[];
  /** Why it is not published although no check failed. */
  unpublished?: string | undefined;
  /** Warnings of the checks that do not hold it. */
  warnings: string[];
}

export interface RunOptions<C> {
  outputsDir: string;
  /** From `newRunId`; a suffix is added if it exists. A resumed run ignores it. */
  runId: string;
  header: RunHeader;
  /** Start of the first task, if that was before the run had a folder. */
  started?: Date;
  /** Makes the context of a task; called once per task. */
  context: (task: TaskContext) => C;
  /** Continues the newest unfinished run. */
  resume?: boolean;
  /** Parameters that may differ on resume because they cannot change results. */
  neutralParameters?: readonly string[];
  /** The scheduled time of a run of a schedule. */
  due?: Date;
  /** Reason to record the run as `skipped` and run nothing. */
  skip?: string;
  /** Decides whether a run whose tasks succeeded is published; by default it is. */
  publication?: (run: RunRecord) => Publication | Promise<Publication>;
  /** Called after the tasks, before the outcome is in `run.json`; not for a skipped run. */
  atEnd?: (run: RunRecord, folder: string) => void;
  /** Called under the lock when `run.json` has the outcome, for example to remove old runs. */
  afterEnd?: (run: RunRecord) => void;
  reporter?: Reporter;
  /** Stops the run: it is recorded as `failed` and can be resumed. */
  signal?: AbortSignal;
}

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
 * followers become `upstream_failed`, the other tasks run, and the run is `failed`.
 *
 * A resumed run keeps a task that succeeded if its outputs are unchanged and no task before it had
 * a different result. If the newest run became the latest and only its last word was missing, that
 * word is written and nothing runs.
 *
 * @throws UserError if another run is in progress, the folder cannot be written, or there is
 * nothing to resume under these conditions. Error for an invalid DAG.
 */
export async function runDag<C>(dag: Dag<C>, options: RunOptions<C>): Promise<RunResult> {
  const { outputsDir, context, skip, reporter = () => {} } = options;
  const { signal = new AbortController().signal } = options;
  const order = topologicalOrder(dag);
  checkDataFlow(dag);
  const { lock, notices, completed } = await openOutputs(outputsDir);
  using _lock = lock;
  if (options.resume && completed) {
    checkSameConditions(completed.run_id, completed, options.header, options.neutralParameters);
    const folder = runFolder(outputsDir, completed.run_id);
    reporter({ kind: "run_started", run: completed, folder });
    notices.forEach((text) => reporter({ kind: "warning", task: OUTPUTS, text }));
    reporter({ kind: "run_ended", run: completed });
    return { run: completed, folder };
  }
  const run = options.resume ? reopenRun(dag, options) : createRun(dag, options);
  if (options.due) run.due = options.due.toISOString();
  const folder = runFolder(outputsDir, run.run_id);
  lock.setRun(run.run_id);

  const records = new Map(run.tasks.map((task) => [task.id, task]));
  const record = (id: string) => records.get(id)!;
  const save = () => writeRunRecord(folder, run);
  const changed = new Set<string>();
  let error: unknown;

  async function execute(task: Task<C>) {
    const current = record(task.id);
    const earlier = resetTask(run, folder, current);
    const started = task === order[0] && options.started || new Date();
    Object.assign(current, { state: "running", started: started.toISOString() });
    save();
    reporter({ kind: "task", task: current, kept: false });
    try {
      const chosen = await task.run(
        context(
          taskContext({ run, folder, task: current, declared: task, save, reporter, signal }),
        ),
      );
      if (task.branches) current.branch = chosenBranch(dag, task, chosen);
      current.state = "success";
    } catch (thrown) {
      error ??= thrown;
      current.state = "failed";
      current.message = thrown instanceof UserError ? thrown.message : String(thrown);
    }
    current.ended = new Date().toISOString();
    current.duration_ms = Date.parse(current.ended) - started.getTime();
    save();
    reporter({ kind: "task", task: current, kept: false });
    if (!sameResult(earlier, current)) changed.add(task.id);
  }

  function settle(task: Task<C>, { verdict, reason }: Verdict) {
    const current = record(task.id);
    const kept = current.state === verdict;
    if (!kept) {
      if (current.state === "success") changed.add(task.id);
      resetTask(run, folder, current);
      Object.assign(current, { state: verdict, reason });
      save();
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
    if (held.length > 0) run.held = held;
    if (unpublished !== undefined) run.unpublished = unpublished;
    for (const text of warnings) {
      addWarning(run, { task: PUBLICATION, text, rank: "unusual" });
      reporter({ kind: "warning", task: PUBLICATION, text, rank: "unusual" });
    }
  }

  try {
    save();
    reporter({ kind: "run_started", run, folder });
    for (const text of notices) {
      addWarning(run, { task: OUTPUTS, text });
      reporter({ kind: "warning", task: OUTPUTS, text });
    }
    for (const task of order) {
      if (signal.aborted) break;
      const verdict: Verdict = skip === undefined
        ? judge(dag, task, record)
        : { verdict: "skipped", reason: skip };
      if (verdict.verdict !== "run") settle(task, verdict);
      else if (untouched(task)) reporter({ kind: "task", task: record(task.id), kept: true });
      else await execute(task);
    }
    const unfinished = run.tasks.some(({ state }) => state !== "success" && state !== "skipped");
    if (!unfinished && skip === undefined) await judgePublication();
    if (skip === undefined) options.atEnd?.(run, folder);
    if (unfinished) {
      error ??= signal.reason;
      run.state = "failed";
    } else if (skip !== undefined) {
      run.state = "skipped";
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
      save();
    } finally {
      reporter({ kind: "run_ended", run });
    }
  }
  options.afterEnd?.(run);
  return error === undefined ? { run, folder } : { run, folder, error };
}

function sameResult(earlier: TaskRecord, now: TaskRecord): boolean {
  const result = ({ state, branch, facts, outputs }: TaskRecord) =>
    JSON.stringify([state, branch, facts, outputs]);
  return result(earlier) === result(now);
}
