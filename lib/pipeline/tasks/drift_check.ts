import { PRESETS } from "../../config/presets/presets.ts";
import { attributesWithoutValues, type DriftSide, readDriftSide } from "../drift_tables.ts";
import { weeklyCategoryCounts } from "../../drift/measure/category_shares.ts";
import { purchaseFeatures } from "../../drift/measure/purchase_features.ts";
import { purchaseTable } from "../../features/purchases/purchase_table.ts";
import { purchasedWeeks } from "../../features/purchases/purchased_weeks.ts";
import { pairIds } from "../../features/pairs/labelled_pairs.ts";
import { json, type PipelineContext } from "../context.ts";
import { pastRuns } from "../past_runs.ts";
import { driftCheck, type DriftInput } from "../../stages/drift_check.ts";
import { NO_REFERENCE } from "../../drift/describe/drift_report.ts";
import { matrixAlarms } from "../../drift/measure/matrix_alarms.ts";
import { comparedWeeks } from "../../drift/decide/compared_weeks.ts";
import type { WeeklyShares } from "../../drift/measure/weekly_shares.ts";
import { parseWeek, weekName } from "../../table/time/week.ts";

/** `drift_check`: compares with the training data of the model in use, and chooses the branch. */
export async function driftCheckTask(context: PipelineContext<"drift_check">): Promise<string> {
  const { config, inputs, path, publish, facts, warn } = context;
  const { preset } = config, { compares } = PRESETS[preset].drift;
  const { sales } = inputs.extracted;
  const last = purchasedWeeks(sales).at(-1)!;
  const { model, learnedFrom, fault, damaged } = await context.modelInUse();
  if (damaged) warn(`the model of run ${inputs.modelRun} is not used: ${fault}`);

  const { realised, decisions, tested, shape: shapeBefore } = await pastRuns(context);
  const lacks = attributesWithoutValues(sales);
  const reference = inputs.historyPath === undefined
    ? learnedFrom ?? null
    : await readDriftSide(inputs.historyPath, preset, {
      lacks,
      // under the original preset the whole matrix is compared, as in the original system
      without: compares === "purchases" ? last : undefined,
    });
  const current = await readDriftSide(path("dataset_limpio.parquet"), preset, {
    weeks: compares === "purchases" ? { from: last, to: last } : undefined,
    lacks,
  });
  const trained = model ? parseWeek(model.facts.last_week)! : null;
  const given = inputs.historyPath === undefined ? undefined : reference ?? undefined;
  const weeklyShares = reference
    ? sharesAgainst(context, given?.to ?? trained ?? reference.to, given)
    : undefined;
  const report = driftCheck({
    preset,
    threshold: config.threshold,
    minSamples: config.min_samples,
    reference: reference?.table ?? null,
    current: current.table,
    referenceLabel: reference ? span(reference) : NO_REFERENCE,
    currentLabel: span(current),
    context: {
      hasModel: inputs.modelRun !== undefined,
      modelAgeWeeks: trained === null ? null : last - trained,
      maxModelAgeWeeks: config.max_model_age_weeks,
      forceTrain: config.force_train,
      newWeeks: compares === "matrix" || inputs.historyPath !== undefined || trained === null ||
        trained < last,
      featureMismatch: fault,
    },
    weeklyShares,
    ...(compares === "purchases" && weeklyShares ? featuresOf(context, weeklyShares) : {}),
    past: compares === "matrix"
      ? matrixAlarms(sales, {
        included: config.weeks_to_include,
        threshold: config.threshold,
        minSamples: config.min_samples,
      })
      : undefined,
    realised,
    tested,
    pastDecisions: decisions,
    shape: inputs.shape,
    shapeBefore,
    seed: config.seed,
  });
  Object.values(report.messages).forEach(warn);
  await publish("drift_report.json", json(report));
  facts({
    decision: report.decision,
    cause: report.cause,
    reason: report.reason,
    drift_detected: report.drift_detected,
    drift_judged: report.drift_judged,
    drifted_variables: report.drifted_variables,
    share_drifted: report.share_drifted,
  });
  return report.decision;
}

/** The purchases by week, and which weeks are compared. */
function sharesAgainst(
  { inputs }: PipelineContext<"drift_check">,
  to: number,
  given: DriftSide | undefined,
): WeeklyShares {
  const { sales } = inputs.extracted;
  const mix = weeklyCategoryCounts(sales, { from: sales.firstWeek, to: sales.predictedWeek - 1 });
  return {
    mix,
    ...comparedWeeks({ weeks: mix.weeks, to }),
    given: given?.table,
  };
}

/** Purchases of the compared weeks, as ids and as features. */
function featuresOf(
  { inputs, features, config }: PipelineContext<"drift_check">,
  { reference, recent }: WeeklyShares,
): Pick<DriftInput, "features" | "bought"> {
  const { sales } = inputs.extracted;
  const { week, ...pairs } = purchaseTable(sales, {
    from: sales.firstWeek,
    to: recent.to,
  }, []);
  const { seed } = config;
  return {
    bought: { week, ...pairIds(sales, pairs) },
    features: {
      reference: purchaseFeatures(sales, features, reference, { seed }),
      current: purchaseFeatures(sales, features, recent, { seed }),
    },
  };
}

function span({ from, to }: { from: number; to: number }): string {
  return from === to ? weekName(from) : `${weekName(from)} to ${weekName(to)}`;
}
