import type { Preset } from "../config.ts";
import type { CategoricalColumn, ColumnTable } from "../table/column_table.ts";
import type { DriftReport, DriftVariable, SchemaDrift } from "./drift_report.ts";
import {
  finiteOrNull,
  type PurchaseDrift,
  purchaseDrift,
  reportedMoves,
  type WeeklyShares,
} from "./purchase_drift.ts";
import { type MeasuredVariable, measureVariable } from "./variable_drift.ts";

export interface DriftInput {
  preset: Preset;
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
  context: {
    hasModel: boolean;
    /** Weeks since the last one that the model was trained on; null where there is no model. */
    modelAgeWeeks: number | null;
    /** An older model is trained again, but under the original preset. */
    maxModelAgeWeeks: number;
    forceTrain: boolean;
    /** False where the model has already learned from the current weeks: nothing can have drifted. */
    newWeeks?: boolean | undefined;
    /** How the model in use does not fit this run, in words. */
    featureMismatch?: string | undefined;
  };
  /** What customers bought week by week: the default preset decides by it. */
  weeklyShares?: WeeklyShares | undefined;
  seed?: number;
}

/**
 * Compares what is now with what the model in use was trained on, and decides whether to train.
 *
 * Under the original preset any tested variable with p < threshold is drift. Under the default one
 * the tests are information, and the largest category move of the purchases decides
 * (`purchaseDrift`). No model, a model that does not fit, an order to train and (default preset) a
 * model too old train as well; `reason` names the first that applies.
 *
 * @throws Error where the default preset has a reference and no `weeklyShares`.
 */
export function driftCheck(input: DriftInput): DriftReport {
  const { preset, threshold, minSamples, reference, current, weeklyShares } = input;
  if (preset === "default" && reference && !weeklyShares) {
    throw new Error("the default preset decides by weeklyShares: expected them, found none");
  }
  const columnOf = (table: ColumnTable | null, name: string) =>
    table?.columns.find((column) => column.name === name);
  const known = [reference, current].flatMap((table) => table?.columns ?? []);
  const names = input.variables ?? [...new Set(known.map((column) => column.name))];
  const measured = names.map((name) =>
    measureVariable(name, columnOf(reference, name), columnOf(current, name), { minSamples })
  );
  const purchases = preset === "default" && weeklyShares
    ? purchaseDrift(weeklyShares, { threshold, minSamples, seed: input.seed ?? 0 })
    : null;
  const below = measured.filter(({ p_value }) => p_value !== null && p_value < threshold);
  const found = purchases ? purchases.drifted : below.map(({ name }) => name);
  const drifted = input.context.newWeeks === false ? [] : found;
  const variables = measured.map((variable) =>
    judged(variable, { threshold, drifted: drifted.includes(variable.name), purchases })
  );
  const tested = variables.filter((variable) => variable.tested).length;
  const because = purchases?.because ?? testsInWords(variables, drifted, threshold);
  const { train, reason } = decide(input, drifted.length > 0, because);
  const largest = purchases?.largest;
  return {
    preset,
    reference: input.referenceLabel,
    current: input.currentLabel,
    drift_detected: drifted.length > 0,
    decision: train ? "train_model" : "skip_training",
    reason,
    threshold,
    min_samples: minSamples,
    method: purchases
      ? largest?.judged
        ? "largest category move of the purchases against its usual weekly moves; the tests of " +
          "single variables are information"
        : "week labels permuted within customers, Holm's adjustment and a floor on the stability " +
          "index, for the history is too short; the tests of single variables are information"
      : "Kolmogorov–Smirnov for numbers, chi-square for categories; drift where any p-value is " +
        `below ${threshold}`,
    variables,
    drifted_variables: drifted,
    share_drifted: tested === 0 ? 0 : drifted.length / tested,
    largest_move: largest
      ? {
        judged: largest.judged,
        alarm: largest.alarm,
        limit: finiteOrNull(largest.limit),
        main_categories: largest.categories,
        past_moves: largest.pastMoves,
        moves: reportedMoves(largest),
      }
      : null,
    notices: purchases?.notices ?? [],
    charts_read: purchases ? 1 + purchases.notices.length : tested,
    schema: schemaDrift(reference, current, names),
  };
}

