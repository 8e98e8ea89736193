/**
 * The innermost loops of growing a forest's tree: count the rows of a node by bin, move its entries
 * to its children, and copy the bins of its rows to adjacent memory. See entry_layout.ts for entries
 * and packed counts.
 */
import { BLOCK, HISTOGRAM_BYTES, PLACE_BYTES, ROW_BITS, ROW_MASK } from "./entry_layout.ts";

@inline
function add(at: usize, weight: i64): void {
  store<i64>(at, load<i64>(at) + weight);
}

/** The count of a row in a feature's histogram. */
@inline
function count(counts: usize, code: usize): usize {
  return counts + (<usize> load<u8>(code) << 3);
}

/** Adds the rows of a block to the histograms of four features at once: their additions overlap. */
@inline
function addToFour(
  block: usize,
  end: usize,
  features: usize,
  featureStep: usize,
  counts: usize,
): void {
  const f0 = load<u32>(features) * featureStep;
  const f1 = load<u32>(features, 4) * featureStep;
  const f2 = load<u32>(features, 8) * featureStep;
  const f3 = load<u32>(features, 12) * featureStep;
  const counts1 = counts + HISTOGRAM_BYTES;
  const counts2 = counts1 + HISTOGRAM_BYTES;
  const counts3 = counts2 + HISTOGRAM_BYTES;
  for (let at = block; at < end; at += PLACE_BYTES) {
    const row = load<u32>(at);
    const weight = load<i64>(at, 8);
    const to0 = count(counts, row + f0);
    const to1 = count(counts1, row + f1);
    const to2 = count(counts2, row + f2);
    const to3 = count(counts3, row + f3);
    add(to0, weight);
    add(to1, weight);
    add(to2, weight);
    add(to3, weight);
  }
}

/**
 * Adds entries to the histograms of some features.
 *
 * @param bins address of the bins: that of feature `f` of row `i` is at `i * rowStep + f *
 *   featureStep`.
 * @param features address of the features (u32), `length` of them, filled up to a multiple of four.
 * @param counts address of the class of the entries in the first histogram.
 * @param block address of memory for {@linkcode BLOCK} rows.
 */
export function countEntries(
  entries: usize,
  end: usize,
  bins: usize,
  rowStep: usize,
  featureStep: usize,
  features: usize,
  length: i32,
  counts: usize,
  block: usize,
): void {
  while (entries < end) {
    const blockEnd = min(entries + 4 * BLOCK, end);
    let places = block;
    for (; entries < blockEnd; entries += 4, places += PLACE_BYTES) {
      const entry = load<u32>(entries);
      store<u32>(places, <u32> (bins + (entry & ROW_MASK) * rowStep));
      store<i64>(places, (<i64> 1 << 32) + <i64> (entry >> ROW_BITS), 8);
    }
    let slot = 0;
    for (; slot < length - 1; slot += 4) {
      // the last four may include one or two unneeded features: cheaper than more passes
      addToFour(block, places, features + 4 * slot, featureStep, counts + slot * HISTOGRAM_BYTES);
    }
    if (slot == length - 1) {
      const feature = load<u32>(features + 4 * slot) * featureStep;
      const own = counts + slot * HISTOGRAM_BYTES;
      for (let at = block; at < places; at += PLACE_BYTES) {
        add(count(own, load<u32>(at) + feature), load<i64>(at, 8));
      }
    }
  }
}

/**
 * Moves entries that go left before the others, in order.
 *
 * @param bins address of the bins of the split's feature.
 * @param goesLeft address of a table: 1 for the bins that go left.
 * @param spare address of memory for as many entries.
 * @returns the address of the first entry that goes right.
 */
export function partitionEntries(
  entries: usize,
  end: usize,
  bins: usize,
  rowStep: usize,
  goesLeft: usize,
  spare: usize,
): usize {
  let left = entries;
  let right = spare;
  for (; entries < end; entries += 4) {
    const entry = load<u32>(entries);
    const isLeft = <usize> load<u8>(goesLeft + load<u8>(bins + (entry & ROW_MASK) * rowStep)) << 2;
    store<u32>(left, entry);
    store<u32>(right, entry);
    left += isLeft;
    right += 4 - isLeft;
  }
  memory.copy(left, spare, right - spare);
  return left;
}

/**
 * Copies the bins of entries' rows to adjacent rows from `row` on, and lets the entries point there.
 *
 * @param rowStep bytes of a row, a multiple of 16.
 */
export function copyRows(
  entries: usize,
  end: usize,
  from: usize,
  to: usize,
  row: u32,
  rowStep: usize,
): void {
  let target = to + row * rowStep;
  for (; entries < end; entries += 4, row++) {
    const entry = load<u32>(entries);
    let source = from + (entry & ROW_MASK) * rowStep;
    for (const rowEnd = target + rowStep; target < rowEnd; target += 16, source += 16) {
      v128.store(target, v128.load(source));
    }
    store<u32>(entries, row | (entry & ~ROW_MASK));
  }
}
