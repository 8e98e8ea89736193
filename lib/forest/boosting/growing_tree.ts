import { allocateNodes, type TreeNodes } from "../tree_ensemble.ts";
import type { BoostingFit } from "./boosting_fit.ts";
import type { LevelNode } from "./level.ts";
import type { TreeSlots } from "./tree_slots.ts";

/** A tree while it grows; its nodes are numbered level by level. */
export interface GrowingTree {
  fit: BoostingFit;
  slots: TreeSlots;
  nodes: TreeNodes;
  /** Which codes of a node's feature go left; see NODE_BYTES. */
  goesLeft: { first: Uint8Array; span: Uint8Array };
  /** Number of nodes so far. */
  count(): number;
  /** Adds a node, a leaf as long as it is not split. */
  addNode(node: Pick<LevelNode, "begin" | "plain" | "end" | "sums">, depth: number): LevelNode;
}

/** A tree without nodes. */
export function growingTree(fit: BoostingFit, slots: TreeSlots): GrowingTree {
  const { task: { firstUnits, secondUnits, minChildUnits } } = fit;
  const { rules: { maxDepth, learningRate, l2 } } = fit;
  const { mostNodes } = fit;
  const nodes = allocateNodes(mostNodes);
  const goesLeft = {
    first: new Uint8Array(mostNodes),
    span: new Uint8Array(mostNodes).fill(255),
  };
  let count = 0;
  return {
    fit,
    slots,
    nodes,
    goesLeft,
    count: () => count,
    addNode(node, depth) {
      const index = count++;
      const units = Number(node.sums & 0xffffffffn);
      const first = Number(node.sums >> 32n) / firstUnits, second = units / secondUnits;
      nodes.feature[index] = nodes.left[index] = nodes.right[index] = -1;
      nodes.value[index] = -learningRate * first / (second + l2);
      nodes.cover[index] = second;
      return { ...node, index, open: depth < maxDepth && units >= 2 * minChildUnits, histogram: 0 };
    },
  };
}
