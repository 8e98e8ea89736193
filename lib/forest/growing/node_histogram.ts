/**
 * Counts the rows of a node by bin: the innermost loops of the forest, which take most of its
 * training time. O(rows × drawn features), about 1 ns per row and feature.
 *
 * An entry is a row in the tree's sample: its index in the lower 27 bits, the number of its draws
 * in the upper 5. A packed count holds two numbers in one double, rows × 2²⁶ + draws, so that each
 * row costs one addition.
 */

import type { BinLayout } from "../binning/binned_table.ts";

export const ROW_BITS = 27;
export const ROW_MASK = 2 ** ROW_BITS - 1;
export const MAX_DRAWS = 2 ** (32 - ROW_BITS) - 1;

/** One row in a packed count; the number of draws stays below it. */
export const ROW_UNIT = 2 ** 26;

/** The packed count of one entry, by its number of draws. */
const PACKED = Float64Array.from({ length: MAX_DRAWS + 1 }, (_, draws) => ROW_UNIT + draws);

/** Bins per feature in a histogram. */
export const BINS = 256;

/** The packed count of a list of entries. */
export function countEntries(entries: Uint32Array, begin: number, end: number): number {
  let count = 0;
  for (let i = begin; i < end; i++) count += PACKED[entries[i]! >>> ROW_BITS]!;
  return count;
}

/** Entries per block: 256 kB of rows, which stay in the second-level cache for all features. */
export const BLOCK = 2_048;

/** Positions of the rows of a block's entries, and their packed counts. */
const places = new Int32Array(BLOCK);
const weights = new Float64Array(BLOCK);

/** Sets the block of `length` entries, from `begin` on, that the next two functions count. */
export function takeBlock(
  { rowStep }: BinLayout,
  entries: Uint32Array,
  begin: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    const entry = entries[begin + i]!;
    places[i] = (entry & ROW_MASK) * rowStep;
    weights[i] = PACKED[entry >>> ROW_BITS]!;
  }
}

/**
 * Adds the first `length` entries of the block to the histograms of four features at once, because
 * their additions can overlap. Histogram `k` starts at `at + k * BINS * 2`.
 *
 * @param features contains the four features from `slot` on.
 */
export function addFourFeatures(
  counts: Float64Array,
  at: number,
  { bytes, featureStep }: BinLayout,
  features: Int32Array,
  slot: number,
  length: number,
): void {
  const f0 = features[slot]! * featureStep;
  const f1 = features[slot + 1]! * featureStep;
  const f2 = features[slot + 2]! * featureStep;
  const f3 = features[slot + 3]! * featureStep;
  const at1 = at + 2 * BINS;
  const at2 = at + 4 * BINS;
  const at3 = at + 6 * BINS;
  for (let i = 0; i < length; i++) {
    const row = places[i]!;
    const packed = weights[i]!;
    counts[at + bytes[row + f0]!]! += packed;
    counts[at1 + bytes[row + f1]!]! += packed;
    counts[at2 + bytes[row + f2]!]! += packed;
    counts[at3 + bytes[row + f3]!]! += packed;
  }
}

/** Adds the first `length` entries of the block to the histogram of one feature. */
export function addFeature(
  counts: Float64Array,
  at: number,
  { bytes, featureStep }: BinLayout,
  feature: number,
  length: number,
): void {
  const column = feature * featureStep;
  for (let i = 0; i < length; i++) counts[at + bytes[places[i]! + column]!]! += weights[i]!;
}

/** Adds entries to the histogram of one feature; sets the bits of used bins, from `usedAt` on. */
export function addFeatureNotingBins(
  counts: Float64Array,
  at: number,
  used: Int32Array,
  usedAt: number,
  { bytes, rowStep, featureStep }: BinLayout,
  feature: number,
  entries: Uint32Array,
  begin: number,
  end: number,
): void {
  const column = feature * featureStep;
  for (let i = begin; i < end; i++) {
    const entry = entries[i]!;
    const bin = bytes[(entry & ROW_MASK) * rowStep + column]!;
    counts[at + bin]! += PACKED[entry >>> ROW_BITS]!;
    used[usedAt + (bin >>> 5)]! |= 1 << (bin & 31);
  }
}
