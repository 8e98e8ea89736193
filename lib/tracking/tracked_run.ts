import { factsOf } from "../stages/task_facts.ts";
import type { PresetName } from "../config/presets/preset.ts";
import { PRESETS } from "../config/presets/presets.ts";
import { PARAMETERS } from "../config/parameters.ts";
import { isWithheld, type RunRecord } from "../dag/runs/run_record.ts";
import { keyFigures } from "./key_figures.ts";
import type { Measure } from "./numbers_of.ts";
import {
  dataMeasures,
  driftMeasures,
  forecastMeasures,
  trainedSettings,
  trainingMeasures,
} from "./run_measures.ts";
import { runNote } from "./run_note.ts";
import { visibleText } from "../dag/terminal/visible_text.ts";

/** The contents of the files of a finished run; `null` for files that were not written. */
export interface RunFiles {
  run: RunRecord;
  driftReport: Record<string, unknown> | null;
  /** Of the model that was trained. */
  trainingResults: Record<string, unknown> | null;
  /** Of the model that forecasts, which an earlier run may have trained. */
  usedResults: Record<string, unknown> | null;
  predictions: string | null;
}

/** A measure and its task; the time of the task's end is added on sending. */
export interface TrackedMetric extends Measure {
  task: string;
}

/** An input file. */
export interface Dataset {
  name: string;
  /** SHA-256. */
  sha256: string;
  rows: number | null;
}

/** A model to register. */
export interface TrackedModel {
  /** Its folder in the run folder. */
  folder: string;
  /** Null if the forecast was not published. */
  alias: "champion" | "challenger" | null;
  description: string;
  tags: Record<string, string>;
  /** Inputs of `model.onnx` in order; `null` if encoders precede it. */
  features: string[] | null;
}

/**
 * A run as sent to MLflow. It is the same for two runs of the same inputs and seed: ids, times,
 * folders and warnings about time are read from `run.json` on sending.
 */
export interface TrackedRun {
  params: Record<string, string>;
  tags: Record<string, string>;
  metrics: TrackedMetric[];
  datasets: Dataset[];
  /** Files of the run folder to upload. */
  uploads: string[];
  model: TrackedModel | null;
}

/** Plans what is sent to MLflow about a run. */
export function trackedRun(
  { run, driftReport, trainingResults, usedResults, predictions }: RunFiles,
): TrackedRun {
  const drift = factsOf(run, "drift_check");
  const trained = trainingResults !== null;
  return {
    params: texts({
      predicted_week: run.predicted_week,
      ...Object.fromEntries(
        Object.entries(PARAMETERS).filter(([, { affectsResults }]) => affectsResults)
          .map(([name]) => [name, run.parameters[name]]),
      ),
      ...(trained ? trainedSettings(trainingResults) : {}),
    }),
    tags: texts({
      "mlflow.note.content": runNote(run, usedResults),
      "sodai.simulated": run.simulated,
      "sodai.version": run.versions["sodai"],
      "sodai.decision": drift.decision,
      "sodai.reason": drift.reason,
      "sodai.test_weeks": testWeeks(usedResults),
    }),
    metrics: [
      // MLflow lists them in this order, and charts them by name
      ...keyFigures(run, usedResults),
      ...by("train_model", trained ? trainingMeasures(trainingResults) : []),
      ...by("predict", predictions ? forecastMeasures(factsOf(run, "predict"), predictions) : []),
      ...by("drift_check", driftReport ? driftMeasures(driftReport) : []),
      ...by("extract_data", dataMeasures(factsOf(run, "extract_data"))),
    ],
    datasets: datasets(run),
    uploads: uploads(run),
    model: trained && predictions !== null ? model(run, trainingResults) : null,
  };
}

/** The folder of the trained model: another one if it lost against the model in use. */
export function trainedFolder(run: RunRecord): string | null {
  if (run.tasks.find(({ id }) => id === "train_model")?.state !== "success") return null;
  const contest = factsOf(run, "train_model").champion_challenger;
  return contest?.promoted === false ? "models/challenger" : "models";
}

function datasets({ inputs, tasks }: RunRecord): Dataset[] {
  const read: Record<string, unknown> = factsOf({ tasks }, "extract_data");
  return Object.entries(inputs).filter(([name]) => name.endsWith(".parquet")).map(
    ([name, sha256]) => {
      const counts = read[name.replace(/\.parquet$/, "")] as { rows?: number } | undefined;
      return { name, sha256: String(sha256), rows: counts?.rows ?? null };
    },
  );
}

/**
 * Tables are not uploaded: they are large, and `run.json` has their digests. Only the run that
 * trained a model uploads it.
 */
function uploads(run: RunRecord): string[] {
  const folder = trainedFolder(run);
  return run.tasks.flatMap(({ outputs }) => outputs).map(({ name }) => name)
    .filter((name) => !/\.(parquet|svg)$/.test(name))
    .filter((name) =>
      !name.startsWith("models/") || name.slice(0, name.lastIndexOf("/")) === folder
    );
}

/** The weeks of the average precision among the key figures. */
function testWeeks(results: Record<string, unknown> | null): string | undefined {
  return (results?.["test"] as { weeks?: string[] } | undefined)?.weeks?.join(", ");
}

function model(run: RunRecord, results: Record<string, unknown>): TrackedModel {
  const folder = trainedFolder(run)!;
  const refit = results["refit"] as { weeks?: string[] } | undefined;
  const test = results["test"] as { average_precision?: number } | undefined;
  return {
    folder,
    // a model of simulated data is no champion among those of real ones
    alias: isWithheld(run) || run.simulated
      ? null
      : folder === "models"
      ? "champion"
      : "challenger",
    description: `${inWords(results["model"])} of ${refit?.weeks?.[0]} to ${
      refit?.weeks?.at(-1)
    }: from features of a customer and a product to the probability of a purchase in the week.`,
    tags: texts({
      predicted_week: run.predicted_week,
      model: results["model"],
      preset: results["preset"],
      simulated: run.simulated,
      test_average_precision: test?.average_precision?.toFixed(4),
      test_weeks: testWeeks(results),
    }),
    features: PRESETS[results["preset"] as PresetName]?.encoded
      ? null
      : results["features"] as string[],
  };
}

function by(task: string, measures: Measure[]): TrackedMetric[] {
  return measures.map((measure) => ({ ...measure, task }));
}

/** Values as visible text; null and undefined are omitted. */
function texts(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [
        name,
        visibleText(typeof value === "string" ? value : JSON.stringify(value)),
      ]),
  );
}

/** `random_forest` → `Random forest`. */
function inWords(name: unknown): string {
  const words = String(name).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
