import { copyFileSync, linkSync } from "node:fs";
import { PARAMETERS } from "../../config/parameters.ts";
import { otherConditions } from "../../dag/resume.ts";
import { outputIsIntact, outputPath } from "../../dag/runs/publish.ts";
import type { Facts, RunHeader, RunRecord, TaskRecord } from "../../dag/runs/run_record.ts";
import { saidIn } from "../../dag/said.ts";
import { type ListedRun, listRuns } from "../../dag/runs/runs.ts";
import type { PipelineContext } from "../context.ts";

/** Parameters that cannot change results, such as `workers`. */
export const NEUTRAL = Object.entries(PARAMETERS)
  .filter(([, { affectsResults }]) => !affectsResults).map(([name]) => name);

/**
 * The newest run with the data, parameters, versions and code of a new one. Tasks that depend on
 * nothing else would write the same bytes again.
 */
export function alikeRun(outputsDir: string, header: RunHeader): ListedRun | undefined {
  return listRuns(outputsDir).find(({ run, alive }) =>
    run && !alive && run.ended !== null && run.code !== undefined && run.code === header.code &&
    otherConditions({ ...run, model_in_use: header.model_in_use }, header, NEUTRAL).length === 0
  );
}

/**
 * A task that takes over its outputs from the run that is alike, if there is one and they are
 * intact: a second run on the same data takes a quarter of the time.
 *
 * @param task depends on the data, the parameters and `needs` only.
 * @param needs outputs of earlier tasks that may differ between runs that are alike: the model.
 */
export function reusing<Context extends PipelineContext>(
  task: (context: Context) => Promise<void>,
  needs: string[] = [],
): (context: Context) => Promise<void> {
  return async (context) => {
    const source = reusable(context, needs);
    if (source) await takeOver(context, source);
    else await task(context);
  };
}

/** The run from which a task can take over its outputs, and what it has of the task. */
export interface Source {
  folder: string;
  run: RunRecord;
  record: TaskRecord;
}

/** The run that is alike, if this task succeeded in it and its outputs are intact; see above. */
export function reusable(context: PipelineContext, needs: string[]): Source | undefined {
  const { run, folder } = context.alike() ?? {};
  const record = run?.tasks.find(({ id }) => id === context.id);
  if (!run || folder === undefined || record?.state !== "success") return undefined;
  const isSame = needs.every((name) =>
    shaOf(run, name) !== undefined && shaOf(run, name) === shaOf(context.record, name)
  );
  const isIntact = isSame && record.outputs.every((output) => outputIsIntact(folder, output));
  return isIntact ? { folder, run, record } : undefined;
}

async function takeOver(
  context: PipelineContext,
  { folder, run, record }: Source,
): Promise<void> {
  context.note(`the same data, parameters and code as ${run.run_id}: takes over its outputs`);
  for (const { name } of record.outputs) {
    const from = outputPath(folder, name);
    await context.publish(name, (temporary) => linkOrCopy(from, temporary));
  }
  for (const { task, text, rank } of run.warnings) {
    if (task !== context.id) continue;
    (rank === "unusual" ? context.warnUnusual : context.warn)(saidIn(run, text));
  }
  const outputs_of = record.facts["outputs_of"] ?? run.run_id;
  context.facts({ ...record.facts, outputs_of } as Facts);
}

/** Outputs are never changed in place, so two runs may share a file; not every disk has links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** SHA-256 of an output of a run, if it has it. */
export function shaOf({ tasks }: Pick<RunRecord, "tasks">, name: string): string | undefined {
  return tasks.flatMap(({ outputs }) => outputs).find((output) => output.name === name)?.sha256;
}
