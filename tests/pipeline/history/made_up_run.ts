import { join } from "node:path";
import { type RunRecord, scheduledTask, writeRunRecord } from "../../../lib/dag/runs/run_record.ts";
import type { TaskState } from "../../../lib/dag/task.ts";
import type { ReadableRun } from "../../../lib/pipeline/history/run_differences.ts";
import { SODAI_MLOPS } from "../../../lib/pipeline/sodai_mlops.ts";
import type { TaskFacts } from "../../../lib/stages/task_facts.ts";
import { header } from "../../dag/fixtures.ts";

/** Facts of tasks, each with whatever a test needs. */
export type MadeUpFacts = {
  [Id in keyof TaskFacts]?: Partial<TaskFacts[Id]> | Record<string, unknown>;
};

/** A run that succeeded, by week; a second run of a week has another hour. */
export function madeUpRun(
  week: string,
  { facts = {}, hour = "09", states = {}, ...more }: Partial<RunRecord> & {
    facts?: MadeUpFacts;
    hour?: string;
    /** States of tasks that are not `success`. */
    states?: Partial<Record<string, TaskState>>;
  } = {},
): ReadableRun {
  const runId = `${week}_20241125T${hour}0000Z`;
  const run: RunRecord = {
    ...header,
    run_id: runId,
    predicted_week: week,
    dag: "sodai_mlops",
    state: "success",
    started: `2024-11-25T${hour}:00:00.000Z`,
    ended: `2024-11-25T${hour}:10:00.000Z`,
    tasks: SODAI_MLOPS.tasks.map(({ id }) => ({
      ...scheduledTask(id),
      state: states[id] ?? "success",
      duration_ms: states[id] === undefined ? 1500 : null,
      facts: (facts as Record<string, Record<string, unknown>>)[id] ?? {},
    })),
    warnings: [],
    ...more,
  };
  return { runId, folder: `runs/${runId}`, run, alive: false, problem: undefined };
}

/** Writes the records of runs into an outputs folder. */
export function writeRuns(outputsDir: string, runs: readonly ReadableRun[]): void {
  for (const { runId, run } of runs) {
    const folder = join(outputsDir, "runs", runId);
    Deno.mkdirSync(folder, { recursive: true });
    writeRunRecord(folder, run);
  }
}
