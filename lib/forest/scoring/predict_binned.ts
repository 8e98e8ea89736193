import { runJob } from "../../workers/run_job.ts";
import type { BinnedTable } from "../binning/binned_table.ts";
import { writeCodes } from "../binning/write_codes.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";
import type { CodeColumn } from "./code_columns.ts";
import { compactTrees } from "./compact_trees.ts";
import { toProbabilities } from "./predict.ts";
import { BLOCK_ROWS, SCORE_BLOCK } from "./score_block.ts";

/** Codes that are not bins, by table and code column: the trials of a search need the same ones. */
const derived = new WeakMap<BinnedTable, Map<string, Uint8Array>>();

/**
 * Predictions of trees on rows that have the bins of their training rows: the same as
 * `predictEnsemble` gives for the values, without looking up bins, which takes most of its time for
 * few trees. O(rows × trees × depth).
 *
 * @param binned has the features of the training table; see bin_like.ts.
 */
export async function predictBinned(
  ensemble: TreeEnsemble,
  binned: BinnedTable,
  { workers = 1 }: { workers?: number } = {},
): Promise<Float64Array> {
  const { length, features, bins } = binned;
  const trees = compactTrees(ensemble, features.map(() => true), features);
  if (!derived.has(binned)) derived.set(binned, new Map());
  const known = derived.get(binned)!;
  const codes: Uint8Array[] = [];
  for (const column of trees.columns) {
    const { feature } = column;
    const own = bins.subarray(feature * length, (feature + 1) * length);
    codes.push(column.kind === "bins" ? own : derivedCodes(column, own, known));
  }
  const scores = new Float64Array(new SharedArrayBuffer(8 * length));
  const task = { trees, columns: [], codes, scores };
  await runJob(SCORE_BLOCK, task, Math.ceil(length / BLOCK_ROWS), { workers });
  return toProbabilities(ensemble, scores);
}

function derivedCodes(column: CodeColumn, bins: Uint8Array, known: Map<string, Uint8Array>) {
  const key = `${column.feature} ${column.kind === "category" ? column.category : "missing left"}`;
  if (!known.has(key)) {
    const target = new Uint8Array(new SharedArrayBuffer(bins.length));
    writeCodes(column, bins, target, bins);
    known.set(key, target);
  }
  return known.get(key)!;
}
