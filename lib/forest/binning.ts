import type { Column, ColumnTable } from "../table/column_table.ts";
import { binEdges, sampleRows } from "./bin_edges.ts";
import { binValues, indexEdges, MISSING_BIN } from "./bin_values.ts";

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
}

/**
 * Bins every column once, so that training many trees need not look at the values again.
 *
 * A categorical column stays one feature: its categories that occur, in the table's order. Of more
 * than `maxBins` the most frequent are kept; rows of the others count as missing, which is as good:
 * they are unequal to every category that a split can single out.
 *
 * @param options.maxBins bins of a numeric column, at most 255, without that for missing values.
 *
 * @example
 * ```ts
 * import { binTable } from "./binning.ts";
 * import assert from "node:assert/strict";
 *
 * const values = Float64Array.of(1, 3, NaN, 1);
 * const { bins } = binTable({ length: 4, columns: [{ kind: "numeric", name: "x", values }] });
 * assert.deepEqual([...bins], [0, 1, 255, 0]);
 * ```
 */
export function binTable(table: ColumnTable, options: { maxBins?: number } = {}): BinnedTable {
  const { maxBins = 255 } = options;
  if (!(maxBins >= 2 && maxBins <= 255)) {
    throw new RangeError(`maxBins must be 2 to 255: ${maxBins}`);
  }
  const { length, columns } = table;
  const bins = new Uint8Array(new SharedArrayBuffer(length * columns.length));
  const sample = sampleRows(length);
  const features = columns.map((column, f) =>
    binColumn(column, maxBins, sample, bins.subarray(f * length, (f + 1) * length))
  );
  return { length, features, bins };
}

function binColumn(
  column: Column,
  maxBins: number,
  sample: Uint32Array,
  target: Uint8Array,
): BinnedFeature {
  if (column.kind === "numeric") {
    const edges = binEdges(column.values, maxBins, sample);
    binValues(column.values, indexEdges(edges), target, MISSING_BIN);
    return { kind: "numeric", name: column.name, edges };
  }
  const counts = new Float64Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code]!++;
  const kept = [...counts.keys()].filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, maxBins).sort((a, b) => a - b);
  const binOfCode = new Uint8Array(counts.length).fill(MISSING_BIN);
  kept.forEach((code, bin) => (binOfCode[code] = bin));
  column.codes.forEach((code, i) => (target[i] = code < 0 ? MISSING_BIN : binOfCode[code]!));
  const categories = kept.map((code) => column.categories[code]!);
  return { kind: "categorical", name: column.name, categories };
}
