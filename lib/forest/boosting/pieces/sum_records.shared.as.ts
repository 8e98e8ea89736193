/**
 * Histograms of derivatives by code of a feature: the innermost loop of boosting, less than a
 * nanosecond per row and feature. An entry of a histogram has the packed sums of both derivatives;
 * see start_records.shared.as.ts.
 */
import { PART_BYTES, PIECE_ROWS, RECORD_BYTES, SLOT_BYTES } from "./boosting_layout.ts";

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

/** The number of a record's group. */
@inline
function groupOf(ids: usize, record: usize): usize {
  return load<u32>(ids + (load<u32>(record, 4) << 2));
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
 * Adds records to the histograms of features that are the same for all rows of a group. The records
 * of a group are added up first: all of them, unless the groups between the first and the last one
 * are more than twice as many as the records; then neighbours.
 *
 * @param ids address of the number of each row's group (u32).
 * @param codes address of the codes, `step` bytes per group.
 * @param scratch address of memory for {@linkcode PIECE_ROWS} records and a sum per group.
 */
function addGroups(
  histogram: usize,
  slots: usize,
  slotsEnd: usize,
  ids: usize,
  codes: usize,
  step: usize,
  records: usize,
  end: usize,
  scratch: usize,
): void {
  let first: usize = usize.MAX_VALUE;
  let last: usize = 0;
  for (let record = records; record < end; record += RECORD_BYTES) {
    const group = groupOf(ids, record);
    first = min(first, group);
    last = max(last, group);
  }
  let to = scratch;
  const groups = last - first + 1;
  const rows: usize = (end - records) / <usize> RECORD_BYTES;
  if (groups <= rows << 1) {
    const groupSums = scratch + <usize> (PIECE_ROWS * RECORD_BYTES);
    memory.fill(groupSums, 0, groups << 3);
    for (let record = records; record < end; record += RECORD_BYTES) {
      add(groupSums + ((groupOf(ids, record) - first) << 3), load<i64>(record, 8));
    }
    for (let group: usize = 0; group < groups; group++) {
      const sums = load<i64>(groupSums + (group << 3));
      if (sums == 0) continue;
      store<u32>(to, <u32> (codes + (first + group) * step));
      store<i64>(to, sums, 8);
      to += RECORD_BYTES;
    }
  } else {
    let before: usize = usize.MAX_VALUE;
    for (let record = records; record < end; record += RECORD_BYTES) {
      const group = groupOf(ids, record);
      if (group == before) {
        // the last one that was written
        add(to - RECORD_BYTES + 8, load<i64>(record, 8));
        continue;
      }
      before = group;
      store<u32>(to, <u32> (codes + group * step));
      store<i64>(to, load<i64>(record, 8), 8);
      to += RECORD_BYTES;
    }
  }
  addToSlots(histogram, slots, slotsEnd, scratch, to);
}

/**
 * Writes the histogram of a range of at most {@linkcode PIECE_ROWS} records, plain rows last.
 *
 * @param bytes size of the histogram.
 * @param parts address of the parts of the slots; see PART_BYTES. The first has codes of rows.
 * @param records addresses: of the first record, of the first plain one, and of the end.
 */
export function sumRecords(
  histogram: usize,
  bytes: usize,
  parts: usize,
  partsEnd: usize,
  records: usize,
  plainRecords: usize,
  recordsEnd: usize,
  scratch: usize,
): void {
  memory.fill(histogram, 0, bytes);
  const slots = load<u32>(parts);
  const sharedSlots = load<u32>(parts, 4);
  const slotsEnd = load<u32>(parts, 8);
  addToSlots(histogram, slots, slotsEnd, records, plainRecords);
  addToSlots(histogram, slots, sharedSlots, plainRecords, recordsEnd);
  let plain: i64 = 0;
  for (let record = plainRecords; record < recordsEnd; record += RECORD_BYTES) {
    plain += load<i64>(record, 8);
  }
  for (let slot: usize = sharedSlots; slot < slotsEnd; slot += SLOT_BYTES) {
    add(histogram + load<u32>(slot, 4) + ((load<u32>(slot, 12) >> 2) << 3), plain);
  }
  for (let part = parts + PART_BYTES; part < partsEnd; part += PART_BYTES) {
    addGroups(
      histogram,
      load<u32>(part),
      load<u32>(part, 8),
      load<u32>(part, 12),
      load<u32>(part, 16),
      load<u32>(part, 20),
      records,
      recordsEnd,
      scratch,
    );
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
