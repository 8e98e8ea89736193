import { allocateNodes, resizeNodes, type TreeNodes } from "../tree_ensemble.ts";
import {
  CODES,
  NODE_BYTES,
  PIECE_ROWS,
  RECORD_BYTES,
  SLOT_BYTES,
  SPLIT_BYTES,
} from "./boosting_layout.ts";
import type { BoostingFit } from "./boosting_fit.ts";
import { ADD_LEAF, ADD_TREE, DRAW, MARK, MOVE, SEARCH, SUM, TREE } from "./boosting_pieces.ts";
import { type TreeSlots, writeSlots } from "./tree_slots.ts";

/** A node of the level that is growing. */
interface LevelNode {
  index: number;
  /** Its records: the first, the first plain one, and the end. */
  begin: number;
  plain: number;
  end: number;
  /** Packed sums of the derivatives. */
  sums: bigint;
  /** Whether it may be split. */
  open: boolean;
  /** Address of its histogram; 0 if it has none. */
  histogram: number;
}

/** A node whose records are summed, and its sibling, which is the rest of their parent. */
interface Pair {
  summed: LevelNode;
  sibling: LevelNode | null;
}

/** The best split of a node. */
interface Split {
  node: LevelNode;
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
  /** Packed sums of the left side. */
  left: bigint;
}

type Range = [begin: number, end: number];

/** Cuts a range into parts of at most {@linkcode PIECE_ROWS}. */
export function cutRange(begin: number, end: number): Range[] {
  const parts = Math.ceil((end - begin) / PIECE_ROWS);
  const cut = (part: number) => begin + Math.floor((end - begin) * part / parts);
  return Array.from({ length: parts }, (_, part) => [cut(part), cut(part + 1)]);
}

/**
 * Returns a function that grows the tree of a round level by level, and adds its values to the
 * scores of all rows. Only the records of the smaller child of a split are summed; the histogram of
 * the larger is the parent's minus it, which saves at least half of the work.
 * O(rows × depth × features).
 */
