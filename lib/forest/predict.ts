import type { ColumnTable } from "../table/column_table.ts";
import { compactTrees } from "./compact_trees.ts";
import { matchColumns } from "./match_columns.ts";
import { runJob } from "./run_job.ts";
import { BLOCK_ROWS } from "./score_block.ts";
import { inSharedMemory } from "./shared_memory.ts";
import type { TreeEnsemble } from "./tree_ensemble.ts";

/** Rows whose columns are copied for workers at a time: 38 MB for 145 columns of 32-bit floats. */
const SHARED_ROWS = 16 * BLOCK_ROWS;

/**
 * The probability of class 1 for every row: the mean of the trees' leaf shares, or the logistic
 * function of the sum of scores.
 *
 * Columns are matched by name and categories by text; missing numbers follow each split's
 * `missingLeft`, missing and unknown categories go right. Thresholds were chosen so that a number
 * that training saw falls on the same side as 32-bit and as 64-bit float; comparisons are in 64 bits.
 *
 * O(rows × (columns + trees × depth)), in blocks. The same bytes for any number of workers.
 *
 * @throws UserError where the table lacks a column of the ensemble.
 */
export async function predictEnsemble(
  ensemble: TreeEnsemble,
  table: ColumnTable,
  options: { workers?: number } = {},
): Promise<Float64Array> {
  const { workers = 1 } = options;
  const { baseScore, link } = ensemble;
  const columns = matchColumns(table, ensemble.features)
    .map((column) => column.kind === "numeric" ? column.values : column.codes);
  const trees = compactTrees(ensemble, columns.map((values) => values.includes(NaN)));
  const probabilities = new Float64Array(table.length);
  const step = workers > 1 ? SHARED_ROWS : table.length;
  for (let begin = 0; begin < table.length; begin += step) {
    const slice = columns.map((values) => values.subarray(begin, begin + step));
    const rows = Math.min(step, table.length - begin);
    const task = workers > 1
      ? {
        trees,
        columns: slice.map(inSharedMemory),
        scores: new Float64Array(new SharedArrayBuffer(8 * rows)),
      }
      : { trees, columns: slice, scores: new Float64Array(rows) };
    await runJob("scoreBlock", task, Math.ceil(rows / BLOCK_ROWS), { workers });
    const count = Math.max(1, trees.roots.length);
    task.scores.forEach((score, i) => {
      probabilities[begin + i] = link === "mean"
        ? baseScore + score / count
        : 1 / (1 + Math.exp(-baseScore - score));
    });
  }
  return probabilities;
}
