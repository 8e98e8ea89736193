import type { BinLayout, BinnedFeature } from "../binning/binned_table.ts";
import { MISSING_BIN } from "../binning/bin_values.ts";
import type { TreeNodes } from "../tree_ensemble.ts";

/** A tree with the bins of its splits, so that binned rows can be scored. */
export interface BinnedTree {
  nodes: TreeNodes;
  /** Bins up to this go left; for a category, the bin that goes left. */
  bins: Uint8Array;
}

/** Adds a tree's leaf values to the scores of binned rows. O(rows × depth). */
export function addTreeScores(
  { nodes, bins }: BinnedTree,
  features: BinnedFeature[],
  { bytes, rowStep, featureStep }: BinLayout,
  scores: Float64Array,
): void {
  for (let i = 0; i < scores.length; i++) {
    const row = i * rowStep;
    let node = 0;
    for (let f; (f = nodes.feature[node]!) >= 0;) {
      const bin = bytes[row + f * featureStep]!;
      const left = bin === MISSING_BIN
        ? nodes.missingLeft[node] === 1
        : features[f]!.kind === "numeric"
        ? bin <= bins[node]!
        : bin === bins[node];
      node = left ? nodes.left[node]! : nodes.right[node]!;
    }
    scores[i]! += nodes.value[node]!;
  }
}