export function boostedTreeGrower(
  fit: BoostingFit,
): (round: number, chosen: Uint8Array) => TreeNodes {
  const { task, arena, steps, features, rows, validation, rules, freeHistograms, at } = fit;
  const { maxDepth, learningRate, l2 } = rules;
  const { buffer } = arena.memory;
  const tree = new Uint32Array(buffer, task.at.tree);
  const sums = new BigInt64Array(buffer, task.at.sums);
  const splits = new DataView(buffer, at.splits);
  const codeTables = new Uint8Array(buffer, at.codeTables, fit.mostNodes * CODES);
  const scoring = new Uint32Array(buffer, at.nodes, fit.mostNodes * NODE_BYTES / 4);
  const scoringValues = new Float64Array(buffer, at.nodes, fit.mostNodes * NODE_BYTES / 8);
  const drawnRows = Math.max(1, Math.round(rules.subsample * rows.length));
  const firstOf = (packed: bigint) => Number(packed >> 32n) / task.firstUnits;
  const unitsOf = (packed: bigint) => Number(packed & 0xffffffffn);
  const secondOf = (packed: bigint) => unitsOf(packed) / task.secondUnits;
  let slots: TreeSlots;
  let nodes: TreeNodes;
  let count = 0;

  return (round, chosen) => {
    nodes = allocateNodes(fit.mostNodes);
    count = 0;
    slots = writeSlots(
      arena.memory,
      { address: at.slots, partsAddress: at.parts },
      features,
      fit.parts,
      chosen,
      fit.sharedBin,
    );
    tree[TREE.round] = round;
    tree[TREE.parts] = at.parts;
    tree[TREE.partsEnd] = slots.partsEnd;
    tree[TREE.bytes] = slots.bytes;
    const { root, others } = drawRows();
    const leaves: { node: LevelNode; records: number }[] = [];
    let level = [root];
    let pairs: Pair[] = root.open ? [{ summed: root, sibling: null }] : [];
    let depth = 0;
    for (; level.length > 0; depth++) {
      // the records are in two areas in turn
      const [records, moved] = depth % 2 === 0
        ? [task.at.records, at.moved]
        : [at.moved, task.at.records];
      searchPairs(pairs, level[0]!.index, records);
      const found: Split[] = [];
      for (const node of level) {
        const split = node.open ? bestSplit(node, node.index - level[0]!.index) : null;
        if (split) found.push(split);
        else {
          leaves.push({ node, records });
          if (node.histogram !== 0) freeHistograms.push(node.histogram);
        }
      }
      [level, pairs] = splitNodes(found, depth, records, moved);
    }
    addToScores(leaves, others, depth - 1);
    return resizeNodes(nodes, count);
  };

  /** Draws the rows of the tree; `others` are the ranges of the list of rows that were not drawn. */
  function drawRows(): { root: LevelNode; others: Range[] } {
    const cut = (row: number) =>
      row === rows.length ? drawnRows : Math.min(drawnRows, Math.round(rules.subsample * row));
    const parts = [...cutRange(0, rows.plain), ...cutRange(rows.plain, rows.length)];
    const others = parts.map(([begin, end], stream): Range => {
      const wanted = cut(end) - cut(begin);
      steps.add(DRAW, begin, end, wanted, cut(begin), stream);
      return [begin + wanted, end];
    });
    steps.run();
    const total = parts.reduce((sum, _, stream) => sum + sums[stream]!, 0n);
    return { root: addNode(0, cut(rows.plain), drawnRows, total, 0), others };
  }

  function addNode(
    begin: number,
    plain: number,
    end: number,
    packed: bigint,
    depth: number,
  ): LevelNode {
    const index = count++;
    nodes.feature[index] = nodes.left[index] = nodes.right[index] = -1;
    nodes.value[index] = -learningRate * firstOf(packed) / (secondOf(packed) + l2);
    nodes.cover[index] = secondOf(packed);
    const open = depth < maxDepth && unitsOf(packed) >= 2 * task.minChildUnits;
    return { index, begin, plain, end, sums: packed, open, histogram: 0 };
  }

  /** Fills the histograms of a level's pairs and searches them; `first` is the level's first node. */
  function searchPairs(pairs: Pair[], first: number, records: number): void {
    if (pairs.length === 0) return;
    const address = (record: number) => records + RECORD_BYTES * record;
    let spare = at.moreHistograms;
    const more = pairs.map(({ summed }): [number, number] => {
      summed.histogram = freeHistograms.pop() ?? arena.take(fit.histogramBytes);
      const [whole, ...rest] = cutRange(summed.begin, summed.end);
      const sum = (target: number, [begin, end]: Range) => {
        const plain = Math.min(end, Math.max(begin, summed.plain));
        steps.add(SUM, target, address(begin), address(plain), address(end));
      };
      sum(summed.histogram, whole!);
      rest.forEach((range, k) => sum(spare + k * slots.bytes, range));
      spare += rest.length * slots.bytes;
      return [spare - rest.length * slots.bytes, rest.length];
    });
    steps.run();
    for (const { begin, end, from, to } of slots.groups) {
      const splitsAt = (node: LevelNode | null) => {
        if (!node?.open) return [0, 0];
        const place = node.index - first;
        sums[place] = node.sums;
        const slot = (begin - at.slots) / SLOT_BYTES;
        return [at.splits + (place * fit.mostSlots + slot) * SPLIT_BYTES, place];
      };
      pairs.forEach(({ summed, sibling }, pair) => {
        const { histogram } = summed;
        const ranges = [sibling?.histogram ?? 0, begin, end, from, to];
        const found = [...splitsAt(summed), ...splitsAt(sibling)];
        steps.add(SEARCH, histogram, ...more[pair]!, ...ranges, ...found);
      });
    }
    steps.run();
  }

  /** The best split among those of the slots; of equal ones, that of the first feature. */
  function bestSplit(node: LevelNode, place: number): Split | null {
    let best = -1, bestGain = 0;
    for (let slot = 0; slot < slots.features.length; slot++) {
      const from = (place * fit.mostSlots + slot) * SPLIT_BYTES;
      if (splits.getInt32(from + 8, true) < 0) continue;
      const gain = splits.getFloat64(from, true);
      const isBetter = best < 0 || gain > bestGain ||
        (gain === bestGain && slots.features[slot]! < slots.features[best]!);
      if (isBetter) [best, bestGain] = [slot, gain];
    }
    if (best < 0) return null;
    const from = (place * fit.mostSlots + best) * SPLIT_BYTES;
    return {
      node,
      gain: bestGain,
      feature: slots.features[best]!,
      bin: splits.getInt32(from + 8, true),
      missingLeft: splits.getUint32(from + 12, true) === 1,
      left: splits.getBigInt64(from + 16, true),
    };
  }

  /** Splits nodes and moves their records; returns their children and the pairs among them. */
  function splitNodes(
    found: Split[],
    depth: number,
    records: number,
    moved: number,
  ): [LevelNode[], Pair[]] {
    const parts = found.map((split) => {
      const { node: { index, begin, plain, end } } = split;
      writeSplit(split);
      const table = at.codeTables + index * CODES;
      const mark = ([from, to]: Range) => ({
        from,
        to,
        piece: steps.add(
          MARK,
          records + RECORD_BYTES * from,
          records + RECORD_BYTES * to,
          at.columns + split.feature * rows.length,
          table,
          at.flags + from,
        ),
      });
      return [cutRange(begin, plain).map(mark), cutRange(plain, end).map(mark)];
    });
    steps.run();
    const level: LevelNode[] = [];
    const pairs: Pair[] = [];
    const marked = parts.map((halves) =>
      halves.map((half) => half.map(({ piece }) => steps.marked(piece)))
    );
    found.forEach((split, k) => {
      const { begin, plain, end, index, sums, histogram } = split.node;
      const [mixedLeft, plainLeft] = marked[k]!.map((half) => half.reduce((a, b) => a + b, 0));
      const middle = begin + mixedLeft! + plainLeft!;
      const left = addNode(begin, begin + mixedLeft!, middle, split.left, depth + 1);
      const rightPlain = middle + (plain - begin - mixedLeft!);
      const right = addNode(middle, rightPlain, end, sums - split.left, depth + 1);
      [nodes.left[index], nodes.right[index]] = [left.index, right.index];
      level.push(left, right);
      // where the next records of either part go, on either side
      const next = [[left.begin, right.begin], [left.plain, right.plain]];
      parts[k]!.forEach((half, h) =>
        half.forEach(({ from, to }, part) => {
          const [toLeft, toRight] = next[h]!;
          steps.add(
            MOVE,
            records + RECORD_BYTES * from,
            records + RECORD_BYTES * to,
            at.flags + from,
            moved + RECORD_BYTES * toLeft!,
            moved + RECORD_BYTES * toRight!,
          );
          const lefts = marked[k]![h]![part]!;
          next[h] = [toLeft! + lefts, toRight! + (to - from - lefts)];
        })
      );
      const [smaller, larger] = middle - begin < end - middle ? [left, right] : [right, left];
      if (larger.open) {
        larger.histogram = histogram;
        pairs.push({ summed: smaller, sibling: larger });
      } else {
        freeHistograms.push(histogram);
        if (smaller.open) pairs.push({ summed: smaller, sibling: null });
      }
    });
    steps.run();
    return [level, pairs];
  }

  /** Writes a split to the tree and the table of what goes left. */
  function writeSplit({ node: { index }, gain, feature, bin, missingLeft }: Split): void {
    const { edges } = features[feature] as { edges?: Float64Array };
    nodes.feature[index] = feature;
    nodes.threshold[index] = edges ? edges[bin] ?? Infinity : bin;
    nodes.missingLeft[index] = Number(missingLeft);
    nodes.gain[index] = gain;
    const table = codeTables.subarray(index * CODES, (index + 1) * CODES);
    table.fill(0).fill(1, edges ? 1 : bin + 1, bin + 2);
    table[0] = Number(missingLeft);
  }

  /** Adds the values of the leaves to the scores of their records and of all other rows. */
  function addToScores(
    leaves: { node: LevelNode; records: number }[],
    others: Range[],
    depth: number,
  ): void {
    for (const { node: { index, begin, end }, records } of leaves) {
      const value = nodes.value[index]!;
      for (const [from, to] of cutRange(begin, end)) {
        steps.addWithValue(
          value,
          ADD_LEAF,
          records + RECORD_BYTES * from,
          records + RECORD_BYTES * to,
        );
      }
    }
    for (let node = 0; node < count; node++) {
      const isLeaf = nodes.feature[node]! < 0;
      const children = isLeaf ? [node, node] : [nodes.right[node]!, nodes.left[node]!];
      scoring[node * NODE_BYTES / 4] = isLeaf ? 0 : nodes.feature[node]!;
      scoring[node * NODE_BYTES / 4 + 1] = at.codeTables + (isLeaf ? 0 : node * CODES);
      children.forEach((child, k) =>
        scoring[node * NODE_BYTES / 4 + 2 + k] = at.nodes + child * NODE_BYTES
      );
      scoringValues[node * NODE_BYTES / 8 + 2] = nodes.value[node]!;
    }
    const add = (list: number, [from, to]: Range, ...table: number[]) =>
      steps.add(ADD_TREE, list + 4 * from, list + 4 * to, ...table, at.nodes, depth);
    for (const range of others) add(task.at.rows, range, at.columns, rows.length, task.at.scores);
    if (validation) {
      const { length, columns, scores } = validation;
      for (const range of cutRange(0, length)) add(validation.rows, range, columns, length, scores);
    }
    steps.run();
  }
}
