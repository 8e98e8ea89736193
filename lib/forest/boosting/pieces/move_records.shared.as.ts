/** Moves the records of a node to its children, and adds the values of leaves to scores. */
import { NODE_BYTES, RECORD_BYTES } from "./boosting_layout.ts";

/** Whether a code goes right: it is not one of the `span + 1` codes from `first` on. */
@inline
function isRight(code: u32, first: u32, span: u32): bool {
  return ((code - first) & 255) > span;
}

/**
 * Notes which records go left.
 *
 * @param codes address of the codes of the split's feature, row by row.
 * @param first lowest code that goes left; the `span` codes above it do too.
 * @param flags address of the results (u8).
 * @returns how many go left.
 */
export function markLeft(
  records: usize,
  end: usize,
  codes: usize,
  first: u32,
  span: u32,
  flags: usize,
): u32 {
  let count: u32 = 0;
  for (; records < end; records += RECORD_BYTES, flags++) {
    const isLeft = u32(!isRight(load<u8>(codes + load<u32>(records, 4)), first, span));
    store<u8>(flags, isLeft);
    count += isLeft;
  }
  return count;
}

/** Moves records to `left` or `right`, in order. */
export function moveRecords(
  records: usize,
  end: usize,
  flags: usize,
  left: usize,
  right: usize,
): void {
  for (; records < end; records += RECORD_BYTES, flags++) {
    const isLeft = load<u8>(flags);
    v128.store(isLeft ? left : right, v128.load(records));
    const step: usize = <usize> isLeft << 4;
    left += step;
    right += RECORD_BYTES - step;
  }
}

/** Adds the value of a leaf to the scores of its records. */
export function addLeaf(records: usize, end: usize, value: f64, scores: usize): void {
  for (; records < end; records += RECORD_BYTES) {
    const at = scores + (load<u32>(records, 4) << 3);
    store<f64>(at, load<f64>(at) + value);
  }
}

/**
 * Adds the value of its leaf to the score of each row of a list. Codes are read column by column:
 * the lines of the few columns of a tree stay in the cache.
 *
 * @param rows address of the list of row indices (u32); it ends at `end`.
 * @param columns address of the codes, `length` per feature.
 * @param root address of the tree's nodes; see NODE_BYTES.
 */
export function addTree(
  rows: usize,
  end: usize,
  columns: usize,
  length: usize,
  scores: usize,
  root: usize,
  depth: i32,
): void {
  for (; rows < end; rows += 4) {
    const row = load<u32>(rows);
    const codes = columns + row;
    let node = root;
    for (let level = 0; level < depth; level++) {
      const code = load<u8>(codes + load<u32>(node) * length);
      const right = <usize> isRight(code, load<u8>(node, 16), load<u8>(node, 17));
      node = load<u32>(node, 4) + right * NODE_BYTES;
    }
    const at = scores + (row << 3);
    store<f64>(at, load<f64>(at) + load<f64>(node, 8));
  }
}
