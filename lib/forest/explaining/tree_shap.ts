import type { ColumnTable } from "../../table/column_table.ts";
import { EXPLAIN_BLOCK, EXPLAINED_ROWS } from "./explain_block.ts";
import { matchColumns } from "../match_columns.ts";
import { runJob } from "../../workers/run_job.ts";
import { inSharedMemory } from "../../workers/shared_memory.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";

/** Additive explanations of rows. */
export interface Explanation {
  /** The mean score of the training rows. */
  baseValue: number;
  /** Contribution of each feature: `values[row * features + feature]`. */
  values: Float64Array;
}

/**
 * Exact path-dependent TreeSHAP (Lundberg, Erion & Lee 2018, https://arxiv.org/abs/1802.03888): how
 * much each feature of a row adds to its score. A row's contributions and `baseValue` sum to its
 * probability, or for boosting to its log-odds. A categorical feature has one contribution.
 *
 * Own implementation, because no npm package explains trees. Contributions are computed once for
 * all rows that meet the same conditions of a leaf; see explain_block.ts for the cost.
 *
 * @returns the same bytes for any number of workers.
 * @throws UserError if the table lacks a column of the ensemble.
 * @throws RangeError if a path of a tree has splits on more than 31 features.
 */
export async function treeShap(
  ensemble: TreeEnsemble,
  table: ColumnTable,
  options: { workers?: number } = {},
): Promise<Explanation> {
  const { workers = 1 } = options;
  const columns = matchColumns(table, ensemble.features)
    .map((column) => column.kind === "numeric" ? column.values : column.codes)
    .map((values) => workers > 1 ? inSharedMemory(values) : values);
  const rows = table.length;
  const size = rows * columns.length;
  const values = workers > 1
    ? new Float64Array(new SharedArrayBuffer(8 * size))
    : new Float64Array(size);
  const task = { ensemble, columns, rows, values };
  await runJob(EXPLAIN_BLOCK, task, Math.ceil(rows / EXPLAINED_ROWS), { workers });
  return { baseValue: meanScore(ensemble), values };
}

/** The mean score of the training rows, from the covers of the leaves. */
function meanScore({ nodes, offsets, link, baseScore }: TreeEnsemble): number {
  const trees = offsets.length - 1;
  let sum = 0;
  for (let tree = 0; tree < trees; tree++) sum += expected(offsets[tree]!);
  return baseScore + (link === "mean" ? sum / Math.max(1, trees) : sum);

  function expected(node: number): number {
    if (nodes.feature[node]! < 0) return nodes.value[node]!;
    const left = nodes.left[node]!;
    const right = nodes.right[node]!;
    const weighted = expected(left) * nodes.cover[left]! + expected(right) * nodes.cover[right]!;
    return weighted / nodes.cover[node]!;
  }
}
