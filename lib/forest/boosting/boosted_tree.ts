import { resizeNodes, type TreeNodes } from "../tree_ensemble.ts";
import { addToScores, type Leaf } from "./add_to_scores.ts";
import type { BoostingFit } from "./boosting_fit.ts";
import { growingTree } from "./growing_tree.ts";
import { cutRange, type LevelNode, type Pair, type Range, type Split } from "./level.ts";
import { DRAW, TREE } from "./pieces/boosting_pieces.ts";
import { bestSplit, searchPairs } from "./search_level.ts";
import { splitLevel } from "./split_level.ts";
import { writeSlots } from "./tree_slots.ts";

/**
 * Grows the tree of a round level by level, and adds its values to the scores of all rows. Only the
 * records of the smaller child of a split are summed; the histogram of the larger is the parent's
 * minus it, which saves at least half of the work. O(rows × depth × features).
 *
 * @param chosen whether a feature is in the tree.
 * @param meanwhile done by this thread while the others begin.
 */
export function growBoostedTree(
  fit: BoostingFit,
  round: number,
  chosen: Uint8Array,
  meanwhile?: () => void,
): TreeNodes {
  const { task, arena, at } = fit;
  const addresses = { address: at.slots, partsAddress: at.parts };
  const slots = writeSlots(arena.memory, addresses, fit.features, fit.parts, chosen, fit.sharedBin);
  const header = new Uint32Array(arena.memory.buffer, task.at.tree);
  header[TREE.round] = round;
  header[TREE.parts] = at.parts;
  header[TREE.partsEnd] = slots.partsEnd;
  header[TREE.bytes] = slots.bytes;
  const tree = growingTree(fit, slots);
  const { sums, others } = drawRows(fit, meanwhile);
  const root = tree.addNode({ begin: 0, plain: cut(fit, fit.rows.plain), end: fit.drawn, sums }, 0);
  const leaves: Leaf[] = [];
  let level: LevelNode[] = [root];
  let pairs: Pair[] = root.open ? [{ summed: root, sibling: null }] : [];
  let depth = 0;
  for (; level.length > 0; depth++) {
    // the records are in two areas in turn
    const areas: [number, number] = depth % 2 === 0
      ? [task.at.records, at.moved]
      : [at.moved, task.at.records];
    const [records] = areas, first = level[0]!.index;
    searchPairs(tree, pairs, first, records);
    const splits: Split[] = [];
    for (const node of level) {
      const split = node.open ? bestSplit(tree, node, first) : null;
      if (split) splits.push(split);
      else {
        leaves.push({ node, records });
        if (node.histogram !== 0) fit.freeHistograms.push(node.histogram);
      }
    }
    ({ level, pairs } = splitLevel(tree, splits, depth + 1, areas));
  }
  addToScores(tree, leaves, others, depth - 1);
  return resizeNodes(tree.nodes, tree.count());
}

/** How many of the first `row` rows are drawn. */
function cut({ rows: { length }, drawn, rules: { subsample } }: BoostingFit, row: number): number {
  return row === length ? drawn : Math.min(drawn, Math.round(subsample * row));
}

/**
 * Draws the rows of the tree and starts their records.
 *
 * @returns packed sums of their derivatives, and the ranges of the list of rows that were not drawn.
 */
function drawRows(fit: BoostingFit, meanwhile?: () => void): { sums: bigint; others: Range[] } {
  const { rows, steps, task, arena } = fit;
  const parts = [...cutRange(0, rows.plain), ...cutRange(rows.plain, rows.length)];
  const others = parts.map(([begin, end], stream): Range => {
    const record = cut(fit, begin), wanted = cut(fit, end) - record;
    steps.add(DRAW, begin, end, wanted, record, stream);
    return [begin + wanted, end];
  });
  steps.run(meanwhile);
  const found = new BigInt64Array(arena.memory.buffer, task.at.sums, parts.length);
  return { sums: found.reduce((sum, part) => sum + part, 0n), others };
}
