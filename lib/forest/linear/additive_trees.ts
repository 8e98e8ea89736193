import { MISSING_BIN } from "../binning/bin_values.ts";
import type { BinnedFeature } from "../binning/binned_table.ts";
import { ensembleFeatures } from "../ensemble_features.ts";
import { allocateNodes, joinTrees, type TreeEnsemble, type TreeNodes } from "../tree_ensemble.ts";
import type { AdditiveModel } from "./logistic_regression.ts";

/**
 * An additive model on bins as an ensemble: one balanced tree per feature, a leaf per bin with
 * training rows. Log-odds are the same to rounding, and TreeSHAP values are what each feature adds
 * beyond its mean. The gain of a split is how much it lowers the weighted variance.
 */
export function additiveTrees(
  { intercept, values, cover }: AdditiveModel,
  features: BinnedFeature[],
): TreeEnsemble {
  const trees = features.flatMap((feature, f) =>
    feature.kind === "numeric" && feature.edges.length > 0
      ? [treeOf(f, feature.edges, values[f]!, cover[f]!)]
      : []
  );
  return {
    features: ensembleFeatures(features),
    ...joinTrees(trees),
    link: "logistic",
    baseScore: intercept,
  };
}

function treeOf(
  feature: number,
  edges: Float64Array,
  values: Float64Array,
  cover: Float64Array,
): TreeNodes {
  const known = Array.from({ length: edges.length + 1 }, (_, bin) => bin);
  const used = known.filter((bin) => cover[bin]! > 0);
  const leaves = used.length > 0 ? used : known.slice(0, 1);
  const missing = cover[MISSING_BIN]! > 0;
  const nodes = allocateNodes(2 * (leaves.length + (missing ? 1 : 0)) - 1);
  let length = 0;
  if (missing) {
    const root = length++;
    split(root, Infinity, grow(0, leaves.length), leaf(MISSING_BIN));
  } else {
    grow(0, leaves.length);
  }
  return nodes;

  /** The node of the leaves from `begin` to `end` − 1. */
  function grow(begin: number, end: number): number {
    if (end - begin === 1) return leaf(leaves[begin]!);
    const node = length++, middle = (begin + end) >> 1;
    split(node, edges[leaves[middle - 1]!]!, grow(begin, middle), grow(middle, end));
    return node;
  }

  function leaf(bin: number): number {
    const node = length++;
    nodes.feature[node] = nodes.left[node] = nodes.right[node] = -1;
    nodes.value[node] = values[bin]!;
    nodes.cover[node] = cover[bin]!;
    return node;
  }

  function split(node: number, threshold: number, left: number, right: number): void {
    const { value, cover } = nodes;
    const rows = cover[left]! + cover[right]!, share = cover[left]! / rows;
    nodes.feature[node] = feature;
    nodes.threshold[node] = threshold;
    // without missing values in training, they go where most rows go
    nodes.missingLeft[node] = threshold < Infinity && share > 0.5 ? 1 : 0;
    nodes.left[node] = left;
    nodes.right[node] = right;
    cover[node] = rows;
    value[node] = share * value[left]! + (1 - share) * value[right]!;
    nodes.gain[node] = rows * share * (1 - share) * (value[left]! - value[right]!) ** 2;
  }
}
