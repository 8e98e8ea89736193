/**
 * Counting the rows of a node by bin: the innermost loops of the forest, which take most of its
 * time. O(rows × drawn features); about 1 ns a row and feature.
 *
 * An entry stands for a row in the tree's sample: the row's index in the lower 27 bits, how often
 * it was drawn in the upper 5. A count packs two numbers into one double, so that each row costs
 * one addition: rows × 2²⁶ + draws.
 */

import type { BinLayout } from "./bin_layouts.ts";

export const ROW_BITS = 27;
export const ROW_MASK = 2 ** ROW_BITS - 1;
export const MAX_DRAWS = 2 ** (32 - ROW_BITS) - 1;

/** Weight of one distinct row in a packed count; draws stay below it. */
export const ROW_UNIT = 2 ** 26;

/** What an entry adds to the count of its bin, by the number of draws. */
const PACKED = Float64Array.from({ length: MAX_DRAWS + 1 }, (_, draws) => ROW_UNIT + draws);

/** Bins a feature takes in a histogram. */
export const BINS = 256;

/** The packed count of a list of entries. */
export function countEntries(entries: Uint32Array, begin: number, end: number): number {
  let count = 0;
  for (let i = begin; i < end; i++) count += PACKED[entries[i]! >>> ROW_BITS]!;
  return count;
}

/**
 * Adds entries to the histograms of four features at once, which share the loads of entry and
 * weight, and whose additions do not wait for each other. Histogram `k` starts at `at + k * BINS * 2`.
 *
 * @param features from `slot` on, the four features.
 */
export function addFourFeatures(
  counts: Float64Array,
  at: number,
  { bytes, rowStep, featureStep }: BinLayout,
  features: Int32Array,
  slot: number,
  entries: Uint32Array,
  begin: number,
  end: number,
): void {
  const f0 = features[slot]! * featureStep;
  const f1 = features[slot + 1]! * featureStep;
  const f2 = features[slot + 2]! * featureStep;
  const f3 = features[slot + 3]! * featureStep;
  const at1 = at + 2 * BINS;
  const at2 = at + 4 * BINS;
  const at3 = at + 6 * BINS;
  for (let i = begin; i < end; i++) {
    const entry = entries[i]!;
    const row = (entry & ROW_MASK) * rowStep;
    const packed = PACKED[entry >>> ROW_BITS]!;
    counts[at + bytes[row + f0]!]! += packed;
    counts[at1 + bytes[row + f1]!]! += packed;
    counts[at2 + bytes[row + f2]!]! += packed;
    counts[at3 + bytes[row + f3]!]! += packed;
  }
}

/** Adds entries to the histogram of one feature. */
export function addFeature(
  counts: Float64Array,
  at: number,
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
  }
}

/** As {@linkcode addFeature}, also noting the bins met as bits of 8 words from `usedAt`. */
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
