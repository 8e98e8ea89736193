import { isDeepStrictEqual } from "node:util";
import { type Config, PARAMETERS } from "../config/config.ts";
import type { Reporter } from "../dag/reporter.ts";
import { runDag, type RunResult } from "../dag/run_dag.ts";
import { newRunId, runFolder, UNREAD } from "../dag/runs/run_folder.ts";
import { readRunRecord, type RunHeader } from "../dag/runs/run_record.ts";
import { weekName } from "../table/week.ts";
import { saveWaitingRequests } from "../tracking/tracking_warning.ts";
import { UserError } from "../user_error.ts";
import { VERSION } from "../version.ts";
import { pipelineContexts } from "./context.ts";
import { readInputs, type RunInputs } from "./run_inputs.ts";
import { SODAI_MLOPS } from "./sodai_mlops.ts";

/** Options to watch and stop a run of the pipeline. */
export interface PipelineOptions {
  /** Receives the events of the run. */
  reporter?: Reporter;
  /** Stops the run; it can be resumed. */
  signal?: AbortSignal;
  /** The current time, for tests; no purchase may be later. */
  now?: Date;
  /** Records the run as skipped if these inputs have already been used for a forecast. */
  skipUnchanged?: boolean;
}

/**
 * Runs the pipeline in a new run folder. The folder is named for the predicted week, so the inputs
 * are read first; errors in them fail `extract_data`.
 *
 * @throws UserError if another run is in progress, outputs cannot be written, there is nothing to
 * resume, or a resumed run has invalid inputs. A failing task is in the result instead.
 */
export async function runPipeline(
  config: Config,
  { reporter, signal, now = new Date(), skipUnchanged = false }: PipelineOptions = {},
): Promise<RunResult> {
  const started = new Date();
  const reading = readInputs(config, now);
  const inputs = await reading.catch((error) => {
    // a run to resume is left unchanged until its inputs can be read again
    if (error instanceof UserError && !config.resume) return undefined;
    throw error;
  });
  const header = runHeader(config, inputs);
  const before = skipUnchanged && inputs ? alreadyPredicted(config, inputs, header) : undefined;
  return await runDag(SODAI_MLOPS, {
    outputsDir: config.outputs_dir,
    runId: newRunId(header.predicted_week, now),
    header,
    started,
    context: pipelineContexts(config, reading, inputs),
    atEnd: saveWaitingRequests,
    resume: config.resume,
    neutralParameters: Object.entries(PARAMETERS)
      .filter(([, { affectsResults }]) => !affectsResults).map(([name]) => name),
    ...(reporter ? { reporter } : {}),
    ...(signal ? { signal } : {}),
    ...(before ? { skip: before } : {}),
  });
}

/** The fields of `run.json` that are known at the start of a run. */
export function runHeader(config: Config, inputs: RunInputs | undefined): RunHeader {
  return {
    predicted_week: inputs ? weekName(inputs.extracted.sales.predictedWeek) : UNREAD,
    parameters: config,
    inputs: inputs?.fingerprints ?? {},
    model_in_use: inputs?.modelRun ?? null,
    versions: { sodai: VERSION, deno: Deno.version.deno },
    seed: config.seed,
  };
}

/** The reason to skip a scheduled run: the last success had the same inputs and parameters. */
function alreadyPredicted(config: Config, { modelRun }: RunInputs, now: RunHeader) {
  if (modelRun === undefined) return undefined;
  const then = readRunRecord(runFolder(config.outputs_dir, modelRun));
  const affecting = (parameters: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(PARAMETERS).filter(([, { affectsResults }]) => affectsResults)
        .map(([name]) => [name, parameters[name]]),
    );
  const same = then.predicted_week === now.predicted_week &&
    then.versions["sodai"] === VERSION && isDeepStrictEqual(then.inputs, now.inputs) &&
    isDeepStrictEqual(affecting(then.parameters), affecting(now.parameters));
  return same ? `no new data since run ${modelRun}` : undefined;
}
