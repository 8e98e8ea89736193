import { job } from "../../workers/job.ts";
import { type Random, random } from "../../stats/random.ts";
import type { BinnedFeature } from "../binning/binned_table.ts";
import { addTreeScores } from "./binned_tree.ts";
import { MISSING_BIN } from "../binning/bin_values.ts";
import { MAX_DRAWS, ROW_BITS } from "./entry_layout.ts";
import { type GrowMemory, type NodeBins, threadMemory } from "./grow_memory.ts";
import { type NodeRows, splitFinder, type SplitRules } from "./node_search.ts";
import { weightedImpurity } from "./weighted_impurity.ts";
import { allocateNodes, resizeNodes, type TreeNodes } from "../tree_ensemble.ts";

/** Input for growing the trees of a forest: plain data that can be sent to a worker. */
export interface GrowTask extends SplitRules {
  memory: GrowMemory;
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
  /** Number of the first tree in the forest. */
  firstTree: number;
}

/** A tree and, with `outOfBag`, its prediction per row; NaN for rows that it drew. */
export interface GrownTree {
  nodes: TreeNodes;
  outOfBag: Float64Array | null;
}

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
  const { columns, rows: allRows } = task.memory;
  const length = labels.length;
  const [negativeWeight, positiveWeight] = task.classWeight;
  // the search uses half of the Gini impurity, or nats; gains are in Gini impurity, or bits
  const gainUnit = task.criterion === "gini" ? 2 : 1 / Math.LN2;
  const thread = threadMemory(task.memory);
  const { at: addresses, kernel, positive, negative, goesLeft, stores } = thread;
  const findSplit = splitFinder(features, task.candidatesPerNode, task, thread);
  let nodes = allocateNodes(1024);
  let bins = new Uint8Array(1024);
  let nodeCount = 0;
  let chance: Random;

  return (index) => {
    chance = random(task.seed, task.firstTree + index);
    nodeCount = 0;
    const drawn = drawRows(length, task.draws, task.bootstrap, chance);
    grow(0, rootRows(drawn));
    const tree = { nodes: resizeNodes(nodes, nodeCount), bins };
    if (!task.outOfBag) return { nodes: tree.nodes, outOfBag: null };
    const outOfBag = Float64Array.from(drawn, (draws) => draws > 0 ? NaN : 0);
    addTreeScores(
      tree,
      features,
      { ...allRows, bytes: thread.bytes.subarray(allRows.at) },
      outOfBag,
    );
    return { nodes: tree.nodes, outOfBag };
  };

  function rootRows(drawn: Uint8Array): NodeRows {
    const [p, n] = listEntries(drawn, labels, positive, negative);
    return {
      positiveBegin: 0,
      positiveEnd: p,
      negativeBegin: 0,
      negativeEnd: n,
      positives: drawsOf(positive, p),
      negatives: drawsOf(negative, n),
      bins: columns,
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
    const weightOfPositives = rows.positives * positiveWeight;
    const weight = weightOfPositives + rows.negatives * negativeWeight;
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
    if (store && store.bins !== rows.bins) {
      const from = rows.bins === columns ? allRows : rows.bins;
      copyRows(addresses.positive, rows.positiveBegin, rows.positiveEnd, from, store.bins, 0);
      copyRows(addresses.negative, rows.negativeBegin, rows.negativeEnd, from, store.bins, p);
      rows.bins = store.bins;
    }
    const split = findSplit(rows, chance);
    if (!split) return node;

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
    const { positiveBegin, positiveEnd, negativeBegin, negativeEnd, bins: nodeBins } = rows;
    const positiveMiddle = partition(
      addresses.positive,
      positiveBegin,
      positiveEnd,
      nodeBins,
      split.feature,
    );
    const negativeMiddle = partition(
      addresses.negative,
      negativeBegin,
      negativeEnd,
      nodeBins,
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

  /** Copies the rows of entries to a store from `row` on, and updates the entries to point there. */
  function copyRows(
    list: number,
    begin: number,
    end: number,
    from: NodeBins,
    store: NodeBins,
    row: number,
  ): void {
    kernel.copyRows(list + 4 * begin, list + 4 * end, from.at, store.at, row, store.rowStep);
  }

  /** Moves entries that go left before the others, in order; returns the first right position. */
  function partition(
    list: number,
    begin: number,
    end: number,
    { at, rowStep, featureStep }: NodeBins,
    feature: number,
  ): number {
    const middle = kernel.partitionEntries(
      list + 4 * begin,
      list + 4 * end,
      at + feature * featureStep,
      rowStep,
      addresses.goesLeft,
      addresses.spare,
    );
    return ((middle >>> 0) - list) / 4;
  }
}

/** The job of {@linkcode treeGrower}: one tree per piece. */
export const GROW_TREE = job(import.meta.url, treeGrower);

/** Sum of the draws of a list of entries. */
function drawsOf(entries: Uint32Array, end: number): number {
  let draws = 0;
  for (let i = 0; i < end; i++) draws += entries[i]! >>> ROW_BITS;
  return draws;
}

/** Lists the drawn rows of each class as entries; returns the numbers of both. */
function listEntries(
  drawn: Uint8Array,
  labels: Uint8Array,
  positive: Uint32Array,
  negative: Uint32Array,
): [positives: number, negatives: number] {
  let p = 0, n = 0;
  for (let row = 0; row < drawn.length; row++) {
    const draws = drawn[row]!, isPositive = labels[row]!;
    const isDrawn = -draws >>> 31;
    positive[p] = negative[n] = row | (draws << ROW_BITS);
    p += isDrawn & isPositive;
    n += isDrawn & (1 - isPositive);
  }
  return [p, n];
}
