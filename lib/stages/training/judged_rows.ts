import { type LabelledRows, repeatFlags } from "../../features/pairs/labelled_rows.ts";
import { binLike } from "../../forest/binning/bin_like.ts";
import type { TrainingSet } from "../../model/fit_forest.ts";
import { modelInputs } from "../../model/model.ts";
import type { TreeInputs } from "../../model/tree_inputs.ts";
import type { Ids } from "../../table/ids.ts";

/**
 * Every pair of some weeks, as models of one training set score them. Bins take a quarter of the
 * memory of the values: 33 MB for two weeks of 148,000 pairs, not 130.
 */
export interface JudgedRows {
  /** Number of rows, sorted by week. */
  length: number;
  /** Ids, not indices. */
  customer: Ids;
  /** Week index. */
  week: Int32Array;
  /** `comprado`. */
  label: Uint8Array;
  /** 1 if the pair was bought before. */
  repeat: Uint8Array;
  /** What the trees read. */
  inputs: TreeInputs;
}

/** The rows with the inputs of the training set's models. */
export function judgedRows(rows: LabelledRows, set: TrainingSet): JudgedRows {
  const { length, customer, week, label, features } = rows;
  const table = modelInputs(set, features);
  const inputs = set.binned
    ? { binned: binLike(set.binned.features, table) }
    : { binned: null, table };
  const repeat = Uint8Array.from(
    repeatFlags(features) ?? new Uint8Array(length),
    (weeks) => weeks > 0 ? 1 : 0,
  );
  return { length, customer, week, label, repeat, inputs };
}
