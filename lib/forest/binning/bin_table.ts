import type { ColumnTable } from "../../table/column_table.ts";
import { runJob } from "../../workers/run_job.ts";
import { BIN_COLUMN } from "./bin_column.ts";
import type { BinnedFeature, BinnedTable } from "./binned_table.ts";

/**
 * Replaces the values of every column by bins, once for the training of many trees.
 *
 * A categorical column stays one feature; its bins are the categories that occur, in the table's
 * order. If there are more than `maxBins`, the most frequent are kept. Rows of the others count as
 * missing, which changes no split: like missing values, they differ from every kept category.
 *
 * @param options.maxBins bins of a column, at most 255, not counting the one of missing values.
 * @param options.workers threads that bin columns, including this one; the bins are the same for
 *   any number. Columns that are not in shared memory are copied to the other threads.
 *
 * @example
 * ```ts
 * import { binTable } from "./bin_table.ts";
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
  await runJob(BIN_COLUMN, { columns, length, maxBins, bins }, columns.length, {
    workers,
    onResult: (feature, f) => (features[f] = feature),
  });
  return { length, features, bins };
}
