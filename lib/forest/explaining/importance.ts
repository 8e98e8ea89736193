import type { TreeEnsemble } from "../tree_ensemble.ts";

/**
 * The importance of each feature: mean decrease in impurity, normalised to sum 1 (all 0 where no
 * tree has a split). As in scikit-learn the trees of a forest count equally, whatever their total;
 * those of boosting count by their gain. A categorical feature has the sum of its categories'.
 */
export function featureImportance({ features, nodes, offsets, link }: TreeEnsemble): Float64Array {
  const importance = new Float64Array(features.length);
  for (let tree = 0; tree + 1 < offsets.length; tree++) {
    const begin = offsets[tree]!;
    const end = offsets[tree + 1]!;
    let total = 0;
    for (let i = begin; i < end; i++) total += nodes.gain[i]!;
    if (total <= 0) continue;
    const scale = link === "mean" ? 1 / total : 1;
    for (let i = begin; i < end; i++) {
      if (nodes.feature[i]! >= 0) importance[nodes.feature[i]!]! += nodes.gain[i]! * scale;
    }
  }
  const sum = importance.reduce((a, b) => a + b, 0);
  return sum > 0 ? importance.map((value) => value / sum) : importance;
}
