import { takeBinned } from "../forest/binning/bin_layouts.ts";
import type { BinnedTable } from "../forest/binning/binned_table.ts";
import { predictBinned } from "../forest/scoring/predict_binned.ts";
import { predictEnsemble } from "../forest/scoring/predict.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { takeRows } from "../table/take_rows.ts";

/** Rows that trees score: with the bins of their training rows, or values for ml-random-forest. */
export type TreeInputs = { binned: BinnedTable } | { binned: null; table: ColumnTable };

/** The rows at some positions, in their order. */
export function takeInputs(inputs: TreeInputs, places: Int32Array): TreeInputs {
  return inputs.binned
    ? { binned: takeBinned(inputs.binned, places) }
    : { binned: null, table: takeRows(inputs.table, places) };
}

/** What the trees predict, one value per row. */
export async function scoreInputs(
  ensemble: TreeEnsemble,
  inputs: TreeInputs,
  { workers }: { workers: number },
): Promise<Float64Array> {
  return inputs.binned
    ? await predictBinned(ensemble, inputs.binned, { workers })
    : await predictEnsemble(ensemble, inputs.table, { workers });
}
