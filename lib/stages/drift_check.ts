import { PRESETS } from "../config/presets/presets.ts";
import type { PresetName } from "../config/presets/preset.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { weekName } from "../table/week.ts";
import { precisionNotice } from "../drift/describe/drift_notices.ts";
import {
  type DriftDecision,
  type DriftReport,
  finiteOrNull,
  type InputShape,
  type RealisedPrecision,
} from "../drift/describe/drift_report.ts";
import { withVerdict } from "../drift/describe/drift_verdict.ts";
import { type PurchaseDrift, purchaseDrift } from "../drift/purchase_drift.ts";
import { reportedMoves } from "../drift/describe/purchase_words.ts";
import type { WeeklyShares } from "../drift/measure/weekly_shares.ts";
import { variablesBelow } from "../drift/decide/any_p_value.ts";
import { type RetrainContext, retrainOrNot } from "../drift/decide/retrain.ts";
import {
  methodInWords,
  originalWarnings,
  testsInWords,
  whatTheMatrixHides,
} from "../drift/describe/decision_words.ts";
import { schemaDrift, type WhoBoughtWhat } from "../drift/measure/schema_drift.ts";
import { measureVariable } from "../drift/measure/variable_drift.ts";

export interface DriftInput {
  preset: PresetName;
  /** Significance level of the decision. */
  threshold: number;
  /** Values that a variable needs on both sides to be tested. */
  minSamples: number;
  /** What the model in use was trained on; null where there is nothing to compare with. */
  reference: ColumnTable | null;
  current: ColumnTable;
  /** The two sides in words, such as "2024-W24 to 2024-W47". */
  referenceLabel: string;
  currentLabel: string;
  /** The variables to compare; by default every column of either table. */
  variables?: string[] | undefined;
  context: RetrainContext;
  /** What customers bought week by week: the default preset decides by it. */
  weeklyShares?: WeeklyShares | undefined;
  /** The behavioural features of what was bought in the reference weeks and now. */
  features?: { reference: ColumnTable; current: ColumnTable } | undefined;
  bought?: WhoBoughtWhat | undefined;
  /** Forecasts whose weeks are known by now. */
  realised?: RealisedPrecision[];
  /** Average precision of the model in use on its test weeks, for comparison with the realised one. */
  promised?: number | undefined;
  /** What the runs before decided, oldest first. */
  history?: DriftDecision[];
  /** Columns and missing values of the input files, now and when the model in use was made. */
  shape?: InputShape;
  shapeBefore?: InputShape | undefined;
  /** Of the original rule, which reads no purchases: how often it would have alarmed. */
  past?: { weeks: number; alarms: number } | undefined;
  seed?: number;
}

/** Decisions that a report carries on: a year of weeks. */
const LONGEST_HISTORY = 53;

const NO_SHAPE: InputShape = { columns: {}, nulls: {} };

/**
 * Compares what is now with what the model in use was trained on, and decides whether to train.
 *
 * Under the original preset any tested variable with p < threshold is drift. Under the default one
 * the tests are information, and the largest category move of the purchases decides
 * (`purchaseDrift`). No model, a model that does not fit, an order to train and (default preset) a
 * model too old train as well; `reason` names the first that applies. All else in the report is
 * information: features, notices, schema, how good past forecasts were.
 *
 * @throws Error where the default preset has a reference and no `weeklyShares`.
 */
