import { UserError } from "../../user_error.ts";
import { otherConditions } from "../resume.ts";
import { runFolder, runIds } from "../runs/run_folder.ts";
import {
  readRunRecord,
  type RunHeader,
  type RunRecord,
  type TaskRecord,
} from "../runs/run_record.ts";
import type { Dag } from "../task.ts";
import { topologicalOrder } from "../topological_order.ts";

/** Whether a run has its outcome: no stage changes it any more. */
export function hasEndedWell({ state }: RunRecord): boolean {
  return state === "success" || state === "held" || state === "skipped";
}

/** The run of a stage, if there is one. */
export function readRun(outputsDir: string, runId: string): RunRecord | undefined {
  if (!runIds(outputsDir).includes(runId)) return undefined;
  const folder = runFolder(outputsDir, runId);
  try {
    return readRunRecord(folder);
  } catch (error) {
    throw new UserError(
      `${folder}/run.json: expected the record of a run, found a damaged file ` +
        `(${(error as Error).message}).\nStart a new run.`,
    );
  }
}

/**
 * As for resume; besides, another machine may not mix its code into a run.
 *
 * @throws UserError listing every difference.
 */
export function checkSameStart(run: RunRecord, now: RunHeader, neutral?: readonly string[]): void {
  const differences = otherConditions(run, now, neutral);
  if (run.code !== undefined && run.code !== now.code) {
    differences.push(`code: was ${run.code}, is ${now.code}`);
  }
  if (differences.length === 0) return;
  throw new UserError(
    `Cannot continue ${run.run_id}: it started under other conditions.\n` +
      differences.map((line) => `  ${line}\n`).join("") +
      "Restore them, or start a new run.",
  );
}

/** The error of a stage whose run has not begun. */
export function noRun<C>(
  dag: Dag<C>,
  { outputsDir, runId, stage }: { outputsDir: string; runId: string; stage: string },
): UserError {
  return new UserError(
    `${stage}: expected run ${runId} in ${outputsDir}, found none.\n` +
      `Begin it with: deno task stage ${topologicalOrder(dag)[0]!.id} --run-id ${runId}`,
  );
}

/** The entry of a task in the record of a run. */
export function recordOf({ tasks }: RunRecord, id: string): TaskRecord {
  return tasks.find((task) => task.id === id)!;
}
