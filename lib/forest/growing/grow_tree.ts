import { job } from "../../workers/job.ts";
import { type Random, random } from "../../stats/random.ts";
import type { BinLayout, BinnedFeature } from "../binning/binned_table.ts";
import { addTreeScores } from "./binned_tree.ts";
import { MISSING_BIN } from "../binning/bin_values.ts";
import { BINS, countEntries, MAX_DRAWS, ROW_BITS, ROW_MASK, ROW_UNIT } from "./node_histogram.ts";
import { type NodeRows, splitFinder } from "./node_search.ts";
import { type SplitRules, weightedImpurity } from "./split_search.ts";
import { allocateNodes, resizeNodes, type TreeNodes } from "../tree_ensemble.ts";

/** Input for growing the trees of a forest: plain data that can be sent to a worker. */
export interface GrowTask extends SplitRules {
  /** The bins in two layouts, both in shared memory. */
  columns: BinLayout;
  rows: BinLayout;
  /** 0 or 1, by row. */
  labels: Uint8Array;
  features: BinnedFeature[];
  maxDepth: number;
  minSamplesSplit: number;
  /** Candidates drawn per node: numeric features or single categories. */
  candidatesPerNode: number;
  /** Rows drawn per tree, with replacement if `bootstrap`. */
  draws: number;
  bootstrap: boolean;
  /** Whether each tree predicts the rows that it did not draw. */
  outOfBag: boolean;
  seed: number;
}

/** A tree and, with `outOfBag`, its prediction per row; NaN for rows that it drew. */
export interface GrownTree {
  nodes: TreeNodes;
  outOfBag: Float64Array | null;
}

/**
 * Stores into which the bins of a subtree's rows are copied. The smaller one is half of a
 * second-level cache of 1 MB. The larger one, in the third-level cache, is used before if the rows
 * are a small share of the table and so lie far apart. With 336,000 rows of which 25 % were drawn,
 * nodes of 4,000 to 16,000 rows took 5 to 8 ns per row and feature, and 2.5 ns with the larger
 * store. With 80,000 rows, copying twice took more time than it saved.
 */
const STORES = [{ bytes: 2 ** 21, share: 1 / 16 }, { bytes: 2 ** 19, share: 1 }];

/** Draws the rows of a tree; returns how often each was drawn. */
export function drawRows(
  rows: number,
  draws: number,
  bootstrap: boolean,
  chance: Random,
): Uint8Array {
  const drawn = new Uint8Array(rows);
  if (bootstrap) {
    // with as many draws as rows, the probability of more than 31 draws of a row is below 1e-33
    for (let i = 0; i < draws; i++) {
      const row = Math.floor(chance.uint32() * rows / 2 ** 32);
      if (drawn[row]! < MAX_DRAWS) drawn[row]!++;
    }
  } else {
    for (let i = 0, left = draws; left > 0; i++) {
      if (chance.uniform() * (rows - i) >= left) continue;
      drawn[i] = 1;
      left--;
    }
  }
  return drawn;
}

/**
 * Returns a function that grows tree `index` with its own random stream: it is the same on any
 * worker and in any order. Working memory is reused from tree to tree.
 *
 * O(rows × depth × candidates) for balanced trees, plus O(bins) per node and drawn feature. There
 * is one list of rows per class, and each split partitions the lists without changing the order.
 * The bins of a subtree are copied to adjacent memory once they fit into a cache.
 */
