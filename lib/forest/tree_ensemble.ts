/** A feature that a split can look at: numbers, or texts of which a split singles out one. */
export type EnsembleFeature =
  | { kind: "numeric"; name: string }
  | { kind: "categorical"; name: string; categories: string[] };

/**
 * The nodes of one tree, or of many one after the other, as flat arrays. `left` and `right` are
 * indices into the same arrays. A row goes left where its value is ≤ `threshold` (numeric) or is the
 * category whose index is `threshold` (categorical). A missing number follows `missingLeft`; a
 * missing or unknown category is unequal to every category and goes right.
 */
export interface TreeNodes {
  /** Index into the features; −1 is a leaf. */
  feature: Int32Array;
  /** Numeric: largest value that goes left (may be +∞: all but the missing). 0 in leaves. */
  threshold: Float64Array;
  /** 1 where missing numbers go left. */
  missingLeft: Uint8Array;
  /** −1 in leaves. */
  left: Int32Array;
  /** −1 in leaves. */
  right: Int32Array;
  /** Share of class 1 among the training rows of the node; for boosting the raw score (log-odds). */
  value: Float64Array;
  /** Weight of the training rows of the node (for boosting: sum of Hessians). */
  cover: Float64Array;
  /** How much the split lowers the weighted impurity (for boosting: the loss); 0 in leaves. */
  gain: Float64Array;
}

/**
 * Decision trees for two classes, as plain data: what training makes, and what predictions,
 * importances, explanations and the model file read.
 *
 * The score of a row is `baseScore` plus its leaves' values: their mean where `link` is `"mean"`
 * (which then is the probability), their sum where it is `"logistic"` (then log-odds).
 */
export interface TreeEnsemble {
  /** What the trees ask about. */
  features: EnsembleFeature[];
  /** Tree `t` has the nodes `offsets[t]` to `offsets[t + 1] − 1`, its root first. */
  offsets: Int32Array;
  /** The nodes of all trees. */
  nodes: TreeNodes;
  /** How the leaves of a row become a probability. */
  link: "mean" | "logistic";
  /** What the leaves are added to. */
  baseScore: number;
}

/** An array for each field of `length` nodes. */
export function allocateNodes(length: number): TreeNodes {
  return {
    feature: new Int32Array(length),
    threshold: new Float64Array(length),
    missingLeft: new Uint8Array(length),
    left: new Int32Array(length),
    right: new Int32Array(length),
    value: new Float64Array(length),
    cover: new Float64Array(length),
    gain: new Float64Array(length),
  };
}

/** A copy of the first `length` nodes, or of all with room for more. */
export function resizeNodes(nodes: TreeNodes, length: number): TreeNodes {
  const copy = allocateNodes(length);
  for (const field of Object.keys(copy) as (keyof TreeNodes)[]) {
    copy[field].set(nodes[field].subarray(0, length));
  }
  return copy;
}

/** Lays single trees, whose children count from their own root, one after the other. */
export function joinTrees(trees: TreeNodes[]): { offsets: Int32Array; nodes: TreeNodes } {
  const offsets = new Int32Array(trees.length + 1);
  trees.forEach((tree, t) => (offsets[t + 1] = offsets[t]! + tree.feature.length));
  const nodes = allocateNodes(offsets[trees.length]!);
  trees.forEach((tree, t) => {
    const start = offsets[t]!;
    for (const field of Object.keys(nodes) as (keyof TreeNodes)[]) {
      nodes[field].set(tree[field], start);
    }
    for (let i = 0; i < tree.feature.length; i++) {
      if (tree.feature[i]! < 0) continue;
      nodes.left[start + i]! += start;
      nodes.right[start + i]! += start;
    }
  });
  return { offsets, nodes };
}
