import type { ColumnTable } from "../table/column_table.ts";
import { binValues } from "./bin_values.ts";
import { compactTrees, MISSING_CODE } from "./compact_trees.ts";
import { matchColumns } from "./match_columns.ts";
import { scoreRows } from "./score_rows.ts";
import type { TreeEnsemble } from "./tree_ensemble.ts";

/** Rows turned into codes at a time: with 145 columns their codes take 0.6 MB, the cache's size. */
const CODED_ROWS = 2_048;

/** Rows that go down the trees at a time: their codes stay in the first-level cache. */
const SCORED_ROWS = 64;

/**
 * The probability of class 1 for every row: the mean of the trees' leaf shares, or the logistic
 * function of the sum of scores.
 *
 * Columns are matched by name and categories by text; missing numbers follow each split's
 * `missingLeft`, missing and unknown categories go right. Thresholds were chosen so that a number
 * that training saw falls on the same side as 32-bit and as 64-bit float; comparisons are in 64 bits.
 *
 * O(rows × (columns + trees × depth)), in blocks.
 *
 * @throws UserError where the table lacks a column of the ensemble.
 */
export async function predictEnsemble(
  ensemble: TreeEnsemble,
  table: ColumnTable,
): Promise<Float64Array> {
  const trees = compactTrees(ensemble);
  const columns = matchColumns(table, ensemble.features);
  const width = trees.columns.length;
  const codes = new Uint16Array(CODED_ROWS * width);
  const scores = new Float64Array(table.length);
  for (let begin = 0; begin < table.length; begin += CODED_ROWS) {
    const rows = Math.min(CODED_ROWS, table.length - begin);
    trees.columns.forEach(({ feature, thresholds, missing }, c) => {
      const column = columns[feature]!;
      if (column.kind === "numeric") {
        const values = column.values.subarray(begin, begin + rows);
        binValues(values, thresholds!, codes, missing, c, width);
      } else {
        for (let i = 0; i < rows; i++) {
          const code = column.codes[begin + i]!;
          codes[i * width + c] = code < 0 ? MISSING_CODE : code;
        }
      }
    });
    for (let at = 0; at < rows; at += SCORED_ROWS) {
      const end = Math.min(at + SCORED_ROWS, rows);
      const block = codes.subarray(at * width, end * width);
      scoreRows(trees, block, scores, begin + at, end - at);
    }
  }
  const { baseScore, link } = ensemble;
  const count = Math.max(1, trees.roots.length);
  for (let i = 0; i < scores.length; i++) {
    scores[i] = link === "mean"
      ? baseScore + scores[i]! / count
      : 1 / (1 + Math.exp(-baseScore - scores[i]!));
  }
  return await Promise.resolve(scores);
}