export function treeGrower(task: GrowTask): (tree: number) => GrownTree {
  const { labels, features, maxDepth, minSamplesSplit, minSamplesLeaf } = task;
  const { rowStep } = task.rows;
  const length = labels.length;
  const [negativeWeight, positiveWeight] = task.classWeight;
  // the search uses half of the Gini impurity, or nats; gains are in Gini impurity, or bits
  const gainUnit = task.criterion === "gini" ? 2 : 1 / Math.LN2;
  const positive = new Uint32Array(length);
  const negative = new Uint32Array(length);
  const spare = new Uint32Array(length);
  const goesLeft = new Uint8Array(BINS);
  const stores = STORES.map(({ bytes, share }) => {
    const most = Math.floor(Math.min(bytes / rowStep, share * length));
    return { most, layout: { bytes: new Uint8Array(most * rowStep), rowStep, featureStep: 1 } };
  });
  const findSplit = splitFinder(features, task.candidatesPerNode, task, {
    positive,
    negative,
  });
  let nodes = allocateNodes(1024);
  let bins = new Uint8Array(1024);
  let nodeCount = 0;
  let chance: Random;

  return (index) => {
    chance = random(task.seed, index);
    nodeCount = 0;
    const drawn = drawRows(length, task.draws, task.bootstrap, chance);
    grow(0, rootRows(drawn));
    const tree = { nodes: resizeNodes(nodes, nodeCount), bins };
    if (!task.outOfBag) return { nodes: tree.nodes, outOfBag: null };
    const outOfBag = Float64Array.from(drawn, (draws) => draws > 0 ? NaN : 0);
    addTreeScores(tree, features, task.rows, outOfBag);
    return { nodes: tree.nodes, outOfBag };
  };

  function rootRows(drawn: Uint8Array): NodeRows {
    const p = listEntries(drawn, labels, 1, positive);
    const n = listEntries(drawn, labels, 0, negative);
    return {
      positiveBegin: 0,
      positiveEnd: p,
      negativeBegin: 0,
      negativeEnd: n,
      positives: countEntries(positive, 0, p),
      negatives: countEntries(negative, 0, n),
      layout: task.columns,
    };
  }

  /** Grows a node and its descendants, parents first; returns the node's index. */
  function grow(depth: number, rows: NodeRows): number {
    const node = nodeCount++;
    if (node === bins.length) {
      nodes = resizeNodes(nodes, 2 * node);
      const kept = bins;
      bins = new Uint8Array(2 * node);
      bins.set(kept);
    }
    const weightOfPositives = (rows.positives % ROW_UNIT) * positiveWeight;
    const weight = weightOfPositives + (rows.negatives % ROW_UNIT) * negativeWeight;
    nodes.feature[node] = -1;
    nodes.threshold[node] = 0;
    nodes.missingLeft[node] = 0;
    nodes.left[node] = -1;
    nodes.right[node] = -1;
    nodes.value[node] = weightOfPositives / weight;
    nodes.cover[node] = weight;
    nodes.gain[node] = 0;

    const p = rows.positiveEnd - rows.positiveBegin;
    const n = rows.negativeEnd - rows.negativeBegin;
    if (
      depth >= maxDepth || p === 0 || n === 0 || p + n < minSamplesSplit ||
      p + n < 2 * minSamplesLeaf
    ) return node;
    const store = stores.findLast(({ most }) => p + n <= most);
    if (store && store.layout !== rows.layout) {
      const from = rows.layout === task.columns ? task.rows : rows.layout;
      copyRows(positive, rows.positiveBegin, rows.positiveEnd, from, store.layout, 0);
      copyRows(negative, rows.negativeBegin, rows.negativeEnd, from, store.layout, p);
      rows.layout = store.layout;
    }
    const split = findSplit(rows, chance);
    if (split.impurity === Infinity) return node;

    const feature = features[split.feature]!;
    const numeric = feature.kind === "numeric";
    nodes.feature[node] = split.feature;
    nodes.threshold[node] = numeric ? feature.edges[split.bin] ?? Infinity : split.bin;
    nodes.missingLeft[node] = Number(split.missingLeft);
    bins[node] = split.bin;
    const impurity = weightedImpurity(rows.positives, rows.negatives, task);
    nodes.gain[node] = gainUnit * Math.max(0, impurity - split.impurity);
    goesLeft.fill(0).fill(1, numeric ? 0 : split.bin, split.bin + 1);
    goesLeft[MISSING_BIN] = Number(split.missingLeft);
    const { layout } = rows;
    const positiveMiddle = partition(
      positive,
      rows.positiveBegin,
      rows.positiveEnd,
      layout,
      split.feature,
    );
    const negativeMiddle = partition(
      negative,
      rows.negativeBegin,
      rows.negativeEnd,
      layout,
      split.feature,
    );
    const left = grow(depth + 1, {
      ...rows,
      positiveEnd: positiveMiddle,
      negativeEnd: negativeMiddle,
      positives: split.leftPositives,
      negatives: split.leftNegatives,
    });
    const right = grow(depth + 1, {
      ...rows,
      positiveBegin: positiveMiddle,
      negativeBegin: negativeMiddle,
      positives: rows.positives - split.leftPositives,
      negatives: rows.negatives - split.leftNegatives,
    });
    nodes.left[node] = left; // not before, because growing may replace the arrays
    nodes.right[node] = right;
    return node;
  }

  /** Copies the entries' rows to a store from `row` on, and updates the entries to point there. */
  function copyRows(
    entries: Uint32Array,
    begin: number,
    end: number,
    source: BinLayout,
    store: BinLayout,
    row: number,
  ): void {
    const words = new BigInt64Array(source.bytes.buffer);
    const copies = new BigInt64Array(store.bytes.buffer);
    const perRow = rowStep / 8;
    for (let i = begin; i < end; i++, row++) {
      const entry = entries[i]!;
      const from = (entry & ROW_MASK) * perRow;
      const to = row * perRow;
      for (let word = 0; word < perRow; word++) copies[to + word] = words[from + word]!;
      entries[i] = row | (entry & ~ROW_MASK);
    }
  }

  /** Moves entries that go left before the others, in order; returns the first right position. */
  function partition(
    entries: Uint32Array,
    begin: number,
    end: number,
    { bytes, rowStep, featureStep }: BinLayout,
    feature: number,
  ): number {
    const column = feature * featureStep;
    let left = begin;
    let right = 0;
    for (let i = begin; i < end; i++) {
      const entry = entries[i]!;
      const isLeft = goesLeft[bytes[(entry & ROW_MASK) * rowStep + column]!]!;
      entries[left] = entry;
      spare[right] = entry;
      left += isLeft;
      right += 1 - isLeft;
    }
    entries.set(spare.subarray(0, right), left);
    return left;
  }
}

/** The job of {@linkcode treeGrower}: one tree per piece. */
export const GROW_TREE = job(import.meta.url, treeGrower);

/** Lists the drawn rows of one class as entries; returns their number. */
function listEntries(
  drawn: Uint8Array,
  labels: Uint8Array,
  label: number,
  entries: Uint32Array,
): number {
  let count = 0;
  for (let row = 0; row < drawn.length; row++) {
    entries[count] = row | (drawn[row]! << ROW_BITS);
    count += Number(drawn[row]! > 0) & Number(labels[row] === label);
  }
  return count;
}
