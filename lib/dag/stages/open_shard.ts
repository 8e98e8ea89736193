import { UserError } from "../../user_error.ts";
import { isDeclared } from "../data_flow.ts";
import { changedOutputs } from "../runs/publish.ts";
import { runFolder } from "../runs/run_folder.ts";
import type { RunRecord } from "../runs/run_record.ts";
import type { Dag, Task } from "../task.ts";
import { topologicalOrder } from "../topological_order.ts";
import type { StageOptions } from "./open_stage.ts";
import { checkSameStart, hasEndedWell, noRun, readRun, recordOf } from "./run_of_stage.ts";

/**
 * Reads the run of a shard: a part of a stage, which works beside other shards and stages. It takes no
 * lock, and the run is not changed.
 *
 * A shard needs the first task of the run, the branch that leads to its stage, and the files that it
 * reads, not every task before its stage: the scores need the model and not its explanation.
 *
 * @returns the run, and whether the stage has succeeded, or the other branch was chosen: then its
 * shards have nothing to do.
 * @throws UserError if there is no such run, it started under other conditions, or lacks what the
 * stage reads.
 */
export function openShard<C>(
  dag: Dag<C>,
  options: StageOptions,
): { run: RunRecord; folder: string; isDone: boolean } {
  const { outputsDir, runId, stage, header, neutralParameters } = options;
  const run = readRun(outputsDir, runId), [first] = topologicalOrder(dag);
  if (!run) throw noRun(dag, options);
  const folder = runFolder(outputsDir, runId), ended = hasEndedWell(run);
  // the model in use may have changed since the end of a run
  checkSameStart(
    run,
    ended ? { ...header, model_in_use: run.model_in_use } : header,
    neutralParameters,
  );
  if (ended || recordOf(run, stage).state === "success") return { run, folder, isDone: true };
  const { state } = recordOf(run, first!.id);
  if (state !== "success") {
    throw notYet(run, stage, [first!], `${first!.id} to have succeeded`, `it ${state}`);
  }
  const { reads = [], after } = dag.tasks.find(({ id }) => id === stage)!;
  for (const before of dag.tasks.filter(({ id, branches }) => branches && after.includes(id))) {
    const { state, branch } = recordOf(run, before.id);
    if (state !== "success") {
      throw notYet(run, stage, [before], `${before.id} to have chosen a branch`, `it ${state}`);
    }
    // nothing would use, or remove, what a shard makes
    if (branch !== stage) return { run, folder, isDone: true };
  }
  for (const name of reads.filter((name) => !isDeclared(name, dag.inputs ?? []))) {
    const writers = dag.tasks.filter(({ writes = [] }) => isDeclared(name, writes));
    const published = writers.map(({ id }) => recordOf(run, id))
      .filter(({ state }) => state === "success")
      .flatMap(({ outputs }) => outputs.filter((output) => output.name === name));
    const isThere = published.length > 0 && changedOutputs(folder, published).length === 0;
    if (isThere) continue;
    const found = published.length > 0 ? "it missing or changed" : "none";
    const owners = writers.map(({ id }) => id).join(" or ");
    throw notYet(run, stage, writers, `${name} of ${owners}`, found);
  }
  return { run, folder, isDone: false };
}

function notYet<C>(
  { run_id }: RunRecord,
  stage: string,
  before: Task<C>[],
  expected: string,
  found: string,
): UserError {
  return new UserError(
    `${stage}: expected ${expected}, found ${found}.\n` +
      `First call: deno task stage ${before.map(({ id }) => id).join(" or ")} --run-id ${run_id}`,
  );
}
