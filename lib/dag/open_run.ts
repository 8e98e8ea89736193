import { english } from "../language/english.ts";
import type { Said } from "../language/message.ts";
import { UserError } from "../user_error.ts";
import { outputPath, removeIfThere, removeTemporaries } from "./runs/publish.ts";
import { checkSameConditions, findResumable } from "./resume.ts";
import { createRunFolder } from "./runs/run_folder.ts";
import {
  type RunHeader,
  type RunRecord,
  scheduledTask,
  type TaskRecord,
  writeRunRecord,
} from "./runs/run_record.ts";
import { say } from "./said.ts";
import { type ListedRun, listRuns } from "./runs/runs.ts";
import type { Dag } from "./task.ts";

/**
 * A new run in a new folder with its `run.json`, every task `scheduled`; with a reason to skip it,
 * every task `skipped`: whoever reads it never finds a run that could be resumed.
 */
export function createRun<C>(
  dag: Dag<C>,
  { outputsDir, runId, header, due, skip, exactId = false }: {
    outputsDir: string;
    runId: string;
    /** The id is taken as it is, or the folder exists. */
    exactId?: boolean;
    header: RunHeader;
    due?: Date;
    skip?: Said;
  },
): RunRecord {
  const started = new Date().toISOString();
  const run: RunRecord = {
    run_id: runId,
    dag: dag.id,
    state: skip === undefined ? "running" : "skipped",
    ...(due ? { due: due.toISOString() } : {}),
    started,
    ended: skip === undefined ? null : started,
    attempt: 1,
    ...header,
    tasks: dag.tasks.map(({ id }) => ({
      ...scheduledTask(id),
      ...(skip === undefined ? {} : { state: "skipped" as const, reason: english(skip) }),
    })),
    warnings: [],
  };
  if (skip !== undefined) say(run, skip);
  createRunFolder(outputsDir, runId, (folder, id) => {
    run.run_id = id;
    writeRunRecord(folder, run);
  }, { exactId });
  return run;
}

/**
 * Reopens the newest unfinished run: removes half-written files and sets the tasks that did not
 * succeed to `scheduled`.
 *
 * @throws UserError if there is none, or if it started under other conditions.
 */
export function reopenRun<C>(dag: Dag<C>, { outputsDir, header, neutralParameters }: {
  outputsDir: string;
  header: RunHeader;
  neutralParameters?: readonly string[];
}): RunRecord {
  // listed once: a file that could not be read may be readable a moment later
  const runs = listRuns(outputsDir), found = findResumable(outputsDir, runs);
  if (!found?.run) {
    throw new UserError(
      `Nothing to resume in ${outputsDir}: ${whyNothing(runs)}.\n` +
        `Start a new run without --resume.`,
    );
  }
  const { run, folder } = found;
  checkSameConditions(run.run_id, run, header, neutralParameters);
  removeTemporaries(folder);
  const earlier = new Map(run.tasks.map((task) => [task.id, task]));
  run.tasks = dag.tasks.map(({ id }) => earlier.get(id) ?? scheduledTask(id));
  for (const task of run.tasks) {
    if (task.state !== "success" && task.state !== "skipped") resetTask(run, folder, task);
  }
  delete run.held;
  delete run.unpublished;
  delete run.between_stages;
  run.warnings = run.warnings.filter(({ task }) => earlier.has(task));
  const attempt = (run.attempt ?? 1) + (run.state === "stopped" ? 0 : 1);
  // tasks that are kept had the code of then
  const code = run.code === header.code ? { code: header.code } : { code: undefined };
  return Object.assign(run, { ...header, ...code, state: "running", ended: null, attempt });
}

/** Why no run can be resumed. */
function whyNothing(runs: readonly ListedRun[]): string {
  const closed = runs.find(({ run }) => run?.closed !== undefined)?.run;
  if (closed) return `${closed.run_id} is closed, because ${closed.closed}`;
  const unread = runs.find(({ run }) => run === undefined);
  return "no run failed, was stopped or was killed" +
    (unread ? `, and ${unread.folder}/run.json cannot be read: ${unread.problem}` : "");
}

/** Sets a task to `scheduled` and removes its outputs and warnings; returns its earlier record. */
export function resetTask(run: RunRecord, folder: string, task: TaskRecord): TaskRecord {
  const earlier = { ...task };
  clearResults(run, folder, task);
  for (const name of ["reason", "branch", "message", "tries", "retried"] as const) {
    delete task[name];
  }
  Object.assign(task, scheduledTask(task.id));
  return earlier;
}

/** Removes the outputs, facts and warnings of a task. */
export function clearResults(run: RunRecord, folder: string, task: TaskRecord): void {
  for (const { name } of task.outputs) removeIfThere(outputPath(folder, name));
  run.warnings = run.warnings.filter((warning) => warning.task !== task.id);
  Object.assign(task, { outputs: [], facts: {} });
}
