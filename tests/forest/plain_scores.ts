import { MISSING_CODE } from "../../lib/forest/scoring/code_columns.ts";
import type { ScoreTask } from "../../lib/forest/scoring/score_block.ts";
import { plainBins } from "./plain_bins.ts";

/** Rows encoded at a time, as in score_block.ts. */
const CODED_ROWS = 1_024;

/**
 * The twin of score_block.ts and its kernel in TypeScript: tests and the benchmark compare the
 * kernel with it. Rows may stop early at their leaves.
 */
export function plainScores({ trees, columns, scores }: ScoreTask): void {
  const { words, values, roots } = trees;
  const codes = new Uint8Array(CODED_ROWS * trees.columns.length);
  for (let begin = 0; begin < scores.length; begin += CODED_ROWS) {
    const rows = Math.min(CODED_ROWS, scores.length - begin);
    trees.columns.forEach((column, c) => {
      const own = columns[column.feature]!.subarray(begin, begin + rows);
      const target = codes.subarray(c * CODED_ROWS, c * CODED_ROWS + rows);
      if (column.kind === "category") {
        own.forEach((code, i) => (target[i] = Number(code !== column.category)));
      } else if (column.kind === "missing left") {
        const from = column.of * CODED_ROWS;
        for (let i = 0; i < rows; i++) {
          target[i] = codes[from + i] === MISSING_CODE ? 0 : codes[from + i]!;
        }
      } else if (column.kind === "numeric") {
        plainBins(own as Float64Array, column.thresholds, target);
      }
    });
    for (const root of roots) {
      for (let i = 0; i < rows; i++) {
        let node = root;
        for (let left; (left = words[node + 1]!) !== node;) {
          const word = words[node]!;
          node = codes[(word >>> 8) * CODED_ROWS + i]! <= (word & 255) ? left : left + 2;
        }
        scores[begin + i]! += values[node / 2]!;
      }
    }
  }
}
