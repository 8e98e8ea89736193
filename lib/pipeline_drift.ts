import { readDriftSide } from "./drift_tables.ts";
import { weeklyCategoryCounts } from "./features/category_shares.ts";
import type { PipelineContext } from "./pipeline_context.ts";
import { modelInUse } from "./pipeline_model.ts";
import { driftCheck } from "./stages/drift_check.ts";
import type { WeeklyShares } from "./stages/purchase_drift.ts";
import { parseWeek, weekName } from "./table/week.ts";

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
  const trained = model ? parseWeek(model.facts.last_week)! : null;
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
