import { job } from "../../workers/job.ts";
import { leafShares } from "./leaf_shares.ts";
import { MAX_PATH_FEATURES, MAX_ROWS } from "./share_layout.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";

/** Rows explained together: in larger blocks, more rows share a pattern. */
export const EXPLAINED_ROWS = MAX_ROWS;

/** Slots of the hash table of patterns: four per row, so that few collide. */
const SLOT_BITS = 10;
const SLOTS = 1 << SLOT_BITS;

/** Input of the explanation of a table. */
export interface ExplainTask {
  ensemble: TreeEnsemble;
  /** Numbers or category indices, by feature of the ensemble. */
  columns: (Float32Array | Float64Array | Int32Array)[];
  rows: number;
  /** Receives the contributions, rows × features. */
  values: Float64Array;
}

/**
 * Returns a function that explains the rows of block `index`.
 *
 * Each tree is traversed once for the whole block. Every row has a pattern: its bits are the
 * features of the path whose conditions the row meets. At a leaf, contributions are computed once
 * per distinct pattern. O(rows × nodes + distinct patterns × d² + rows × leaves × d) for paths of d
 * features.
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
  // open addressing: the pattern of a slot, valid if its stamp is that of the current leaf
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
      throw new RangeError(`a path splits on more than ${MAX_PATH_FEATURES} features`);
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

  /** Writes the rows' patterns in the left or right child to those of the next depth. */
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
    if (value === 0 || length === 0) return; // nothing to distribute: a fifth of a forest's leaves
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

/** The job of {@linkcode blockExplainer}: one block per piece. */
export const EXPLAIN_BLOCK = job(import.meta.url, blockExplainer);
