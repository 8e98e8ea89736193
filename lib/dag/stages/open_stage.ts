import { UserError } from "../../user_error.ts";
import { judge } from "../branch.ts";
import { isDeclared } from "../data_flow.ts";
import { createRun, resetTask } from "../open_run.ts";
import { changedOutputs, removeTemporaries } from "../runs/publish.ts";
import { runFolder } from "../runs/run_folder.ts";
import type { RunHeader, RunRecord } from "../runs/run_record.ts";
import type { Dag, Task } from "../task.ts";
import { topologicalOrder } from "../topological_order.ts";
import { checkSameStart, hasEndedWell, noRun, readRun, recordOf } from "./run_of_stage.ts";

/** A stage: one task of a DAG, in the run with this id. */
export interface StageOptions {
  outputsDir: string;
  runId: string;
  stage: string;
  header: RunHeader;
  neutralParameters?: readonly string[];
}

/** Whether this stage is the first of its run: it creates the run, or has not succeeded yet. */
export function beginsRun<C>(
  dag: Dag<C>,
  { outputsDir, runId, stage }: Pick<StageOptions, "outputsDir" | "runId" | "stage">,
): boolean {
  if (stage !== topologicalOrder(dag)[0]!.id) return false;
  const run = readRun(outputsDir, runId);
  return !run || recordOf(run, stage).state !== "success";
}

/**
 * Opens a run for one of its tasks: the first task creates it if it does not exist. The conditions
 * are those under which the first task succeeded. The caller holds the lock.
 *
 * @returns the run in state `running`, not yet written; one that has ended well is unchanged.
 * @throws UserError if there is no such run, it started under other conditions, a task before this
 * one is not done, or the run has ended and its files have changed. Nothing is written then.
 */
export function openStage<C>(dag: Dag<C>, options: StageOptions): RunRecord {
  const { outputsDir, runId, stage, header, neutralParameters } = options;
  const task = dag.tasks.find(({ id }) => id === stage)!, [first] = topologicalOrder(dag);
  const run = readRun(outputsDir, runId);
  if (!run) {
    if (task === first) return createRun(dag, { outputsDir, runId, header, exactId: true });
    throw noRun(dag, options);
  }
  const folder = runFolder(outputsDir, runId), ended = hasEndedWell(run);
  const begins = beginsRun(dag, options);
  // the model in use may have changed since the end of a run
  const now = ended ? { ...header, model_in_use: run.model_in_use } : header;
  if (!begins) checkSameStart(run, now, neutralParameters);
  if (ended) {
    const changed = changedOutputs(folder, recordOf(run, stage).outputs);
    if (changed.length === 0) return run;
    throw new UserError(
      `${stage}: expected the files of run ${runId}, which has ended, as they were published, ` +
        `found ${changed.join(", ")} missing or changed.\nStart a new run.`,
    );
  }
  checkUpstream(dag, task, run, folder);
  removeTemporaries(folder);
  for (const name of ["between_stages", "closed", "held", "unpublished"] as const) delete run[name];
  const left = run.tasks.filter(({ state }) => state === "running" || state === "upstream_failed");
  for (const record of left) resetTask(run, folder, record);
  const attempt = (run.attempt ?? 1) + (left.length > 0 || run.state === "failed" ? 1 : 0);
  return Object.assign(run, begins ? header : {}, { state: "running", ended: null, attempt });
}

/** Every task directly before this one has ended well, and the files that it reads are intact. */
function checkUpstream<C>(dag: Dag<C>, task: Task<C>, run: RunRecord, folder: string): void {
  const record = (id: string) => recordOf(run, id);
  const refuse = (id: string, expected: string, found: string) =>
    new UserError(
      `${task.id}: expected ${expected}, found ${found}.\n` +
        `First call: deno task stage ${id} --run-id ${run.run_id}`,
    );
  for (const before of dag.tasks.filter(({ id }) => task.after.includes(id))) {
    const { state } = record(before.id);
    const isDone = state === "success" || state === "skipped" ||
      judge(dag, before, record).verdict === "skipped";
    if (!isDone) throw refuse(before.id, `${before.id} to have succeeded`, `it ${state}`);
  }
  for (const { id, outputs } of run.tasks.filter(({ id }) => id !== task.id)) {
    const read = outputs.filter(({ name }) => isDeclared(name, task.reads ?? []));
    const [changed] = changedOutputs(folder, read);
    if (changed !== undefined) throw refuse(id, `${changed} of ${id}`, "it missing or changed");
  }
}
