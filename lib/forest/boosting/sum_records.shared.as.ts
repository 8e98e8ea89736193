/**
 * Histograms of derivatives by code of a feature: the innermost loop of boosting, less than a
 * nanosecond per row and feature. An entry of a histogram has the packed sums of both derivatives;
 * see start_records.shared.as.ts.
 */
import { RECORD_BYTES, SLOT_BYTES } from "./boosting_layout.ts";

/** Rows added to all features at a time: their bins stay in the first-level cache. */
const BLOCK: usize = 128 * RECORD_BYTES;

@inline
function add(at: usize, sums: i64): void {
  store<i64>(at, load<i64>(at) + sums);
}

/** The entry of a row in a slot's histogram. */
@inline
function entry(histogram: usize, code: usize): usize {
  return histogram + (<usize> load<u8>(code) << 3);
}

/** Adds records to the histograms of four slots at once, because their additions can overlap. */
@inline
function addToFour(histogram: usize, slot: usize, from: usize, to: usize): void {
  const f0 = load<u32>(slot);
  const f1 = load<u32>(slot, 16);
  const f2 = load<u32>(slot, 32);
  const f3 = load<u32>(slot, 48);
  const h0 = histogram + load<u32>(slot, 4);
  const h1 = histogram + load<u32>(slot, 20);
  const h2 = histogram + load<u32>(slot, 36);
  const h3 = histogram + load<u32>(slot, 52);
  for (let record = from; record < to; record += RECORD_BYTES) {
    const row = load<u32>(record);
    const sums = load<i64>(record, 8);
    const at0 = entry(h0, row + f0);
    const at1 = entry(h1, row + f1);
    const at2 = entry(h2, row + f2);
    const at3 = entry(h3, row + f3);
    add(at0, sums);
    add(at1, sums);
    add(at2, sums);
    add(at3, sums);
  }
}

function addToSlots(histogram: usize, slots: usize, end: usize, from: usize, to: usize): void {
  for (let block = from; block < to; block += BLOCK) {
    const blockEnd = min(block + BLOCK, to);
    for (let slot = slots; slot < end; slot += 4 * SLOT_BYTES) {
      addToFour(histogram, slot, block, blockEnd);
    }
  }
}

/**
 * Writes the histogram of a range of records, plain rows last.
 *
 * @param bytes size of the histogram.
 * @param slots addresses: of the slots, of the first one in which plain rows have the same code, and
 *   of the end.
 * @param records addresses: of the first record, of the first plain one, and of the end.
 */
export function sumRecords(
  histogram: usize,
  bytes: usize,
  slots: usize,
  sharedSlots: usize,
  slotsEnd: usize,
  records: usize,
  plainRecords: usize,
  recordsEnd: usize,
): void {
  memory.fill(histogram, 0, bytes);
  addToSlots(histogram, slots, slotsEnd, records, plainRecords);
  addToSlots(histogram, slots, sharedSlots, plainRecords, recordsEnd);
  let plain: i64 = 0;
  for (let record = plainRecords; record < recordsEnd; record += RECORD_BYTES) {
    plain += load<i64>(record, 8);
  }
  for (let slot = sharedSlots; slot < slotsEnd; slot += SLOT_BYTES) {
    add(histogram + load<u32>(slot, 4) + ((load<u32>(slot, 12) >> 2) << 3), plain);
  }
}

/** Adds a histogram to another one, from `from` to `to` bytes after their starts. */
export function addHistogram(target: usize, source: usize, from: usize, to: usize): void {
  for (let at = from; at < to; at += 16) {
    v128.store(target + at, i64x2.add(v128.load(target + at), v128.load(source + at)));
  }
}

/** Subtracts the histogram of a node from that of its parent, which leaves that of its sibling. */
export function subtractHistogram(target: usize, source: usize, from: usize, to: usize): void {
  for (let at = from; at < to; at += 16) {
    v128.store(target + at, i64x2.sub(v128.load(target + at), v128.load(source + at)));
  }
}
