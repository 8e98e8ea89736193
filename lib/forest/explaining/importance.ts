import type { TreeEnsemble } from "../tree_ensemble.ts";

/**
 * The importance of each feature: mean decrease in impurity, normalised to sum to 1 (all 0 if no
 * tree has a split). The trees of a forest have equal weight, as in scikit-learn; boosted trees are
 * weighted by their gain. The importance of a categorical feature includes all its categories.
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
