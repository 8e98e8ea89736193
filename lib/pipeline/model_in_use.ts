import { join } from "node:path";
import { outputIsIntact } from "../dag/runs/publish.ts";
import { runFolder } from "../dag/runs/run_folder.ts";
import { readRunRecord } from "../dag/runs/run_record.ts";
import { type DriftSide, readDriftSide } from "./drift_tables.ts";
import type { Config } from "../config/parameters.ts";
import { PRESETS } from "../config/presets/presets.ts";
import { NUMERIC_FEATURES, TEXT_FEATURES } from "../features/static_features.ts";
import type { FeatureSource } from "../features/feature_source.ts";
import { purchasedWeeks } from "../features/purchases/purchased_weeks.ts";
import { MODEL_FILES } from "./model_files.ts";
import { isRefusedRead } from "../dag/tries/refused_read.ts";
import type { RunInputs } from "./run_inputs.ts";
import { parseWeek, weekName } from "../table/time/week.ts";
import { decodeModelFile, type Model } from "../model/model.ts";
import { UserError } from "../user_error.ts";

/** The model of the last published run. */
export interface ModelInUse {
  model?: Model;
  /** Its training data; under the default preset without the newest week, which is compared. */
  learnedFrom?: DriftSide;
  /** Why it does not fit this run; `undefined` if it fits, or if there is no model. */
  fault?: string | undefined;
  /** Whether it does not fit because a file is missing, changed or damaged. */
  damaged?: boolean;
}

/**
 * Reads the model in use and its training data, and checks that it fits this run. Damaged or
 * missing files do not fail the run: a new model is trained.
 */
export async function readModelInUse(
  { config, inputs, features }: { config: Config; inputs: RunInputs; features: FeatureSource },
): Promise<ModelInUse> {
  if (inputs.modelRun === undefined) return {};
  const folder = runFolder(config.outputs_dir, inputs.modelRun), models = join(folder, "models");
  const damage = damagedFiles(folder);
  if (damage) return { fault: damage, damaged: true };
  let model: Model, learnedFrom: DriftSide;
  try {
    model = decodeModelFile(await Deno.readFile(join(models, "model.arrow")));
    // its attributes may have had no values then
    const lacks = [...NUMERIC_FEATURES, ...TEXT_FEATURES];
    learnedFrom = await readDriftSide(join(models, "reference.parquet"), config.preset, {
      lacks,
      // a model that is asked again in its own week has learned from the newest one
      without: PRESETS[config.preset].drift.compares === "purchases"
        ? purchasedWeeks(inputs.extracted.sales).at(-1)
        : undefined,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { fault: `it cannot be read (${error.message.split("\n")[0]})`, damaged: true };
  }
  const { facts } = model;
  const { predictedWeek } = inputs.extracted.sales;
  const none = { customer: new Int32Array(), product: new Int32Array() };
  const names = features(predictedWeek)(none).columns.map(({ name }) => name);
  const missing = names.filter((name) => !facts.features.includes(name));
  const unknown = facts.features.filter((name) => !names.includes(name));
  const fault = facts.preset !== config.preset
    ? `its preset is ${facts.preset}, the preset of this run is ${config.preset}`
    : config.model !== "best" && facts.model !== config.model
    ? `its kind is ${facts.model}, this run requires ${config.model}`
    : facts.engine !== config.engine
    ? `its engine is ${facts.engine}, this run requires ${config.engine}`
    : missing.length + unknown.length > 0
    ? `feature mismatch, missing: ${missing.join(", ") || "none"}; unknown: ${
      unknown.join(", ") || "none"
    }`
    : parseWeek(facts.last_week)! >= predictedWeek
    ? `it was trained on ${facts.last_week}, which is not before ${weekName(predictedWeek)}`
    : undefined;
  return { model, learnedFrom, fault };
}

/** Reports missing or changed files of a model; `undefined` if all are intact. */
function damagedFiles(folder: string): string | undefined {
  const names = MODEL_FILES.map((name) => `models/${name}`);
  const absent = names.filter((name) => !isFile(join(folder, name)));
  if (absent.length > 0) {
    return `${absent.join(", ")} ${absent.length === 1 ? "is" : "are"} missing`;
  }
  let recorded;
  try {
    recorded = readRunRecord(folder).tasks.flatMap(({ outputs }) => outputs);
  } catch (error) {
    if (isRefusedRead(error)) throw error;
    return "the run.json of its run cannot be read";
  }
  const changed = names.filter((name) => {
    const output = recorded.find((candidate) => candidate.name === name);
    return !output || !outputIsIntact(folder, output);
  });
  return changed.length > 0 ? `${changed.join(", ")} changed since its run` : undefined;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
