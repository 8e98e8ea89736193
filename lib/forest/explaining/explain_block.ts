import { job } from "../../workers/job.ts";
import { leafShares } from "./leaf_shares.ts";
import { MAX_PATH_FEATURES, MAX_ROWS } from "./share_layout.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";

/** Rows explained together: the more, the more of them meet a leaf's conditions alike. */
export const EXPLAINED_ROWS = MAX_ROWS;

/** Slots of the table of patterns: four for each row, so that few collide. */
const SLOT_BITS = 10;
const SLOTS = 1 << SLOT_BITS;

/** What the explanation of a table needs. */
export interface ExplainTask {
  ensemble: TreeEnsemble;
  /** By feature of the ensemble: numbers, or codes of its categories. */
  columns: (Float32Array | Float64Array | Int32Array)[];
  rows: number;
  /** Receives the contributions, rows × features. */
  values: Float64Array;
}

/**
 * A function that explains the rows of block number `index`.
 *
 * Goes down each tree once for the whole block, keeping for each row which of the path's features
 * it meets as bits of a pattern. At a leaf the contributions are worked out once for each distinct
 * pattern. O(rows × nodes + distinct patterns × d² + rows × leaves × d), d features in a path.
 */
export function blockExplainer(task: ExplainTask): (index: number) => void {
  const { ensemble: { nodes, offsets, features, link }, columns, values } = task;
  const trees = offsets.length - 1;
  const scale = link === "mean" ? 1 / trees : 1;
  const width = features.length;
  const shares = leafShares(width);
  const pathFeature = new Int32Array(MAX_PATH_FEATURES);
  const pathCover = new Float64Array(MAX_PATH_FEATURES);
  const patterns: Int32Array[] = [new Int32Array(EXPLAINED_ROWS).fill(-1)];
  // open addressing: which pattern a slot holds, valid where its stamp is the present leaf's
  const slotPattern = new Int32Array(SLOTS);
  const slotStamp = new Float64Array(SLOTS);
  const slotPlace = new Int32Array(SLOTS);
  let stamp = 0;
  let begin = 0;
  let rows = 0;

  return (index) => {
    begin = index * EXPLAINED_ROWS;
    rows = Math.min(EXPLAINED_ROWS, task.rows - begin);
    shares.sums.fill(0);
    for (let tree = 0; tree < trees; tree++) descend(offsets[tree]!, 0, 0);
    values.set(shares.sums.subarray(0, rows * width), begin * width);
  };

  function descend(node: number, depth: number, length: number): void {
    const feature = nodes.feature[node]!;
    if (feature < 0) return addLeaf(nodes.value[node]! * scale, patterns[depth]!, length);
    let slot = 0;
    while (slot < length && pathFeature[slot] !== feature) slot++;
    const isNew = slot === length;
    if (isNew && length === MAX_PATH_FEATURES) {
      throw new RangeError(`a path asks about more than ${MAX_PATH_FEATURES} features`);
    }
    const before = isNew ? 1 : pathCover[slot]!;
    pathFeature[slot] = feature;
    for (const left of [true, false]) {
      const child = left ? nodes.left[node]! : nodes.right[node]!;
      pathCover[slot] = before * nodes.cover[child]! / nodes.cover[node]!;
      follow(node, left, 1 << slot, depth);
      descend(child, depth + 1, length + Number(isNew));
    }
    pathCover[slot] = before;
  }

  /** Writes the rows' patterns of the left or right child into those of the next depth. */
  function follow(node: number, left: boolean, bit: number, depth: number): void {
    const from = patterns[depth]!;
    const to = patterns[depth + 1] ??= new Int32Array(EXPLAINED_ROWS);
    const column = columns[nodes.feature[node]!]!;
    const threshold = nodes.threshold[node]!;
    const whereLeft = left ? -1 : ~bit;
    const whereRight = left ? ~bit : -1;
    if (column instanceof Int32Array) {
      for (let i = 0; i < rows; i++) {
        to[i] = from[i]! & (column[begin + i] === threshold ? whereLeft : whereRight);
      }
      return;
    }
    const whereMissing = nodes.missingLeft[node] === 1 ? whereLeft : whereRight;
    for (let i = 0; i < rows; i++) {
      const value = column[begin + i]!;
      to[i] = from[i]! &
        (value <= threshold ? whereLeft : value === value ? whereRight : whereMissing);
    }
  }

  function addLeaf(value: number, pattern: Int32Array, length: number): void {
    if (value === 0 || length === 0) return; // nothing to share out: a fifth of a forest's leaves
    stamp++;
    let patterns = 0;
    for (let i = 0; i < rows; i++) {
      const key = pattern[i]!;
      let slot = Math.imul(key, 0x9e3779b1) >>> (32 - SLOT_BITS);
      while (slotStamp[slot] === stamp && slotPattern[slot] !== key) slot = (slot + 1) % SLOTS;
      if (slotStamp[slot] !== stamp) {
        slotStamp[slot] = stamp;
        slotPattern[slot] = key;
        slotPlace[slot] = patterns;
        shares.patterns[patterns++] = key;
      }
      shares.setPattern(i, slotPlace[slot]!);
    }
    shares.add({ value, length, features: pathFeature, covers: pathCover }, patterns, rows);
  }
}

/** Explains a block of rows a piece. */
export const EXPLAIN_BLOCK = job(import.meta.url, blockExplainer);
