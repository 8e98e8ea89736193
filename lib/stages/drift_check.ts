import { PRESETS } from "../config/presets/presets.ts";
import type { PresetName } from "../config/presets/preset.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { english } from "../language/english.ts";
import type { Message } from "../language/message.ts";
import { weekName } from "../table/time/week.ts";
import { precisionNotice, type TestedModel } from "../drift/describe/drift_notices.ts";
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
import { matrixCaveat, methodInWords, testsInWords } from "../drift/describe/decision_words.ts";
import { originalWarnings } from "../drift/describe/threshold_warnings.ts";
import { schemaDrift, type WhoBoughtWhat } from "../drift/measure/schema_drift.ts";
import { measureVariable } from "../drift/measure/variable_drift.ts";

export interface DriftInput {
  preset: PresetName;
  /** Significance level of the decision. */
  threshold: number;
  /** Values that a variable needs on both sides to be tested. */
  minSamples: number;
  /** The data that the model in use was trained on; null where there is nothing to compare with. */
  reference: ColumnTable | null;
  current: ColumnTable;
  /** Names of the two sides, such as "2024-W24 to 2024-W47". */
  referenceLabel: string;
  currentLabel: string;
  /** The variables to compare; by default every column of either table. */
  variables?: string[] | undefined;
  context: RetrainContext;
  /** Weekly purchases by category: the default preset decides from them. */
  weeklyShares?: WeeklyShares | undefined;
  /** The behavioural features of the purchases in the reference weeks and now. */
  features?: { reference: ColumnTable; current: ColumnTable } | undefined;
  bought?: WhoBoughtWhat | undefined;
  /** Past forecasts whose weeks are complete. */
  realised?: RealisedPrecision[];
  /** The quality of the model in use on its test weeks, reported next to the realised one. */
  tested?: TestedModel | undefined;
  /** Decisions of earlier runs, oldest first. */
  pastDecisions?: DriftDecision[];
  /** Columns and missing values of the input files, now and when the model in use was trained. */
  shape?: InputShape;
  shapeBefore?: InputShape | undefined;
  /** Original preset: in how many past weeks the rule would have alarmed. */
  past?: { weeks: number; alarms: number } | undefined;
  seed?: number;
}

/** Decisions that a report keeps: a year of weeks. */
const MAX_DECISIONS = 53;

const NO_SHAPE: InputShape = { columns: {}, nulls: {} };

/**
 * Compares the current data with the training data of the model in use, and decides whether to
 * train.
 *
 * Under the original preset any tested variable with p < threshold is drift. Under the default
 * preset the largest category move of the purchases decides (`purchaseDrift`), and the tests are
 * only reported. Other reasons to train: no model, a model that does not fit, a request to train,
 * and (default preset) a model that is too old; `reason` is the first that applies. Everything else
 * in the report is information: features, notices, schema, realised precision of past forecasts.
 *
 * @throws Error if the default preset has a reference and no `weeklyShares`.
 */
export function driftCheck(
  input: DriftInput,
): DriftReport & { messages: Record<string, Message> } {
  const { preset, threshold, minSamples, reference, current, weeklyShares } = input;
  const { compares, modelsAge } = PRESETS[preset].drift,
    { referenceLabel, currentLabel } = input;
  if (compares === "purchases" && reference && !weeklyShares) {
    throw new Error("the default preset needs weeklyShares to decide, found none");
  }
  const columnOf = (table: ColumnTable | null, name: string) =>
    table?.columns.find((column) => column.name === name);
  const known = [reference, current].flatMap((table) => table?.columns ?? []);
  const names = input.variables ?? [...new Set(known.map((column) => column.name))];
  const measured = names.map((name) =>
    measureVariable(name, columnOf(reference, name), columnOf(current, name), { minSamples })
  );
  const purchases = compares === "purchases" && weeklyShares
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
  const judged = input.context.newWeeks !== false && (purchases?.enough ?? tested > 0);
  const ordinary = !judged
    ? `Drift could not be judged in ${currentLabel}: ${because}.`
    : purchases?.largest.judged
    ? `No drift: the mix of purchases in ${currentLabel} changed no more than in ordinary weeks; ` +
      `${because}.${noticedBeside(purchases)}`
    : `No drift in ${currentLabel} against ${referenceLabel}: ${because}.`;
  const { train, cause, reason } = retrainOrNot(
    input.context,
    { drift: drifted.length > 0, judged, because, ordinary },
    { hasReference: reference !== null, modelsAge, currentLabel },
  );
  const realised = input.realised ?? [];
  const precision = weeklyShares &&
    precisionNotice(
      realised.filter((entry) => entry.preset === preset),
      weeklyShares.mix.weeks.map(weekName),
      { threshold, tested: input.tested },
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
  const warnings = [
    ...purchases?.warnings ?? [],
    ...compares === "matrix" ? originalWarnings(input.past, threshold) : [],
  ];
  const earlier = (input.pastDecisions ?? []).filter(({ week }) => week < decided.week);
  return {
    preset,
    reference: referenceLabel,
    current: currentLabel,
    drift_detected: drifted.length > 0,
    drift_judged: judged,
    decision: decided.decision,
    cause,
    reason,
    threshold,
    min_samples: minSamples,
    method: methodInWords(purchases, { threshold, compares, hasReference: reference !== null }),
    variables,
    features: features.map(judge(() => false)),
    drifted_variables: drifted,
    share_drifted: tested === 0 ? 0 : drifted.length / tested,
    largest_move: purchases && largestMove(purchases),
    notices,
    // a chart without a limit was shown, and judged nothing
    charts_read: purchases ? 1 + notices.filter(({ limit }) => limit !== null).length : tested,
    past_decisions: past,
    hides: compares === "matrix" ? matrixCaveat(weeklyShares, threshold) : null,
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
    history: [...earlier, decided].slice(-MAX_DECISIONS),
    warnings: warnings.map(english),
    messages: Object.fromEntries(warnings.map((message) => [english(message), message])),
  };
}

/** Unusual charts, which the mix of purchases does not show. */
function noticedBeside({ notices }: PurchaseDrift): string {
  const noticed = notices.filter(({ noticed }) => noticed).map(({ text }) => text);
  return noticed.length === 0 ? "" : ` But unusual: ${noticed.join("; ")}.`;
}

function largestMove({ largest, against }: PurchaseDrift): DriftReport["largest_move"] {
  return {
    judged: largest.judged,
    alarm: largest.alarm,
    limit: finiteOrNull(largest.limit),
    main_categories: largest.categories,
    past_moves: largest.pastMoves,
    against,
    moves: reportedMoves(largest),
  };
}

/** The largest score of each variable divided by the limit. */
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
