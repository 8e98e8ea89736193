import { readLatest } from "../../lib/dag/runs/latest.ts";
import { isRunId } from "../../lib/dag/runs/run_folder.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import type { LargeFiles } from "../../lib/object_storage/pull.ts";

/**
 * Matrix, split and models: 90 of the 103 MB of a run on the real data. Of most runs, no command reads
 * them again.
 */
const LARGE =
  /^runs\/([^/]+)\/(?:(?:train|val|test|dataset_limpio)\.parquet|models\/\w+\.(?:arrow|onnx))$/;

/** States of runs that can be continued by nobody. */
const ENDED = ["success", "held", "skipped"];

/**
 * The large files that a command needs: of the runs that its arguments name, of the latest, the newest
 * and those that may be continued, and of the runs whose models these start from.
 *
 * @param all `true` for a command that checks whole runs.
 */
export function neededFiles(names: readonly string[], all: boolean): LargeFiles {
  return {
    isLarge: (name) => !all && LARGE.test(name),
    needed(folder) {
      const listed = listRuns(folder), latest = readLatest(folder);
      const whole = new Set([
        ...names,
        ...listed.filter(({ runId, run }, i) =>
          i === 0 || runId === latest || names.includes(runId) ||
          run === undefined || run.closed === undefined && !ENDED.includes(run.state)
        ).flatMap(({ runId, run }) => [runId, run?.model_in_use]),
      ]);
      return (name) => whole.has(LARGE.exec(name)![1]!);
    },
  };
}

/** The runs that arguments name. */
export function namedRuns(args: readonly string[]): string[] {
  return args.map((argument) => argument.replace(/^--[^=]*=/, "")).filter(isRunId);
}
