import { averagePrecision } from "../metrics/average_precision.ts";
import { featureImportance } from "../forest/explaining/importance.ts";
import { matchColumns } from "../forest/match_columns.ts";
import { partialDependence } from "../forest/explaining/partial_dependence.ts";
import { permutationImportance } from "../forest/explaining/permutation_importance.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import { treeShap } from "../forest/explaining/tree_shap.ts";
import type { Figure } from "../plots/drawing/figure.ts";
import { quantiles } from "../stats/quantile.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { takeRows } from "../table/take_rows.ts";
import { explainedRows } from "./explaining/explained_rows.ts";
import type { ModelExplanation } from "./explaining/explanation.ts";
import {
  type InterpretabilityStats,
  interpretabilityStats,
} from "./explaining/interpretability_stats.ts";
import { shapFigures } from "./explaining/shap_figures.ts";

export interface ShapAnalysisOptions {
  ensemble: TreeEnsemble;
  /** Pairs with the model's features; on training rows, average precision is too optimistic. */
  rows: ColumnTable;
  /** ISO names of their weeks. */
  weeks: string[];
  /** 1 if the pair was bought, one per row. */
  labels: Uint8Array;
  /** Name of a row, such as "customer 12, product 7". */
  nameOf: (row: number) => string;
  /** Meanings of the features, by name. */
  featureMeanings?: Record<string, string>;
  seed: number;
  /** Number of rows with SHAP values. */
  shapRows?: number;
  /** Number of shuffles per feature. */
  repeats?: number;
  /**
   * The model's probability of each row of a table, in which a feature may have been changed.
   * `places` are the positions of these rows in `rows`, for inputs other than the features of the
   * trees.
   */
  predict: (table: ColumnTable, places: Int32Array) => Promise<Float64Array>;
  /** Threads for the SHAP values; the result does not depend on it. */
  workers?: number;
}

export interface ShapAnalysis {
  /** Content of `interpretability_stats.json`. */
  stats: InterpretabilityStats;
  figures: { name: string; figure: Figure }[];
}

/**
 * 20 features × 5 shuffles × 8,000 rows are 800,000 predictions: seconds, not minutes. Four in five
 * rows are negatives: each represents many pairs, so they determine the precision of the estimate.
 */
const PERMUTED = { features: 20, rows: 8_000, positiveShare: 0.2 };
const DEPENDENCE_FEATURES = 6;
const DEPENDENCE_ROWS = 600;
/** Both ends of the range that holds 98 % of the rows, and the deciles between them. */
const LEVELS = [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];

/**
 * Explains the model: native importance of every feature, permutation importance of the 20 highest
 * of them, partial dependence of the 6 with the highest permutation importance, and SHAP values.
 * Rows are samples rich in purchases, weighted to the share of purchases in the data, so that
 * average precision and means estimate those of all rows.
 *
 * @returns the same numbers and figures for the same rows and seed.
 */
export async function shapAnalysis(
  options: ShapAnalysisOptions,
  progress: (fraction: number, text: string) => void = () => {},
): Promise<ShapAnalysis> {
  const { ensemble, labels, featureMeanings = {}, seed, shapRows = 500, repeats = 5 } = options;
  const { workers = 1 } = options;
  const table = { length: labels.length, columns: matchColumns(options.rows, ensemble.features) };
  const native = featureImportance(ensemble);
  const byImportance = ensemble.features.map(({ name }, i) => ({ name, value: native[i]! }))
    .filter(({ value }) => value > 0).sort((a, b) => b.value - a.value).map(({ name }) => name);

  const some = (most: number, stream: number, positiveShare = 0.5) => {
    const sample = explainedRows(labels, { most, positiveShare, seed, stream });
    return {
      sample,
      table: takeRows(table, sample.rows),
      labels: Uint8Array.from(sample.rows, (row) => labels[row]!),
      predict: (changed: ColumnTable, rows: Int32Array) =>
        options.predict(changed, rows.map((row) => sample.rows[row]!)),
    };
  };

  const permuted = some(PERMUTED.rows, 0, PERMUTED.positiveShare);
  const features = byImportance.slice(0, PERMUTED.features);
  const permutation = await permutationImportance(permuted.table, permuted.labels, {
    features,
    weights: permuted.sample.weights,
    repeats,
    seed,
    predict: permuted.predict,
    score: averagePrecision,
    onFeature: (done) => progress(0.6 * done / features.length, "permutation importance"),
  });

  const varied = some(DEPENDENCE_ROWS, 1);
  const dependence: ModelExplanation["dependence"]["features"] = [];
  const most = [...permutation.features].sort((a, b) => b.mean - a.mean);
  for (const { name } of most.slice(0, DEPENDENCE_FEATURES)) {
    const { weights } = varied.sample;
    const column = table.columns.find((column) => column.name === name)!;
    const levels = column.kind === "numeric" ? quantiles(column.values, LEVELS) : [];
    const [low, high] = [levels[0] ?? NaN, levels.at(-1) ?? NaN], deciles = levels.slice(1, -1);
    const curves = await partialDependence(varied.table, name, {
      weights,
      // of all pairs: the sample is rich in purchases; a rare flag varies in the sample only
      range: low < high ? [low, high] : undefined,
      predict: varied.predict,
    });
    dependence.push({ ...curves, deciles });
    progress(0.6 + 0.1 * dependence.length / DEPENDENCE_FEATURES, "partial dependence");
  }

  const shown = some(shapRows, 2);
  progress(0.7, "SHAP values");
  const values = await treeShap(ensemble, shown.table, { workers });
  const probability = await shown.predict(
    shown.table,
    Int32Array.from(shown.sample.rows.keys()),
  );
  progress(0.95, "figures");
  const explanation: ModelExplanation = {
    ensemble,
    meanings: featureMeanings,
    weeks: options.weeks,
    rows: labels.length,
    positives: labels.reduce((sum, label) => sum + label, 0),
    native,
    permutation: { ...permutation, sample: permuted.sample, repeats },
    dependence: { sample: varied.sample, labels: varied.labels, features: dependence },
    shap: { ...values, ...shown, probability },
  };
  const stats = interpretabilityStats(explanation);
  return { stats, figures: shapFigures(explanation, stats, options.nameOf) };
}
