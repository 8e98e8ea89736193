import type { ColumnTable } from "../../table/column_table.ts";
import { type CompactTrees, compactTrees } from "./compact_trees.ts";
import { matchColumns } from "../match_columns.ts";
import { runJob } from "../../workers/run_job.ts";
import { BLOCK_ROWS, SCORE_BLOCK } from "./score_block.ts";
import { inSharedMemory, isShared } from "../../workers/shared_memory.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";
import { writeCodes } from "../binning/write_codes.ts";

/**
 * A cache for predictions of one ensemble on tables that share most of their columns: the trees in
 * their layout for scoring, and the codes of columns.
 */
export interface ScoringCache {
  /** The trees in their layout for scoring. */
  trees?: CompactTrees;
  /** Codes by code column, by the values they were computed from. */
  codes: WeakMap<object, Map<number, Uint8Array>>;
}

/** Rows at a time if columns must be copied for workers: 38 MB for 145 columns of 32-bit floats. */
const SHARED_ROWS = 16 * BLOCK_ROWS;

/**
 * The probability of class 1 for every row: the mean of the trees' leaf values, or the logistic
 * function of their sum and the base score.
 *
 * Columns are matched by name and categories by text; missing numbers follow each split's
 * `missingLeft`, missing and unknown categories go right. Comparisons are in 64 bits; thresholds
 * were chosen so that rounding a training value to 32 bits does not change its side.
 *
 * O(rows × (columns + trees × depth)), in blocks. The same bytes for any number of workers.
 *
 * @param options.cache from earlier predictions of this ensemble: columns that are the same arrays
 *   are not encoded again.
 * @throws UserError if the table lacks a column of the ensemble.
 */
export async function predictEnsemble(
  ensemble: TreeEnsemble,
  table: ColumnTable,
  options: { workers?: number; cache?: ScoringCache | undefined } = {},
): Promise<Float64Array> {
  const { workers = 1, cache } = options;
  const columns = matchColumns(table, ensemble.features)
    .map((column) => column.kind === "numeric" ? column.values : column.codes);
  const trees = cache
    ? cache.trees ??= compactTrees(ensemble, columns.map(() => true))
    : compactTrees(ensemble, columns.map((values) => values.includes(NaN)));
  const codes = cache ? cachedCodes(trees, columns, cache) : undefined;
  const probabilities = new Float64Array(table.length);
  const copied = workers > 1 && !codes && !columns.every(isShared);
  const step = copied ? SHARED_ROWS : table.length;
  for (let begin = 0; begin < table.length; begin += step) {
    const rows = Math.min(step, table.length - begin);
    const coded = codes?.map((column) => column.subarray(begin, begin + rows));
    const slice = codes ? [] : columns.map((values) => values.subarray(begin, begin + rows));
    const task = workers > 1
      ? {
        trees,
        columns: slice.map(inSharedMemory),
        codes: coded,
        scores: new Float64Array(new SharedArrayBuffer(8 * rows)),
      }
      : { trees, columns: slice, codes: coded, scores: new Float64Array(rows) };
    await runJob(SCORE_BLOCK, task, Math.ceil(rows / BLOCK_ROWS), { workers });
    probabilities.set(toProbabilities(ensemble, task.scores), begin);
  }
  return probabilities;
}

/** Probabilities from sums of leaf values. */
export function toProbabilities(
  { baseScore, link, offsets }: TreeEnsemble,
  sums: Float64Array,
): Float64Array {
  const trees = Math.max(1, offsets.length - 1);
  return Float64Array.from(
    sums,
    link === "mean"
      ? (sum) => baseScore + sum / trees
      : (sum) => 1 / (1 + Math.exp(-baseScore - sum)),
  );
}

/** The codes of whole columns, in shared memory; encodes only columns that are not cached. */
function cachedCodes(
  { columns }: CompactTrees,
  values: (Float32Array | Float64Array | Int32Array)[],
  { codes }: ScoringCache,
): Uint8Array[] {
  const all: Uint8Array[] = [];
  columns.forEach((column, c) => {
    const own = values[column.feature]!;
    if (!codes.has(own)) codes.set(own, new Map());
    const known = codes.get(own)!;
    if (!known.has(c)) {
      const target = new Uint8Array(new SharedArrayBuffer(own.length));
      writeCodes(column, own, target, column.kind === "missing left" ? all[column.of]! : target);
      known.set(c, target);
    }
    all.push(known.get(c)!);
  });
  return all;
}