/** The first reason to train, or why there is none. */
function decide(
  { preset, reference, context, referenceLabel, currentLabel }: DriftInput,
  drift: boolean,
  because: string,
): { train: boolean; reason: string } {
  const { hasModel, modelAgeWeeks, maxModelAgeWeeks, forceTrain, featureMismatch } = context;
  const yes = (reason: string) => ({ train: true, reason });
  if (!hasModel) return yes("There is no model yet.");
  if (featureMismatch) return yes(`The model in use does not fit this run: ${featureMismatch}.`);
  if (forceTrain) return yes("Training was asked for.");
  if (!reference) return yes("There is nothing to compare the data with.");
  if (context.newWeeks === false) {
    return { train: false, reason: `The model has already learned from ${currentLabel}.` };
  }
  if (drift) return yes(`Drift: ${because}.`);
  if (preset === "default" && modelAgeWeeks !== null && modelAgeWeeks > maxModelAgeWeeks) {
    return yes(
      `No drift, but the model is ${modelAgeWeeks} weeks old; the limit is ${maxModelAgeWeeks}.`,
    );
  }
  return {
    train: false,
    reason: `No drift in ${currentLabel} against ${referenceLabel}: ${because}.`,
  };
}

function testsInWords(variables: DriftVariable[], drifted: string[], threshold: number): string {
  const tested = variables.filter((variable) => variable.tested);
  if (tested.length === 0) return "no variable could be tested";
  if (drifted.length > 0) {
    return `${drifted.length} of ${tested.length} variables have p < ${threshold}: ` +
      drifted.join(", ");
  }
  const smallest = Math.min(...tested.map(({ p_value }) => p_value!));
  return `the smallest p-value of ${tested.length} variables is ${inWords(smallest)}, ` +
    `not below ${threshold}`;
}

/** The variable with its verdict; under the default preset with its part in the decision. */
function judged(
  variable: MeasuredVariable,
  { threshold, drifted, purchases }: {
    threshold: number;
    drifted: boolean;
    purchases: PurchaseDrift | null;
  },
): DriftVariable {
  const cluster = purchases?.clusterPValues.get(variable.name);
  const largest = purchases?.largest.moves.find((move) => move.variable === variable.name);
  const parts = [];
  if (!variable.tested) parts.push(`Not tested: ${variable.why_not_tested}`);
  else {
    const differs = variable.p_value! < threshold;
    const symbol = variable.kind === "numeric" ? "D" : "Cramér's V";
    parts.push(
      `${drifted && !purchases ? "Drifted: " : ""}${
        differs ? "different" : "no difference found"
      } ` +
        `(p = ${inWords(variable.p_value!)}), by a ${magnitude(variable.effect_size!)} amount ` +
        `(${symbol} = ${inWords(variable.effect_size!)})`,
    );
  }
  if (cluster !== undefined) {
    parts.push(`p = ${inWords(cluster)} when purchases of one customer count as one cluster`);
  }
  if (largest && purchases!.largest.judged) {
    const limit = purchases!.largest.limit;
    parts.push(
      `${largest.category} moved ${largest.score.toFixed(1)} times its usual weekly move: ` +
        (largest.score > limit ? "unusual" : "ordinary"),
    );
  }
  if (purchases && drifted) parts.push("it counts as drift");
  const verdict = parts.join("; ");
  return {
    ...variable,
    ...(cluster === undefined ? {} : { cluster_p_value: cluster }),
    ...(largest
      ? { largest_move: { category: largest.category, score: finiteOrNull(largest.score) } }
      : {}),
    drifted,
    verdict: `${verdict[0]!.toUpperCase()}${verdict.slice(1)}.`,
  };
}

/** Cohen (1988), "Statistical Power Analysis for the Behavioral Sciences": 0.1, 0.3, 0.5. */
function magnitude(effect: number): string {
  return effect < 0.1 ? "negligible" : effect < 0.3 ? "small" : effect < 0.5 ? "medium" : "large";
}

function inWords(value: number): string {
  return value === 0 || value >= 0.001
    ? String(Number(value.toPrecision(2)))
    : value.toExponential(1);
}

function schemaDrift(
  reference: ColumnTable | null,
  current: ColumnTable,
  names: string[],
): SchemaDrift {
  if (!reference) return { new_variables: [], vanished_variables: [], categories: [] };
  const categories: SchemaDrift["categories"] = [];
  const new_variables: string[] = [], vanished_variables: string[] = [];
  for (const name of names) {
    const before = reference.columns.find((column) => column.name === name);
    const now = current.columns.find((column) => column.name === name);
    if (!before) new_variables.push(name);
    else if (!now) vanished_variables.push(name);
    else if (before.kind === "categorical" && now.kind === "categorical") {
      const old = occurring(before), fresh = occurring(now);
      const new_categories = [...fresh].filter((category) => !old.has(category)).sort();
      const vanished_categories = [...old].filter((category) => !fresh.has(category)).sort();
      if (new_categories.length + vanished_categories.length > 0) {
        categories.push({ variable: name, new_categories, vanished_categories });
      }
    }
  }
  return { new_variables, vanished_variables, categories };
}

function occurring({ codes, categories }: CategoricalColumn): Set<string> {
  const seen = new Uint8Array(categories.length);
  for (const code of codes) if (code >= 0) seen[code] = 1;
  return new Set(categories.filter((_, code) => seen[code]));
}
