import { inspectLatest } from "../lib/dag/runs/latest.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { listRuns } from "../lib/dag/runs/runs.ts";
import { UserError } from "../lib/user_error.ts";
import type { Call } from "./command.ts";

/**
 * The run given by a command's positional (its id, or latest), and the folder of its inputs: the
 * one given, or else that of the run.
 *
 * @throws UserError if there is no such run.
 */
export function chosenRun(
  { config, given, positionals }: Call,
  command: string,
): { run: RunRecord; folder: string; dataDir: string } {
  const [wanted = "latest", ...tooMany] = positionals;
  if (tooMany.length > 0) {
    throw new UserError(`unexpected argument: ${tooMany[0]}\nSee: deno task ${command} --help`);
  }
  const found = namedRun(config.outputs_dir, wanted);
  const recorded = found.run.parameters["data_dir"];
  const dataDir = given.data_dir === undefined && typeof recorded === "string" &&
      Deno.env.get("SODAI_DATA_DIR") === undefined
    ? recorded
    : config.data_dir;
  return { run: found.run, folder: found.folder, dataDir };
}

/**
 * A run by its id, or `latest`.
 *
 * @throws UserError if there is no such run, or its `run.json` is damaged.
 */
export function namedRun(outputsDir: string, wanted: string): { run: RunRecord; folder: string } {
  const { runId: latest, problem } = inspectLatest(outputsDir);
  const runId = wanted === "latest" ? latest : wanted;
  const found = listRuns(outputsDir).find((run) => run.runId === runId);
  if (found?.run) return { run: found.run, folder: found.folder };
  throw new UserError(
    (found
      ? `${found.folder}/run.json cannot be read: ${found.problem}`
      : wanted === "latest" && problem
      ? problem
      : `no such run in ${outputsDir}: ${wanted}`) +
      "\nList all runs with: deno task runs",
  );
}
