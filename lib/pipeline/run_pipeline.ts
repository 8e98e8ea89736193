import { isDeepStrictEqual } from "node:util";
import { type Config, PARAMETERS } from "../config/config.ts";
import type { Reporter } from "../dag/reporter.ts";
import { runDag, type RunResult } from "../dag/run_dag.ts";
import { newRunId, runFolder, UNREAD } from "../dag/runs/run_folder.ts";
import { readRunRecord, type RunHeader, type RunRecord } from "../dag/runs/run_record.ts";
import { listRuns } from "../dag/runs/runs.ts";
import { weekName } from "../table/time/week.ts";
import { saveWaitingRequests } from "../tracking/tracking_warning.ts";
import { UserError } from "../user_error.ts";
import { VERSION } from "../version.ts";
import { pipelineContexts } from "./context.ts";
import { tooOld } from "./data_age.ts";
import { publication } from "./publication.ts";
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
  /**
   * A run of the schedule: recorded as skipped if these inputs have already been used for a
   * forecast, or are older than `max_data_age` days; the latter is an error in the result.
   */
  scheduled?: boolean;
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
  { reporter, signal, now = new Date(), scheduled = false }: PipelineOptions = {},
): Promise<RunResult> {
  const started = new Date();
  const reading = readInputs(config, now);
  const inputs = await reading.catch((error) => {
    // a run to resume is left unchanged until its inputs can be read again
    if (error instanceof UserError && !config.resume) return undefined;
    throw error;
  });
  const header = runHeader(config, inputs);
  const old = inputs && tooOld(config, inputs.extracted);
  const before = scheduled && inputs ? alreadyPredicted(config, inputs, header) : undefined;
  const stale = scheduled && old && !before ? `${old}; waiting for new data` : undefined;
  const skip = before ?? stale;
  const result = await runDag(SODAI_MLOPS, {
    outputsDir: config.outputs_dir,
    runId: newRunId(header.predicted_week, now),
    header,
    started,
    context: pipelineContexts(config, reading, inputs, old),
    publication: (run) => publication(config, inputs!, run),
    atEnd: saveWaitingRequests,
    resume: config.resume,
    neutralParameters: Object.entries(PARAMETERS)
      .filter(([, { affectsResults }]) => !affectsResults).map(([name]) => name),
    ...(reporter ? { reporter } : {}),
    ...(signal ? { signal } : {}),
    ...(skip ? { skip } : {}),
  });
  return stale ? { ...result, error: new UserError(stale, 1) } : result;
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

/**
 * The reason to skip a scheduled run: the published run, or the newest one if it is held, had the
 * same inputs and parameters.
 */
function alreadyPredicted(config: Config, { modelRun }: RunInputs, now: RunHeader) {
  const [newest] = listRuns(config.outputs_dir).filter(({ run }) => run?.state !== "skipped");
  const published = modelRun && readRunRecord(runFolder(config.outputs_dir, modelRun));
  if (published && sameForecast(published, now)) return `no new data since run ${modelRun}`;
  return newest?.run?.held && sameForecast(newest.run, now)
    ? `no new data since run ${newest.runId}, which is held`
    : undefined;
}

function sameForecast(then: RunRecord, now: RunHeader): boolean {
  const affecting = (parameters: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(PARAMETERS).filter(([, { affectsResults }]) => affectsResults)
        .map(([name]) => [name, parameters[name]]),
    );
  return then.predicted_week === now.predicted_week &&
    then.versions["sodai"] === VERSION && isDeepStrictEqual(then.inputs, now.inputs) &&
    isDeepStrictEqual(affecting(then.parameters), affecting(now.parameters));
}
