import { isDeepStrictEqual } from "node:util";
import { type Config, PARAMETERS } from "../config/config.ts";
import { runDag, type RunResult } from "../dag/run_dag.ts";
import { newRunId, runFolder } from "../dag/runs/run_folder.ts";
import { readRunRecord } from "../dag/runs/run_record.ts";
import type { Reporter } from "../dag/reporter.ts";
import type { Dag } from "../dag/task.ts";
import { FEATURE_MEANINGS, type FeatureSource, featureSource } from "../features/feature_source.ts";
import type { ScoringCache } from "../forest/scoring/predict.ts";
import { includedWeeks } from "../features/pairs/included_weeks.ts";
import { repeatFlags } from "../features/pairs/labelled_rows.ts";
import { json, type PipelineContext, readLot } from "./context.ts";
import { driftCheckTask } from "./drift.ts";
import { skipTrainingTask, trainModelTask } from "./training.ts";
import { readInputs, type RunInputs } from "./run_inputs.ts";
import { predict, predictionsCsv, scoresFrame } from "../stages/predict.ts";
import { preprocess } from "../stages/preprocess.ts";
import { shapAnalysis } from "../stages/shap_analysis.ts";
import { splitData } from "../stages/split_data.ts";
import { encodeParquet } from "../table/parquet.ts";
import { writeParquetParts } from "../table/parquet_parts.ts";
import { weekName } from "../table/week.ts";
import { leaveWaitingRequests } from "../tracking/tracking_warning.ts";
import { decodeModelFile, modelInputs, predictProbability, usedThreshold } from "../model/model.ts";
import { VERSION } from "../version.ts";

/** The weekly pipeline. */
export const SODAI_MLOPS: Dag<PipelineContext> = {
  id: "sodai_mlops",
  tasks: [
    { id: "extract_data", after: [], run: extractDataTask },
    { id: "preprocess", after: ["extract_data"], run: preprocessTask },
    { id: "split_data", after: ["preprocess"], run: splitDataTask },
    { id: "drift_check", after: ["split_data"], branches: true, run: driftCheckTask },
    { id: "train_model", after: ["drift_check"], run: trainModelTask },
    { id: "skip_training", after: ["drift_check"], run: skipTrainingTask },
    {
      id: "shap_analysis",
      after: ["train_model", "skip_training"],
      triggerRule: "none_failed_min_one_success",
      run: shapAnalysisTask,
    },
    {
      id: "predict",
      after: ["shap_analysis"],
      triggerRule: "none_failed_min_one_success",
      run: predictTask,
    },
  ],
};

export interface PipelineOptions {
  reporter?: Reporter;
  signal?: AbortSignal;
  now?: Date;
  /** Records the run as skipped where these inputs have already been predicted from. */
  skipUnchanged?: boolean;
}

/**
 * One run of the pipeline: reads and checks the inputs, then runs the tasks in a run folder.
 *
 * @throws UserError for inputs that are not as expected, a second run at the same time, outputs that
 * cannot be written, or nothing to resume; a failing task is in the result instead.
 */
export async function runPipeline(
  config: Config,
  { reporter, signal, now = new Date(), skipUnchanged = false }: PipelineOptions = {},
): Promise<RunResult> {
  const inputs = await readInputs(config, now);
  const { sales } = inputs.extracted;
  const predictedWeek = weekName(sales.predictedWeek);
  const before = skipUnchanged ? alreadyPredicted(config, inputs, predictedWeek) : undefined;
  const workers = config.workers === "auto" ? navigator.hardwareConcurrency : config.workers;
  let features: FeatureSource | undefined;
  return await runDag(SODAI_MLOPS, {
    outputsDir: config.outputs_dir,
    runId: newRunId(predictedWeek, now),
    header: {
      predicted_week: predictedWeek,
      parameters: config,
      inputs: inputs.fingerprints,
      versions: { sodai: VERSION, deno: Deno.version.deno },
      seed: config.seed,
    },
    context: (task) => ({
      ...task,
      config,
      inputs,
      workers,
      features: (week, pairs) => (features ??= featureSource(sales, config.preset))(week, pairs),
    }),
    atEnd: leaveWaitingRequests,
    resume: config.resume,
    neutralParameters: Object.entries(PARAMETERS)
      .filter(([, { affectsResults }]) => !affectsResults).map(([name]) => name),
    ...(reporter ? { reporter } : {}),
    ...(signal ? { signal } : {}),
    ...(before ? { skip: before } : {}),
  });
}

