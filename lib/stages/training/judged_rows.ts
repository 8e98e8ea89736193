import type { RowKeys } from "../../features/pairs/labelled_rows.ts";
import {
  featureGroups,
  repeatedIn,
  rowsOf,
  type RowSource,
} from "../../features/pairs/row_source.ts";
import { binLike } from "../../forest/binning/bin_like.ts";
import type { BinnedTable } from "../../forest/binning/binned_table.ts";
import { joinBinned } from "../../forest/binning/join_binned.ts";
import type { TrainingSet } from "../../model/fit_forest.ts";
import { modelInputs } from "../../model/model.ts";
import type { TreeInputs } from "../../model/tree_inputs.ts";

/**
 * Every pair of some weeks, as models of one training set score them. Bins take a quarter of the
 * memory of the values: 33 MB for two weeks of 148,000 pairs, not 130.
 */
export interface JudgedRows extends RowKeys {
  /** 1 if the pair was bought before. */
  repeat: Uint8Array;
  /** What the trees read. */
  inputs: TreeInputs;
}

/** The rows of a source with the inputs of the training set's models. */
export async function judgedRows(source: RowSource, set: TrainingSet): Promise<JudgedRows> {
  const { length, customer, product, week, label } = source;
  return {
    length,
    customer,
    product,
    week,
    label,
    repeat: Uint8Array.from(
      repeatedIn(source) ?? new Uint8Array(length),
      (weeks) => weeks > 0 ? 1 : 0,
    ),
    inputs: await inputsOf(source, set),
  };
}

async function inputsOf(source: RowSource, set: TrainingSet): Promise<TreeInputs> {
  const { binned, preprocessing } = set;
  if (binned === null || preprocessing !== null) {
    const table = modelInputs(set, (await rowsOf(source)).features);
    return binned ? { binned: binLike(binned.features, table) } : { binned, table };
  }
  const groups: BinnedTable[] = [];
  let first = 0;
  for await (const group of featureGroups(source)) {
    groups.push(binLike(binned.features.slice(first, first += group.columns.length), group));
  }
  return { binned: joinBinned(groups) };
}
