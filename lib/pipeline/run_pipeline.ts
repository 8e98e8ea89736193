import { shownParameters } from "../config/config.ts";
import type { Config } from "../config/parameters.ts";
import { shownFolder } from "../config/shown_folder.ts";
import type { Reporter } from "../dag/reporter.ts";
import { findResumable, otherConditions } from "../dag/resume.ts";
import { runDag, type RunResult } from "../dag/run_dag.ts";
import { beginsRun } from "../dag/stages/open_stage.ts";
import { type Retry, withRetries } from "../dag/tries/retry.ts";
import { withinTime } from "../dag/tries/time_limit.ts";
import { newRunId, UNREAD } from "../dag/runs/run_folder.ts";
import type { RunHeader, RunRecord } from "../dag/runs/run_record.ts";
import type { ListedRun } from "../dag/runs/runs.ts";
import { weekName } from "../table/time/week.ts";
import { saveWaitingRequests } from "../tracking/tracking_warning.ts";
import { userErrorOf } from "../system_error.ts";
import { UserError } from "../user_error.ts";
import { VERSION } from "../version.ts";
import { pipelineContexts } from "./context.ts";
import { tooOld } from "./data_age.ts";
import { codeFingerprint } from "./reuse/code_fingerprint.ts";
import { publication } from "./publication.ts";
import { readInputs, type RunInputs } from "./run_inputs.ts";
import { alikeRun, NEUTRAL } from "./reuse/reuse_outputs.ts";
import { reasonToWait } from "./scheduled/reason_to_wait.ts";
import { EXTRACT_DATA, SODAI_MLOPS } from "./sodai_mlops.ts";

/** Options to watch and stop a run of the pipeline. */
export interface PipelineOptions {
  /** Receives the events of the run. */
  reporter?: Reporter;
  /** Stops the run; it can be resumed. */
  signal?: AbortSignal;
  /** The current time, for tests; no purchase may be later. */
  now?: Date;
  /**
   * The scheduled time of a run of the schedule. It resumes the unfinished run if that started under
   * the same conditions. It is recorded as skipped if the data are not new or too old.
   */
  due?: Date;
  /** One task only, in the run with this id. */
  stage?: { task: string; runId: string };
  /** Whether the data are simulated, which the run records. */
  simulated?: boolean;
  /** Receives what a scheduled run decides, as one line. */
  log?: (text: string) => void;
  /** Called under the lock of the outputs folder when the run has ended. */
  afterEnd?: (run: RunRecord) => void | Promise<void>;
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
  {
    reporter,
    signal = new AbortController().signal,
    now = new Date(),
    due,
    stage,
    simulated = false,
    log = () => {},
    afterEnd,
  }: PipelineOptions = {},
): Promise<RunResult> {
  const started = new Date();
  const retried: Retry[] = [];
  const reading = readPatiently(() => readInputs(config, now), signal, (retry, text) => {
    retried.push(retry);
    reporter?.({ kind: "retry", task: EXTRACT_DATA.id, text });
  });
  const inputs = await reading.catch((error) => {
    // a run to continue is left unchanged until its inputs can be read again
    const begins = stage
      ? beginsRun(SODAI_MLOPS, { ...stage, stage: stage.task, outputsDir: config.outputs_dir })
      : !config.resume;
    if ((userErrorOf(error) || signal.aborted) && begins) return undefined;
    throw error;
  });
  if (stage && inputs) checkWeek(stage.runId, weekName(inputs.extracted.sales.predictedWeek));
  const header: RunHeader = {
    ...runHeader(config, inputs),
    ...(simulated ? { simulated } : {}),
  };
  for (const name of ["data_dir", "outputs_dir"] as const) {
    header.parameters[name] = shownFolder(config[name]);
  }
  const old = inputs && tooOld(config, inputs.extracted);
  const decide = (due: Date) => {
    const skip = inputs && reasonToWait(config, inputs, header, due);
    return { skip, resume: skip === undefined && canResume(config, header, log) };
  };
  let found: { alike: ListedRun | undefined } | undefined;
  const alike = () => (found ??= { alike: alikeRun(config.outputs_dir, header) }).alike;
  return await runDag(SODAI_MLOPS, {
    outputsDir: config.outputs_dir,
    ...(stage ? { stage: stage.task } : {}),
    runId: stage?.runId ?? newRunId(header.predicted_week, now),
    header,
    started,
    retried,
    context: pipelineContexts(config, header, reading, inputs, alike, old),
    publication: (run) => publication(config, inputs!, run),
    atEnd: saveWaitingRequests,
    resume: config.resume,
    neutralParameters: NEUTRAL,
    ...(due ? { due, decide: () => decide(due) } : {}),
    ...(afterEnd ? { afterEnd } : {}),
    ...(reporter ? { reporter } : {}),
    signal,
  });
}

/** Refuses a stage of a run that is named for another week than its data and parameters predict. */
export function checkWeek(runId: string, week: string): void {
  const named = runId.slice(0, runId.indexOf("_"));
  if (named === week) return;
  throw new UserError(
    `--run-id: expected the week that the data predict, ${week}, found ${named} in ${runId}.\n` +
      `Name the run for ${week}, or predict the other week: --week ${named}`,
  );
}

/** Whether the newest unfinished run started under these conditions; logs why it did not. */
function canResume(config: Config, header: RunHeader, log: (text: string) => void): boolean {
  const run = findResumable(config.outputs_dir)?.run;
  if (!run) return false;
  const differences = otherConditions(run, header, NEUTRAL);
  log(
    differences.length === 0
      ? `resuming run ${run.run_id}`
      : `a new run starts; ${run.run_id} is not resumed, because ${differences.join("; ")}`,
  );
  return differences.length === 0;
}

/** Reads by the limits of `extract_data`, which reads before the run has a folder. */
export function readPatiently(
  read: () => Promise<RunInputs>,
  signal: AbortSignal,
  onRetry: (retry: Retry, text: string) => void,
): Promise<RunInputs> {
  const { id, executionTimeoutMs: limitMs } = EXTRACT_DATA;
  const limits = { name: id, signal, limitMs };
  return withRetries(() => withinTime(read, limits), EXTRACT_DATA, { signal, onRetry });
}

/** The fields of `run.json` that are known at the start of a run. */
export function runHeader(config: Config, inputs: RunInputs | undefined): RunHeader {
  return {
    predicted_week: inputs ? weekName(inputs.extracted.sales.predictedWeek) : UNREAD,
    parameters: shownParameters(config),
    inputs: inputs?.fingerprints ?? {},
    model_in_use: inputs?.modelRun ?? null,
    versions: { sodai: VERSION, deno: Deno.version.deno },
    seed: config.seed,
    code: codeFingerprint(),
  };
}
