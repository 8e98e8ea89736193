import type { GrowingTree } from "./growing_tree.ts";
import { cutRange, type LevelNode, type Pair, type Range, type Split } from "./level.ts";
import { RECORD_BYTES } from "./pieces/boosting_layout.ts";
import { MARK, MOVE } from "./pieces/boosting_pieces.ts";

/** A piece that marked the records of a range. */
interface Marked {
  range: Range;
  piece: number;
}

/**
 * Splits nodes and moves their records from one area to the other, in order: a node's records are
 * together, plain ones last.
 *
 * @param depth of the children.
 * @param records addresses of the areas of the nodes and of their children.
 * @returns the children, and the pairs among them that may be split.
 */
export function splitLevel(
  tree: GrowingTree,
  splits: Split[],
  depth: number,
  [records, moved]: [number, number],
): { level: LevelNode[]; pairs: Pair[] } {
  const { fit, nodes, addNode } = tree;
  const { steps, at } = fit;
  const marked = splits.map((split) => markRecords(tree, split, records));
  steps.run();
  const counts = marked.map((halves) =>
    halves.map((half) => half.map(({ piece }) => steps.marked(piece)))
  );
  const level: LevelNode[] = [], pairs: Pair[] = [];
  splits.forEach(({ node, left: leftSums }, k) => {
    const { begin, plain, end, index, sums, histogram } = node;
    const [mixedLeft, plainLeft] = counts[k]!.map((half) => half.reduce((a, b) => a + b, 0));
    const leftPlain = begin + mixedLeft!, middle = leftPlain + plainLeft!;
    const rightPlain = middle + (plain - leftPlain);
    const left = addNode({ begin, plain: leftPlain, end: middle, sums: leftSums }, depth);
    const right = addNode({ begin: middle, plain: rightPlain, end, sums: sums - leftSums }, depth);
    [nodes.left[index], nodes.right[index]] = [left.index, right.index];
    level.push(left, right);
    // where the next records of either half go, on either side
    const next: Range[] = [[begin, middle], [leftPlain, rightPlain]];
    marked[k]!.forEach((half, h) =>
      half.forEach(({ range: [from, to] }, part) => {
        const [toLeft, toRight] = next[h]!, lefts = counts[k]![h]![part]!;
        const addresses = [moved + RECORD_BYTES * toLeft, moved + RECORD_BYTES * toRight];
        steps.add(MOVE, ...recordsOf(records, from, to), at.flags + from, ...addresses);
        next[h] = [toLeft + lefts, toRight + (to - from - lefts)];
      })
    );
    const [smaller, larger] = middle - begin < end - middle ? [left, right] : [right, left];
    if (larger.open) {
      larger.histogram = histogram;
      pairs.push({ summed: smaller, sibling: larger });
    } else {
      fit.freeHistograms.push(histogram);
      if (smaller.open) pairs.push({ summed: smaller, sibling: null });
    }
  });
  steps.run();
  return { level, pairs };
}

/** Writes a split to the tree, and marks the records that go left: mixed ones, then plain ones. */
function markRecords(
  { fit, nodes, goesLeft }: GrowingTree,
  split: Split,
  records: number,
): Marked[][] {
  const { features, steps, at, rows } = fit;
  const { node: { index, begin, plain, end }, gain, feature, bin, missingLeft } = split;
  const { edges } = features[feature] as { edges?: Float64Array };
  nodes.feature[index] = feature;
  nodes.threshold[index] = edges ? edges[bin] ?? Infinity : bin;
  nodes.missingLeft[index] = Number(missingLeft);
  nodes.gain[index] = gain;
  // from missing, 0, or from the lowest bin, 1, up to the code of the bin; or a category alone
  const firstLeft = edges ? Number(!missingLeft) : bin + 1, spanLeft = bin + 1 - firstLeft;
  goesLeft.first[index] = firstLeft;
  goesLeft.span[index] = spanLeft;
  const column = at.columns + feature * rows.length;
  return [cutRange(begin, plain), cutRange(plain, end)].map((half) =>
    half.map((range) => {
      const [from, to] = range;
      const piece = steps.add(
        MARK,
        ...recordsOf(records, from, to),
        column,
        firstLeft,
        spanLeft,
        at.flags + from,
      );
      return { range, piece };
    })
  );
}

const recordsOf = (
  area: number,
  from: number,
  to: number,
): Range => [area + RECORD_BYTES * from, area + RECORD_BYTES * to];
