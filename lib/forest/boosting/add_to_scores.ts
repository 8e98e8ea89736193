import type { GrowingTree } from "./growing_tree.ts";
import { cutRange, type LevelNode, type Range } from "./level.ts";
import { NODE_BYTES, RECORD_BYTES } from "./pieces/boosting_layout.ts";
import { ADD_LEAF, ADD_TREE } from "./pieces/boosting_pieces.ts";

/** A leaf, and the address of its level's records. */
export interface Leaf {
  node: LevelNode;
  records: number;
}

/**
 * Adds the values of a tree to the scores: those of its leaves to their records, and for all other
 * rows that of the leaf that they reach.
 *
 * @param others ranges of the list of rows that were not drawn for the tree.
 * @param depth levels below the root.
 */
export function addToScores(
  tree: GrowingTree,
  leaves: Leaf[],
  others: Range[],
  depth: number,
): void {
  const { fit: { task, steps, at, rows, validation }, nodes } = tree;
  for (const { node: { index, begin, end }, records } of leaves) {
    for (const [from, to] of cutRange(begin, end)) {
      const range = [records + RECORD_BYTES * from, records + RECORD_BYTES * to];
      steps.addWithValue(nodes.value[index]!, ADD_LEAF, ...range);
    }
  }
  writeNodes(tree);
  const add = (list: number, [from, to]: Range, ...table: number[]) =>
    steps.add(ADD_TREE, list + 4 * from, list + 4 * to, ...table, at.nodes, depth);
  for (const range of others) add(task.at.rows, range, at.columns, rows.length, task.at.scores);
  if (validation) {
    const { length, columns, scores } = validation;
    for (const range of cutRange(0, length)) add(validation.rows, range, columns, length, scores);
  }
  steps.run();
}

/** Writes the nodes as the kernel reads them; see NODE_BYTES. */
function writeNodes({ fit: { arena, at }, nodes, goesLeft, count }: GrowingTree): void {
  const bytes = new Uint8Array(arena.memory.buffer, at.nodes);
  const words = new Uint32Array(arena.memory.buffer, at.nodes);
  const values = new Float64Array(arena.memory.buffer, at.nodes);
  for (let node = 0; node < count(); node++) {
    const isLeaf = nodes.feature[node]! < 0;
    words[node * NODE_BYTES / 4] = isLeaf ? 0 : nodes.feature[node]!;
    words[node * NODE_BYTES / 4 + 1] = at.nodes + NODE_BYTES * (isLeaf ? node : nodes.left[node]!);
    values[node * NODE_BYTES / 8 + 1] = nodes.value[node]!;
    bytes[node * NODE_BYTES + 16] = goesLeft.first[node]!;
    bytes[node * NODE_BYTES + 17] = goesLeft.span[node]!;
  }
}
