import { job } from "../../workers/job.ts";
import type { Column } from "../../table/column_table.ts";
import { binEdges, sampleRows } from "./bin_edges.ts";
import { binValues, MISSING_BIN } from "./bin_values.ts";
import type { BinnedFeature } from "./binned_table.ts";
import { indexEdges } from "./edge_index.ts";

/** Input of the binning of a table's columns. */
export interface BinTask {
  columns: Column[];
  length: number;
  maxBins: number;
  /** Receives the bins, column by column. */
  bins: Uint8Array;
}

/** Returns a function that bins column `f`. */
export function columnBinner({ columns, length, maxBins, bins }: BinTask) {
  const sample = sampleRows(length);
  return (f: number): BinnedFeature =>
    binColumn(columns[f]!, maxBins, sample, bins.subarray(f * length, (f + 1) * length));
}

/** The job of {@linkcode columnBinner}: one column per piece. */
export const BIN_COLUMN = job(import.meta.url, columnBinner);

function binColumn(
  column: Column,
  maxBins: number,
  sample: Uint32Array,
  target: Uint8Array,
): BinnedFeature {
  if (column.kind === "numeric") {
    const edges = binEdges(column.values, maxBins, sample);
    binValues(column.values, indexEdges(edges), target);
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
