import type { ColumnTable } from "../table/column_table.ts";
import type { BinLayout } from "./bin_layouts.ts";
import { runJob } from "./run_job.ts";

/** One column as bins; see {@linkcode BinnedTable}. */
export type BinnedFeature =
  | { kind: "numeric"; name: string; edges: Float64Array }
  | { kind: "categorical"; name: string; categories: string[] };

/**
 * A table reduced to one byte a value, as histogram trees need it. Feature `f` of row `i` is
 * `bins[f * length + i]`: bin `b` of a numeric feature holds `edges[b − 1] < x ≤ edges[b]`, bin `b`
 * of a categorical one is `categories[b]`, and 255 is missing. `bins` is shared memory, which
 * workers read without a copy.
 */
export interface BinnedTable {
  length: number;
  features: BinnedFeature[];
  bins: Uint8Array<SharedArrayBuffer>;
  /** The same row by row, where that was laid out for several models; see bin_layouts.ts. */
  byRow?: BinLayout;
}

/**
 * Bins every column once, so that training many trees need not look at the values again.
 *
 * A categorical column stays one feature: its categories that occur, in the table's order. Of more
 * than `maxBins` the most frequent are kept; rows of the others count as missing, which is as good:
 * they are unequal to every category that a split can single out.
 *
 * @param options.maxBins bins of a numeric column, at most 255, without that for missing values.
 * @param options.workers threads that bin columns, this one among them; the bins are the same for any
 *   number. Columns that are not in shared memory are copied for the others.
 *
 * @example
 * ```ts
 * import { binTable } from "./binning.ts";
 * import assert from "node:assert/strict";
 *
 * const values = Float64Array.of(1, 3, NaN, 1);
 * const { bins } = await binTable({ length: 4, columns: [{ kind: "numeric", name: "x", values }] });
 * assert.deepEqual([...bins], [0, 1, 255, 0]);
 * ```
 */
export async function binTable(
  table: ColumnTable,
  options: { maxBins?: number; workers?: number } = {},
): Promise<BinnedTable> {
  const { maxBins = 255, workers = 1 } = options;
  if (!(maxBins >= 2 && maxBins <= 255)) {
    throw new RangeError(`maxBins must be 2 to 255: ${maxBins}`);
  }
  const { length, columns } = table;
  const bins = new Uint8Array(new SharedArrayBuffer(length * columns.length));
  const features = new Array<BinnedFeature>(columns.length);
  await runJob("binColumn", { columns, length, maxBins, bins }, columns.length, {
    workers,
    onResult: (feature, f) => (features[f] = feature),
  });
  return { length, features, bins };
}
