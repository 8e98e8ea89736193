/** A feature of an ensemble: numbers, or text, of which one category goes left at a split. */
export type EnsembleFeature =
  | { kind: "numeric"; name: string }
  | { kind: "categorical"; name: string; categories: string[] };

/**
 * The nodes of one or more trees, as flat arrays. `left` and `right` are indices into the same
 * arrays. A row goes left if its value is at most `threshold` (numeric) or is the category with the
 * index `threshold` (categorical). A missing number follows `missingLeft`; a missing or unknown
 * category equals no category and goes right.
 */
export interface TreeNodes {
  /** Index into the features; −1 is a leaf. */
  feature: Int32Array;
  /** Largest number that goes left (+∞: all but missing), or index of a category; 0 in leaves. */
  threshold: Float64Array;
  /** 1 if missing numbers go left. */
  missingLeft: Uint8Array;
  /** −1 in leaves. */
  left: Int32Array;
  /** −1 in leaves. */
  right: Int32Array;
  /** Share of class 1 among the training rows; for boosting the raw score (log-odds). */
  value: Float64Array;
  /** Weight of the training rows of the node (for boosting: sum of Hessians). */
  cover: Float64Array;
  /** How much the split lowers the weighted impurity (for boosting: the loss); 0 in leaves. */
  gain: Float64Array;
}

/**
 * Decision trees for two classes, as plain data: the result of training, and the input of
 * predictions, importances, explanations and the model file.
 *
 * The score of a row is `baseScore` plus the values of its leaves: their mean if `link` is `"mean"`
 * (a probability), their sum if it is `"logistic"` (log-odds).
 */
export interface TreeEnsemble {
  /** The features of the splits. */
  features: EnsembleFeature[];
  /** Tree `t` has the nodes `offsets[t]` to `offsets[t + 1] − 1`, its root first. */
  offsets: Int32Array;
  /** The nodes of all trees. */
  nodes: TreeNodes;
  /** How the leaves of a row become a probability. */
  link: "mean" | "logistic";
  /** The score before the leaves are added. */
  baseScore: number;
}

/** Allocates arrays for `length` nodes. */
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

/** Copies the first `length` nodes; if there are fewer, the copy has space for more. */
export function resizeNodes(nodes: TreeNodes, length: number): TreeNodes {
  const copy = allocateNodes(length);
  for (const field of Object.keys(copy) as (keyof TreeNodes)[]) {
    copy[field].set(nodes[field].subarray(0, length));
  }
  return copy;
}

/** The trees of ensembles on the same features, one after the other. */
export function joinEnsembles(
  ensembles: readonly TreeEnsemble[],
): Pick<TreeEnsemble, "features" | "offsets" | "nodes"> {
  const { nodes, offsets: starts } = joinTrees(ensembles.map(({ nodes }) => nodes));
  const offsets = ensembles.flatMap(({ offsets }, k) =>
    Array.from(offsets.subarray(0, -1), (begin) => starts[k]! + begin)
  );
  return {
    features: ensembles[0]!.features,
    offsets: Int32Array.from([...offsets, starts[ensembles.length]!]),
    nodes,
  };
}

/** The first trees of an ensemble. */
export function firstTrees(ensemble: TreeEnsemble, count: number): TreeEnsemble {
  const offsets = ensemble.offsets.slice(0, count + 1);
  return { ...ensemble, offsets, nodes: resizeNodes(ensemble.nodes, offsets.at(-1)!) };
}

/** Concatenates trees, and converts their child indices to indices into the result. */
export function joinTrees(trees: readonly TreeNodes[]): { offsets: Int32Array; nodes: TreeNodes } {
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