/** Why a scheduled run has nothing to do: the last success had the same inputs and parameters. */
function alreadyPredicted(config: Config, inputs: RunInputs, predictedWeek: string) {
  if (inputs.latest === undefined) return undefined;
  const run = readRunRecord(runFolder(config.outputs_dir, inputs.latest));
  const deciding = (parameters: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(PARAMETERS).filter(([, { affectsResults }]) => affectsResults)
        .map(([name]) => [name, parameters[name]]),
    );
  const files = ({ "model in use": _, ...named }: Record<string, unknown>) => named;
  const same = run.predicted_week === predictedWeek && run.versions["sodai"] === VERSION &&
    isDeepStrictEqual(files(run.inputs), files(inputs.fingerprints)) &&
    isDeepStrictEqual(deciding(run.parameters), deciding(config));
  return same ? `nothing new since run ${inputs.latest}` : undefined;
}

function extractDataTask({ inputs, facts, warn }: PipelineContext): Promise<void> {
  facts({ ...inputs.extracted.quality });
  inputs.extracted.warnings.forEach(warn);
  return Promise.resolve();
}

async function preprocessTask({ config, inputs, publish, facts }: PipelineContext) {
  const { weeks, frames } = preprocess(inputs.extracted.sales, {
    preset: config.preset,
    weeksToInclude: config.weeks_to_include,
  });
  let rows = 0;
  await publish("dataset_limpio.parquet", async (path) => {
    rows = await writeParquetParts(path, frames);
  });
  facts({ weeks: weeks.length, first_week: weekName(weeks[0]!), rows });
}

async function splitDataTask({ config, inputs, features, publish, facts }: PipelineContext) {
  const { sales } = inputs.extracted;
  const weeks = includedWeeks(sales, config.weeks_to_include);
  const split = splitData(sales, weeks, features, {
    preset: config.preset,
    maxRows: config.max_rows,
    seed: config.seed,
  });
  facts({ sampling: split.rates });
  for (const lot of ["train", "val", "test"] as const) {
    let rows = 0;
    await publish(`${lot}.parquet`, async (path) => {
      rows = await writeParquetParts(path, split[lot]);
    });
    facts({ [lot]: { weeks: split.weeks[lot].map(weekName), rows } });
  }
}

async function shapAnalysisTask(context: PipelineContext) {
  const { config, workers, publish, path, facts, progress } = context;
  const model = decodeModelFile(await Deno.readFile(path("models/model.arrow")));
  const val = await readLot(context, "val");
  const repeat = repeatFlags(val.features) ?? new Uint8Array(val.length);
  const cache: ScoringCache = { codes: new WeakMap() };
  const { stats, figures } = await shapAnalysis({
    ensemble: model.ensemble,
    rows: modelInputs(model, val.features),
    labels: val.label,
    nameOf: (row) => `customer ${val.customer[row]}, product ${val.product[row]}`,
    featureMeanings: Object.fromEntries(FEATURE_MEANINGS),
    seed: config.seed,
    shapRows: config.shap_rows,
    // a shuffled pair_weeks_ever says nothing of how a row was sampled: its own flag does
    predict: (table, places) =>
      predictProbability({ ...model, preprocessing: null }, table, {
        workers,
        cache,
        repeat: Float32Array.from(places, (place) => repeat[place]!),
      }),
    workers,
  }, progress);
  await publish("shap/interpretability_stats.json", json(stats));
  const pictures = await Promise.all(figures.map(({ figure }) => figure.png()));
  for (const [i, { name, figure }] of figures.entries()) {
    await publish(`shap/${name}.svg`, figure.svg);
    await publish(`shap/${name}.png`, pictures[i]!);
  }
  facts({ figures: figures.length });
}

async function predictTask(context: PipelineContext) {
  const { config, inputs, features, workers, publish, path, facts, progress } = context;
  const model = decodeModelFile(await Deno.readFile(path("models/model.arrow")));
  const { sales } = inputs.extracted;
  const forecast = await predict({ sales, model, features }, {
    workers,
    launches: config.launches,
    onProgress: progress,
  });
  const threshold = usedThreshold(model.facts, config.decision_threshold);
  const { csv, rows } = predictionsCsv(forecast, threshold);
  await publish("scores.parquet", encodeParquet(scoresFrame(forecast)));
  await publish("predicciones.csv", csv);
  facts({
    week: weekName(forecast.week),
    pairs: forecast.probability.length,
    predictions: rows,
    expected_purchases: forecast.probability.reduce((sum, p) => sum + p, 0),
    decision_threshold: threshold,
  });
}
