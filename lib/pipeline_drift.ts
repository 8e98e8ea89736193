import { join } from "node:path";
import { runFolder } from "./dag/run_folder.ts";
import { type DriftSide, readDriftSide } from "./drift_tables.ts";
import { weeklyCategoryCounts } from "./features/category_shares.ts";
import { MODEL_FILES, type PipelineContext } from "./pipeline_context.ts";
import { driftCheck } from "./stages/drift_check.ts";
import type { WeeklyShares } from "./stages/purchase_drift.ts";
import { parseWeek, weekName } from "./table/week.ts";
import { decodeModelFile, type ModelFacts } from "./tuning/model.ts";
import { UserError } from "./user_error.ts";

/** The model's last weeks that the newest one is compared with: measured with four. */
const REFERENCE_WEEKS = 4;

/** `drift_check`: compares with what the model in use learned from, and chooses the branch. */
export async function driftCheckTask(context: PipelineContext): Promise<string> {
  const { config, inputs, path, publish, facts } = context;
  const { preset } = config;
  const { sales } = inputs.extracted;
  const last = sales.predictedWeek - 1;
  const { model, learnedFrom, fault } = await modelInUse(context);

  const reference = inputs.historyPath === undefined
    ? learnedFrom ?? null
    : await readDriftSide(inputs.historyPath, preset);
  const current = await readDriftSide(
    path("dataset_limpio.parquet"),
    preset,
    preset === "original" ? undefined : { from: last, to: last },
  );
  const trained = model ? parseWeek(model.last_week)! : null;
  const report = driftCheck({
    preset,
    threshold: config.threshold,
    minSamples: config.min_samples,
    reference: reference?.table ?? null,
    current: current.table,
    referenceLabel: reference ? span(reference) : "nothing yet",
    currentLabel: span(current),
    context: {
      hasModel: inputs.latest !== undefined,
      modelAgeWeeks: trained === null ? null : last - trained,
      maxModelAgeWeeks: config.max_model_age_weeks,
      forceTrain: config.force_train,
      newWeeks: preset === "original" || inputs.historyPath !== undefined || trained === null ||
        trained < last,
      featureMismatch: fault,
    },
    weeklyShares: preset === "default" && reference
      ? sharesAgainst(context, Math.min(trained ?? reference.to, last - 1))
      : undefined,
    seed: config.seed,
  });
  await publish("drift_report.json", JSON.stringify(report, null, 2) + "\n");
  facts({
    decision: report.decision,
    reason: report.reason,
    drift_detected: report.drift_detected,
    drifted_variables: report.drifted_variables,
    share_drifted: report.share_drifted,
  });
  return report.decision;
}

/**
 * The model of the last successful run, the data that it learned from, and how it does not fit this
 * run, in words. Files that somebody damaged or took away are no reason to fail: a new model mends it.
 */
async function modelInUse(
  { config, inputs, features }: PipelineContext,
): Promise<{ model?: ModelFacts; learnedFrom?: DriftSide; fault?: string | undefined }> {
  if (inputs.latest === undefined) return {};
  const models = join(runFolder(config.outputs_dir, inputs.latest), "models");
  const absent = MODEL_FILES.filter((name) => !isFile(join(models, name)));
  if (absent.length > 0) return { fault: `it lacks ${absent.join(", ")}` };
  let model: ModelFacts, learnedFrom: DriftSide;
  try {
    model = decodeModelFile(await Deno.readFile(join(models, "model.arrow"))).facts;
    learnedFrom = await readDriftSide(join(models, "reference.parquet"), config.preset);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { fault: `it cannot be read (${error.message.split("\n")[0]})` };
  }
  const { predictedWeek } = inputs.extracted.sales;
  const none = { customer: new Int32Array(), product: new Int32Array() };
  const names = features(predictedWeek, none).columns.map(({ name }) => name);
  const missing = names.filter((name) => !model.features.includes(name));
  const unknown = model.features.filter((name) => !names.includes(name));
  const fault = model.preset !== config.preset
    ? `it is of the preset ${model.preset}, this run of ${config.preset}`
    : config.model !== "best" && model.model !== config.model
    ? `it is of the kind ${model.model}, this run asks for ${config.model}`
    : model.engine !== config.engine
    ? `it was grown by ${model.engine}, this run asks for ${config.engine}`
    : missing.length + unknown.length > 0
    ? `feature mismatch, it lacks ${missing.join(", ") || "none"} and wants ${
      unknown.join(", ") || "no other"
    }`
    : parseWeek(model.last_week)! >= predictedWeek
    ? `it learned from ${model.last_week}, which is not before ${weekName(predictedWeek)}`
    : undefined;
  return { model, learnedFrom, fault };
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The purchases by week: the newest complete week against those that led up to `to`. */
function sharesAgainst({ inputs }: PipelineContext, to: number): WeeklyShares {
  const { sales } = inputs.extracted;
  const last = sales.predictedWeek - 1;
  const end = Math.max(sales.firstWeek, Math.min(to, last - 1));
  return {
    mix: weeklyCategoryCounts(sales, { from: sales.firstWeek, to: last }),
    reference: { from: Math.max(sales.firstWeek, end - REFERENCE_WEEKS + 1), to: end },
    recent: { from: last, to: last },
  };
}

function span({ from, to }: { from: number; to: number }): string {
  return from === to ? weekName(from) : `${weekName(from)} to ${weekName(to)}`;
}
