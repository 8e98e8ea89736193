import assert from "node:assert/strict";
import { join } from "node:path";
import type { Config } from "../../lib/config/parameters.ts";
import type { RunResult } from "../../lib/dag/run_dag.ts";
import type { TaskRecord } from "../../lib/dag/runs/run_record.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import type { DriftReport } from "../../lib/drift/describe/drift_report.ts";

/** Runs the pipeline up to the success of a task, and stops it there. */
export async function runUntil(id: string, config: Config): Promise<RunResult> {
  const enough = new AbortController();
  const result = await runPipeline(config, {
    signal: enough.signal,
    reporter: (event) => {
      if (event.kind === "task" && event.task.id === id && event.task.ended !== null) {
        enough.abort("enough seen");
      }
    },
  });
  assert.equal(taskOf(result, id).state, "success", `${id}: ${result.error}`);
  return result;
}

/** The journal entry of a task. */
export function taskOf({ run }: Pick<RunResult, "run">, id: string): TaskRecord {
  return run.tasks.find((task) => task.id === id)!;
}

/** The drift report of a run. */
export function driftReportOf({ folder }: Pick<RunResult, "folder">): DriftReport {
  return JSON.parse(Deno.readTextFileSync(join(folder, "drift_report.json")));
}
