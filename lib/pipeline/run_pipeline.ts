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

/** How a run of the pipeline is watched and stopped. */
export interface PipelineOptions {
  /** Is told what happens. */
  reporter?: Reporter;
  /** Asks the run to stop; it can be resumed. */
  signal?: AbortSignal;
  /** The present, for tests: no purchase may be later. */
  now?: Date;
  /** Records the run as skipped where these inputs have already been predicted from. */
  skipUnchanged?: boolean;
}

/**
 * One run of the pipeline in a run folder. Reading the inputs begins before the run has a folder, which
 * is named for the week that they say is to come; what is wrong with them fails `extract_data`.
 *
 * @throws UserError for a second run at the same time, outputs that cannot be written, nothing to
 * resume, or inputs of a resumed run that are not as expected; a failing task is in the result instead.
 */
export async function runPipeline(
  config: Config,
  { reporter, signal, now = new Date(), skipUnchanged = false }: PipelineOptions = {},
): Promise<RunResult> {
  const started = new Date();
  const reading = readInputs(config, now);
  const inputs = await reading.catch((fault) => {
    // a resumed run stays as it is, for the day when its inputs can be read again
    if (fault instanceof UserError && !config.resume) return undefined;
    throw fault;
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

/** What `run.json` says of a run from its beginning. */
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

/** Why a scheduled run has nothing to do: the last success had the same inputs and parameters. */
function alreadyPredicted(config: Config, { modelRun }: RunInputs, now: RunHeader) {
  if (modelRun === undefined) return undefined;
  const then = readRunRecord(runFolder(config.outputs_dir, modelRun));
  const deciding = (parameters: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(PARAMETERS).filter(([, { affectsResults }]) => affectsResults)
        .map(([name]) => [name, parameters[name]]),
    );
  const same = then.predicted_week === now.predicted_week &&
    then.versions["sodai"] === VERSION && isDeepStrictEqual(then.inputs, now.inputs) &&
    isDeepStrictEqual(deciding(then.parameters), deciding(now.parameters));
  return same ? `nothing new since run ${modelRun}` : undefined;
}
