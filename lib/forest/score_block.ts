import { binValues } from "./bin_values.ts";
import { type CompactTrees, MISSING_CODE } from "./compact_trees.ts";
import { scoreRows } from "./score_rows.ts";

/** Rows turned into codes at a time: with 145 columns their codes take 0.6 MB, the cache's size. */
export const BLOCK_ROWS = 2_048;

/** Rows that go down the trees at a time: their codes stay in the first-level cache. */
const SCORED_ROWS = 64;

/** What the scoring of a table needs. */
export interface ScoreTask {
  trees: CompactTrees;
  /** By feature of the ensemble: numbers, or codes of its categories. */
  columns: (Float32Array | Float64Array | Int32Array)[];
  /** Receives the sums of leaf values. */
  scores: Float64Array;
}

/** A function that adds up the leaf values of the rows of block number `index`. */
export function blockScorer({ trees, columns, scores }: ScoreTask): (index: number) => void {
  const width = trees.columns.length;
  const codes = new Uint16Array(BLOCK_ROWS * width);
  return (index) => {
    const begin = index * BLOCK_ROWS;
    const rows = Math.min(BLOCK_ROWS, scores.length - begin);
    trees.columns.forEach(({ feature, thresholds, missing }, c) => {
      const values = columns[feature]!.subarray(begin, begin + rows);
      if (values instanceof Int32Array) {
        for (let i = 0; i < rows; i++) {
          codes[i * width + c] = values[i]! < 0 ? MISSING_CODE : values[i]!;
        }
      } else binValues(values, thresholds!, codes, missing, c, width);
    });
    for (let at = 0; at < rows; at += SCORED_ROWS) {
      const end = Math.min(at + SCORED_ROWS, rows);
      const block = codes.subarray(at * width, end * width);
      scoreRows(trees, block, scores, begin + at, end - at);
    }
  };
}
