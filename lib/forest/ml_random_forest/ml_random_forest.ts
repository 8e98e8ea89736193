import { RandomForestClassifier } from "ml-random-forest";
import { random } from "../../stats/random.ts";
import type { ColumnTable } from "../../table/column_table.ts";
import { convertMlForest, type DesignColumn, type MlForest } from "./convert_ml_forest.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";

/** Settings of a forest of `ml-random-forest`. */
export interface MlRandomForestOptions {
  trees?: number;
  maxDepth?: number;
  /** A node with at most this many rows becomes a leaf. */
  minSamplesLeaf?: number;
  /** Maximum number of rows: time grows faster than their square (2,000 rows: about a minute). */
  maxRows?: number;
  seed?: number;
}

/**
 * Trains npm's `ml-random-forest` 2.1.0 on a sample of the rows, with the same share of class 1,
 * and converts its trees, so that predictions, importances, explanations and the model file work as
 * for our own forest. Leaves vote 0 or 1; the probability is the share of trees that vote 1 (the
 * package's own `predictProbability` omits the vote of the first tree).
 *
 * The package does not support missing values and categories: missing numbers become the median,
 * and each category a column of zeros and ones. Each tree gets a number of columns that is the
 * square root of all.
 *
 * @param labels 0 or 1 per row of the table.
 *
 * @example
 * ```ts
 * import { trainMlRandomForest } from "./ml_random_forest.ts";
 * import assert from "node:assert/strict";
 *
 * const values = Float64Array.from({ length: 40 }, (_, i) => i);
 * const table = { length: 40, columns: [{ kind: "numeric" as const, name: "x", values }] };
 * const labels = Uint8Array.from(values, (x) => Number(x >= 20));
 * assert.equal(trainMlRandomForest(table, labels, { trees: 3 }).rowsUsed, 40);
 * ```
 */
export function trainMlRandomForest(
  table: ColumnTable,
  labels: Uint8Array,
  options: MlRandomForestOptions = {},
): { ensemble: TreeEnsemble; rowsUsed: number } {
  const rows = stratifiedRows(labels, options.maxRows ?? 2000, options.seed ?? 0);
  const design = designColumns(table, rows);
  const forest = trainPackage(design, rows, labels, options);
  return { ensemble: convertMlForest(forest, table, design), rowsUsed: rows.length };
}

/** The package's own forest on the design columns; exported for the test of the conversion. */
export function trainPackage(
  design: DesignColumn[],
  rows: Uint32Array,
  labels: Uint8Array,
  { trees = 100, maxDepth = 12, minSamplesLeaf = 5, seed = 0 }: MlRandomForestOptions,
): MlForest {
  const forest = new RandomForestClassifier({
    nEstimators: trees,
    seed,
    // at least 2, because 1 would mean all columns
    maxFeatures: Math.min(design.length, Math.max(2, Math.floor(Math.sqrt(design.length)))),
    replacement: false,
    useSampleBagging: true,
    noOOB: true,
    treeOptions: { maxDepth, minNumSamples: minSamplesLeaf, gainThreshold: 0 },
  });
  const values = Array.from(rows, (_, i) => design.map((column) => column.values[i]!));
  forest.train(values, Array.from(rows, (row) => labels[row]!));
  return forest as unknown as MlForest;
}

/** Draws at most `limit` rows, ascending; keeps the shares of the classes, and both classes. */
export function stratifiedRows(labels: Uint8Array, limit: number, seed: number): Uint32Array {
  const all = Uint32Array.from(labels.keys());
  if (all.length <= limit) return all;
  const { below } = random(seed);
  const classes = [0, 1].map((label) => all.filter((row) => labels[row] === label));
  const positives = Math.round(limit * classes[1]!.length / all.length);
  const kept = Math.min(Math.max(positives, Math.min(1, classes[1]!.length)), limit - 1);
  return Uint32Array.from(
    [...take(classes[0]!, limit - kept), ...take(classes[1]!, kept)],
  ).sort();

  function take(rows: Uint32Array, count: number): Uint32Array {
    for (let i = 0; i < Math.min(count, rows.length); i++) {
      const other = i + below(rows.length - i);
      [rows[i], rows[other]] = [rows[other]!, rows[i]!];
    }
    return rows.subarray(0, count);
  }
}

/** The chosen rows as numeric columns. */
export function designColumns(table: ColumnTable, rows: Uint32Array): DesignColumn[] {
  return table.columns.flatMap((column, feature): DesignColumn[] => {
    if (column.kind === "numeric") {
      const values = Float64Array.from(rows, (row) => column.values[row]!);
      const known = values.filter((value) => value === value).sort();
      const imputed = known[known.length >> 1] ?? 0;
      return [{ feature, imputed, values: values.map((x) => x === x ? x : imputed) }];
    }
    return column.categories.map((_, category) => ({
      feature,
      category,
      values: Float64Array.from(rows, (row) => Number(column.codes[row] === category)),
    }));
  });
}