export function driftCheck(input: DriftInput): DriftReport {
  const { preset, threshold, minSamples, reference, current, weeklyShares } = input;
  const { rule, modelsAge } = PRESETS[preset].drift, { referenceLabel, currentLabel } = input;
  if (rule === "largest_move" && reference && !weeklyShares) {
    throw new Error("the default preset decides by weeklyShares: expected them, found none");
  }
  const columnOf = (table: ColumnTable | null, name: string) =>
    table?.columns.find((column) => column.name === name);
  const known = [reference, current].flatMap((table) => table?.columns ?? []);
  const names = input.variables ?? [...new Set(known.map((column) => column.name))];
  const measured = names.map((name) =>
    measureVariable(name, columnOf(reference, name), columnOf(current, name), { minSamples })
  );
  const purchases = rule === "largest_move" && weeklyShares
    ? purchaseDrift(weeklyShares, { threshold, minSamples, seed: input.seed ?? 0 })
    : null;
  const found = purchases ? purchases.drifted : variablesBelow(measured, threshold);
  const drifted = input.context.newWeeks === false ? [] : found;
  const judge = (isDrifted: (name: string) => boolean) => (variable: typeof measured[number]) =>
    withVerdict(variable, { threshold, drifted: isDrifted(variable.name), purchases });
  const variables = measured.map(judge((name) => drifted.includes(name)));
  const features = input.features ? featureDrift(input.features, minSamples) : [];
  const tested = variables.filter((variable) => variable.tested).length;
  const because = purchases?.because ?? testsInWords(variables, drifted, threshold);
  const ordinary = rule === "largest_move"
    ? `No drift: buying in ${currentLabel} changed no more than in ordinary weeks; ${because}.`
    : `No drift in ${currentLabel} against ${referenceLabel}: ${because}.`;
  const { train, reason } = retrainOrNot(
    input.context,
    { drift: drifted.length > 0, because, ordinary },
    { hasReference: reference !== null, modelsAge, currentLabel },
  );
  const realised = input.realised ?? [];
  const precision = weeklyShares &&
    precisionNotice(
      realised.filter((entry) => entry.preset === preset),
      weeklyShares.mix.weeks.map(weekName),
      { threshold, promised: input.promised },
    );
  const notices = [...purchases?.notices ?? [], ...precision && purchases ? [precision] : []];
  const past = purchases
    ? { weeks: purchases.past.judged, alarms: purchases.past.alarms }
    : input.past ?? null;
  const decided: DriftDecision = {
    week: currentLabel.slice(-"2024-W48".length),
    decision: train ? "train_model" : "skip_training",
    drift_detected: drifted.length > 0,
    scores: purchases?.enough ? shareOfLimit(purchases) : {},
  };
  const earlier = (input.history ?? []).filter(({ week }) => week < decided.week);
  return {
    preset,
    reference: referenceLabel,
    current: currentLabel,
    drift_detected: drifted.length > 0,
    decision: decided.decision,
    reason,
    threshold,
    min_samples: minSamples,
    method: methodInWords(purchases, threshold),
    variables,
    features: features.map(judge(() => false)),
    drifted_variables: drifted,
    share_drifted: tested === 0 ? 0 : drifted.length / tested,
    largest_move: purchases && largestMove(purchases),
    notices,
    charts_read: purchases ? 1 + notices.length : tested,
    past_decisions: past,
    hides: rule === "any_p_value" ? whatTheMatrixHides(weeklyShares, threshold) : null,
    schema: schemaDrift({
      reference,
      current,
      names,
      bought: input.bought,
      weeks: weeklyShares,
      shape: input.shape ?? NO_SHAPE,
      shapeBefore: input.shapeBefore,
    }),
    inputs: input.shape ?? NO_SHAPE,
    realised,
    history: [...earlier, decided].slice(-LONGEST_HISTORY),
    warnings: [
      ...purchases?.warnings ?? [],
      ...rule === "any_p_value" ? originalWarnings(input.past, threshold) : [],
    ],
  };
}

function largestMove({ largest }: PurchaseDrift): DriftReport["largest_move"] {
  return {
    judged: largest.judged,
    alarm: largest.alarm,
    limit: finiteOrNull(largest.limit),
    main_categories: largest.categories,
    past_moves: largest.pastMoves,
    moves: reportedMoves(largest),
  };
}

/** The largest score of each variable over the limit. */
function shareOfLimit({ largest: { moves, limit } }: PurchaseDrift): Record<string, number> {
  const scores: Record<string, number> = {};
  for (const { variable, score } of moves) {
    const share = score / limit;
    if (Number.isFinite(share)) scores[variable] = Math.max(scores[variable] ?? 0, share);
  }
  return scores;
}

function featureDrift(
  { reference, current }: { reference: ColumnTable; current: ColumnTable },
  minSamples: number,
) {
  return current.columns.map((column) =>
    measureVariable(
      column.name,
      reference.columns.find(({ name }) => name === column.name),
      column,
      { minSamples },
    )
  );
}
