import type { ColumnTable } from "../../table/column_table.ts";
import { runJob } from "../../workers/run_job.ts";
import { writeCodes } from "../binning/write_codes.ts";
import { matchColumns } from "../match_columns.ts";
import { codeColumns } from "../scoring/code_columns.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";
import { EXPLAIN_GROUPS } from "./explain_groups.ts";
import { GROUP_ROWS, GROUPS } from "./group_layout.ts";

/** Features that are explained together. */
export interface FeatureGroups {
  /** The group of each feature of the ensemble. */
  groupOf: Int32Array;
  /** The number of groups, 4 at most. */
  groups: number;
}

/**
 * What each group of features adds to the scores of rows: path-dependent Shapley values in which a
 * group is one player (Jullum, Redelmeier & Aas 2021, https://arxiv.org/abs/2106.12228). With the
 * mean score, those of a row sum to its score, as the values of single features do
 * ({@linkcode treeShap}), of which they are not quite the sums. Few players take a fraction of the
 * time.
 *
 * @returns `values[group][row]`, with errors of 10⁻⁷ of the largest; the same bytes for any number
 *   of workers.
 * @throws UserError if the table lacks a column of the ensemble.
 * @throws RangeError if there are more than 4 groups.
 */
export async function groupShap(
  ensemble: TreeEnsemble,
  table: ColumnTable,
  { groupOf, groups }: FeatureGroups,
  { workers = 1 }: { workers?: number } = {},
): Promise<Float64Array[]> {
  if (groups > GROUPS) throw new RangeError(`expected at most ${GROUPS} groups`);
  const given = matchColumns(table, ensemble.features)
    .map((column) => column.kind === "numeric" ? column.values : column.codes);
  const { columns, splitWord } = codeColumns(ensemble, given.map((values) => values.includes(NaN)));
  const { feature, left, right, value, cover } = ensemble.nodes;
  const words = Int32Array.from(feature, (f, node) => f < 0 ? -1 : splitWord(node));
  const codes: Uint8Array[] = [];
  for (const column of columns) {
    const target = new Uint8Array(new SharedArrayBuffer(table.length));
    // a column comes after the one it is derived from
    writeCodes(
      column,
      given[column.feature]!,
      target,
      codes[column.kind === "missing left" ? column.of : 0]!,
    );
    codes.push(target);
  }
  const values = Array.from(
    { length: groups },
    () => new Float64Array(new SharedArrayBuffer(8 * table.length)),
  );
  await runJob(
    EXPLAIN_GROUPS,
    {
      trees: {
        offsets: ensemble.offsets,
        link: ensemble.link,
        nodes: { left, right, value, cover },
      },
      words,
      codes,
      groupOf: Uint8Array.from(columns, (column) => groupOf[column.feature]!),
      values,
    },
    Math.ceil(table.length / GROUP_ROWS),
    { workers },
  );
  return values;
}
