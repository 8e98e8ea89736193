import type { TreeEnsemble } from "../tree_ensemble.ts";

/** Deeper trees would exceed the stack of recursive functions; searched depths are at most 20. */
const MAX_DEPTH = 500;

/**
 * Says what is wrong with the structure of an ensemble; `undefined` if its trees can be walked.
 *
 * Every node but the root, which is the first of its tree, must have one parent, before it and in
 * the same tree. Then each node is reached once, and no walk is endless. O(nodes).
 */
export function treeFault(
  { features, offsets, nodes, baseScore }: TreeEnsemble,
): string | undefined {
  if (!Number.isFinite(baseScore)) return "its base score is not a finite number";
  // levels below the root plus 1; 0 if no parent was found
  const level = new Int32Array(nodes.feature.length);
  for (let tree = 0; tree + 1 < offsets.length; tree++) {
    const start = offsets[tree]!, end = offsets[tree + 1]!;
    if (start === end) return `tree ${tree} has no nodes`;
    level[start] = 1;
    for (let node = start; node < end; node++) {
      if (level[node] === 0) return `node ${node} has no parent, and tree ${tree} one root already`;
      const fault = nodeFault(node) ?? childFault(node, end);
      if (fault !== undefined) return `node ${node} ${fault}`;
    }
  }
  return undefined;

  function nodeFault(node: number): string | undefined {
    const threshold = nodes.threshold[node]!;
    const feature = nodes.feature[node]!;
    if (!Number.isFinite(nodes.value[node]!)) return "has a value that is not finite";
    const cover = nodes.cover[node]!;
    if (!(cover >= 0 && cover < Infinity)) return `has the cover ${cover}`;
    if (!Number.isFinite(nodes.gain[node]!)) return "has a gain that is not finite";
    if (nodes.missingLeft[node]! > 1) return `has the flag missing_left ${nodes.missingLeft[node]}`;
    if (feature === -1) return undefined;
    const used = features[feature];
    if (used === undefined) return `splits on feature ${feature} of ${features.length}`;
    if (used.kind === "numeric") {
      return Number.isNaN(threshold) ? "has a threshold that is not a number" : undefined;
    }
    // +∞ equals no category: all rows go right
    const isCategory = threshold === Infinity || Number.isInteger(threshold) && threshold >= 0 &&
        threshold < used.categories.length;
    return isCategory ? undefined : `splits on category ${threshold} of ${used.categories.length}`;
  }

  function childFault(node: number, end: number): string | undefined {
    const isLeaf = nodes.feature[node] === -1;
    for (const child of [nodes.left[node]!, nodes.right[node]!]) {
      if (isLeaf) {
        if (child !== -1) return `is a leaf with the child ${child}`;
        continue;
      }
      if (child <= node || child >= end) {
        return `has the child ${child}, expected one from ${node + 1} to ${end - 1}`;
      }
      if (level[child] !== 0) return `has the child ${child}, which another node has too`;
      level[child] = level[node]! + 1;
      if (level[child]! > MAX_DEPTH) return `is more than ${MAX_DEPTH} levels below its root`;
    }
    return undefined;
  }
}
