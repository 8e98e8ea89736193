import type { ColumnTable } from "../../table/column_table.ts";
import { runJob } from "../../workers/run_job.ts";
import { writeCodes } from "../binning/write_codes.ts";
import { matchColumns } from "../match_columns.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";
import { compactTrees } from "./compact_trees.ts";
import { toProbabilities } from "./predict.ts";
import { BLOCK_ROWS, SCORE_BLOCK } from "./score_block.ts";

/**
 * The same as `predictEnsemble`, for rows whose columns come a few at a time: only their codes stay
 * in memory, one byte per value and row.
 *
 * @param length number of rows.
 * @param groups tables of that length, which together have the columns of the ensemble.
 * @throws UserError if a column is missing.
 */
export async function predictByColumns(
  ensemble: TreeEnsemble,
  length: number,
  groups: AsyncIterable<ColumnTable>,
  { workers = 1 }: { workers?: number } = {},
): Promise<Float64Array> {
  const trees = compactTrees(ensemble, ensemble.features.map(() => true));
  const codes: Uint8Array[] = [], absent = new Set(ensemble.features);
  for await (const group of groups) {
    const names = new Set(group.columns.map(({ name }) => name));
    trees.columns.forEach((column, c) => {
      const feature = ensemble.features[column.feature]!;
      if (!names.has(feature.name)) return;
      const [own] = matchColumns(group, [feature]);
      const target = codes[c] = new Uint8Array(new SharedArrayBuffer(length));
      const values = own!.kind === "numeric" ? own!.values : own!.codes;
      writeCodes(
        column,
        values,
        target,
        column.kind === "missing left" ? codes[column.of]! : target,
      );
    });
    for (const feature of absent) if (names.has(feature.name)) absent.delete(feature);
  }
  matchColumns({ length, columns: [] }, [...absent]);
  const scores = new Float64Array(new SharedArrayBuffer(8 * length));
  await runJob(SCORE_BLOCK, { trees, columns: [], codes, scores }, Math.ceil(length / BLOCK_ROWS), {
    workers,
  });
  return toProbabilities(ensemble, scores);
}
