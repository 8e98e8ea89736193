import { MISSING_BIN } from "../binning/bin_values.ts";
import type { BinnedTree } from "../growing/binned_tree.ts";
import type { BinnedFeature } from "../binning/binned_table.ts";
import { bestBoostedSplit, type BoostedSplitRules } from "./boosted_split.ts";
import { FEATURE_SUMS, subtractHistogram } from "./gradient_histogram.ts";
import type { GradientTeam } from "./gradient_team.ts";
import { BINS } from "../growing/node_histogram.ts";
import { allocateNodes, resizeNodes, type TreeNodes } from "../tree_ensemble.ts";

/** Rules for growing a boosted tree. */
export interface BoostedTreeRules extends BoostedSplitRules {
  maxDepth: number;
  learningRate: number;
}

/**
 * Returns a function that grows one tree on the derivatives of the loss in `team`. Only the
 * histogram of the smaller child is summed; that of the larger is the node's minus it, which saves
 * at least half of the work. O(rows × depth × features).
 */
export function boostedTreeGrower(
  team: GradientTeam,
  features: BinnedFeature[],
  rules: BoostedTreeRules,
): (rows: Uint32Array, chosen: Uint32Array) => BinnedTree {
  const { maxDepth, learningRate, l2 } = rules;
  const { rows, gradients, histograms } = team;
  const { bytes, rowStep } = team.layout;
  const goesLeft = new Uint8Array(BINS);
  let spare = new Uint32Array(0);
  const pool = [...histograms.keys()];
  let chosen: Int32Array;
  let nodes: TreeNodes;
  let bins: Uint8Array;
  let nodeCount = 0;

  return (treeRows, treeFeatures) => {
    team.startTree(treeRows, treeFeatures);
    chosen = team.chosen.subarray(0, treeFeatures.length);
    const most = Math.min(2 ** (maxDepth + 1), 2 * treeRows.length + 1);
    nodes = allocateNodes(most);
    bins = new Uint8Array(most);
    nodeCount = 0;
    if (spare.length < treeRows.length) spare = new Uint32Array(treeRows.length);
    let first = 0;
    let second = 0;
    for (const row of treeRows) {
      first += gradients[2 * row]!;
      second += gradients[2 * row + 1]!;
    }
    const sums = maxDepth > 0 ? histogram(0, treeRows.length) : undefined;
    grow(0, 0, treeRows.length, first, second, sums);
    return { nodes: resizeNodes(nodes, nodeCount), bins: bins.slice(0, nodeCount) };
  };

  /** Grows a node and its descendants; returns its histogram to the pool. */
  function grow(
    depth: number,
    begin: number,
    end: number,
    first: number,
    second: number,
    sums: number | undefined,
  ): number {
    const node = nodeCount++;
    nodes.feature[node] = nodes.left[node] = nodes.right[node] = -1;
    nodes.value[node] = -learningRate * first / (second + l2);
    nodes.cover[node] = second;
    if (sums === undefined) return node;
    const split = bestBoostedSplit(histograms[sums]!, chosen, features, first, second, rules);
    if (split.feature < 0) {
      pool.push(sums);
      return node;
    }
    const feature = features[split.feature]!;
    const numeric = feature.kind === "numeric";
    nodes.feature[node] = split.feature;
    nodes.threshold[node] = numeric ? feature.edges[split.bin] ?? Infinity : split.bin;
    nodes.missingLeft[node] = Number(split.missingLeft);
    nodes.gain[node] = split.gain;
    bins[node] = split.bin;
    goesLeft.fill(0).fill(1, numeric ? 0 : split.bin, split.bin + 1);
    goesLeft[MISSING_BIN] = Number(split.missingLeft);
    const middle = partition(begin, end, split.feature);
    const [leftSums, rightSums] = childHistograms(depth + 1, begin, middle, end, sums);
    const { leftFirst, leftSecond } = split;
    nodes.left[node] = grow(depth + 1, begin, middle, leftFirst, leftSecond, leftSums);
    const rightFirst = first - leftFirst;
    nodes.right[node] = grow(depth + 1, middle, end, rightFirst, second - leftSecond, rightSums);
    return node;
  }

  function histogram(begin: number, end: number): number {
    const sums = pool.pop()!;
    team.sum(sums, begin, end);
    return sums;
  }

  function childHistograms(
    depth: number,
    begin: number,
    middle: number,
    end: number,
    sums: number,
  ): [number?, number?] {
    if (depth === maxDepth) {
      pool.push(sums);
      return [];
    }
    const leftIsSmaller = middle - begin < end - middle;
    const smaller = leftIsSmaller ? histogram(begin, middle) : histogram(middle, end);
    subtractHistogram(histograms[sums]!, histograms[smaller]!, chosen.length * FEATURE_SUMS);
    return leftIsSmaller ? [smaller, sums] : [sums, smaller];
  }

  /** Moves rows that go left before the others, in order; returns the first right position. */
  function partition(begin: number, end: number, feature: number): number {
    let left = begin;
    let right = 0;
    for (let i = begin; i < end; i++) {
      const row = rows[i]!;
      const isLeft = goesLeft[bytes[row * rowStep + feature]!]!;
      rows[left] = row;
      spare[right] = row;
      left += isLeft;
      right += 1 - isLeft;
    }
    rows.set(spare.subarray(0, right), left);
    return left;
  }
}
