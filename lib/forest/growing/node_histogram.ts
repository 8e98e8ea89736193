/**
 * Counts the rows of a node by bin. O(rows × drawn features); nodes with many rows are counted by
 * node_entries.shared.as.ts, half a nanosecond per row and feature.
 *
 * An entry is a row in the tree's sample: its index in the lower 27 bits, the number of its draws
 * in the upper 5. A packed count holds two numbers in one double, rows × 2²⁶ + draws, so that each
 * row costs one addition.
 */
import { ROW_BITS, ROW_MASK, ROW_UNIT } from "./entry_layout.ts";

/** Bins in the shared memory: that of feature `f` of row `i` is at `at + i * rowStep + f * featureStep`. */
export interface NodeBins {
  at: number;
  rowStep: number;
  featureStep: number;
}

export const MAX_DRAWS = 2 ** (32 - ROW_BITS) - 1;

/** The packed count of one entry, by its number of draws. */
const PACKED = Float64Array.from({ length: MAX_DRAWS + 1 }, (_, draws) => ROW_UNIT + draws);

/** Bins per feature in a histogram. */
export const BINS = 256;

/** The packed count of a list of entries. */
export function countOf(entries: Uint32Array, begin: number, end: number): number {
  let count = 0;
  for (let i = begin; i < end; i++) count += PACKED[entries[i]! >>> ROW_BITS]!;
  return count;
}

/** Adds entries to the histogram of one feature; sets the bits of used bins, from `usedAt` on. */
export function addFeatureNotingBins(
  counts: Float64Array,
  at: number,
  used: Int32Array,
  usedAt: number,
  bytes: Uint8Array,
  bins: NodeBins,
  feature: number,
  entries: Uint32Array,
  begin: number,
  end: number,
): void {
  const { rowStep } = bins;
  const column = bins.at + feature * bins.featureStep;
  for (let i = begin; i < end; i++) {
    const entry = entries[i]!;
    const bin = bytes[(entry & ROW_MASK) * rowStep + column]!;
    counts[at + bin]! += PACKED[entry >>> ROW_BITS]!;
    used[usedAt + (bin >>> 5)]! |= 1 << (bin & 31);
  }
}
