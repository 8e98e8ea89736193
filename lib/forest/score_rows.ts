import { type CompactTrees, NODE_WORDS } from "./compact_trees.ts";

/**
 * Adds the leaf values of every tree, in their order, to the scores of rows: the innermost loop of
 * prediction. O(rows × trees × depth), about 1 ns a step: four rows go down a tree side by side,
 * so that none waits for the loads of another, and no step branches.
 *
 * @param codes codes of the rows, `columns` each.
 * @param scores receives `end − begin` sums, from `begin` on.
 * @param first the row of `scores` that the codes begin with.
 */
export function scoreRows(
  { words, values, roots, depths, columns }: CompactTrees,
  codes: Uint16Array,
  scores: Float64Array,
  first: number,
  rows: number,
): void {
  const width = columns.length;
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    const depth = depths[tree]!;
    let row = 0;
    for (; row + 4 <= rows; row += 4) {
      const x0 = row * width;
      const x1 = x0 + width;
      const x2 = x1 + width;
      const x3 = x2 + width;
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      for (let step = 0; step < depth; step++) {
        // limit − code is negative, its sign bit 1, where the row goes right
        a = words[a + 3]! +
          ((words[a + 2]! - (codes[x0 + words[a]!]! ^ words[a + 1]!)) >>> 31) * NODE_WORDS;
        b = words[b + 3]! +
          ((words[b + 2]! - (codes[x1 + words[b]!]! ^ words[b + 1]!)) >>> 31) * NODE_WORDS;
        c = words[c + 3]! +
          ((words[c + 2]! - (codes[x2 + words[c]!]! ^ words[c + 1]!)) >>> 31) * NODE_WORDS;
        d = words[d + 3]! +
          ((words[d + 2]! - (codes[x3 + words[d]!]! ^ words[d + 1]!)) >>> 31) * NODE_WORDS;
      }
      scores[first + row]! += values[a / NODE_WORDS]!;
      scores[first + row + 1]! += values[b / NODE_WORDS]!;
      scores[first + row + 2]! += values[c / NODE_WORDS]!;
      scores[first + row + 3]! += values[d / NODE_WORDS]!;
    }
    for (; row < rows; row++) {
      const x = row * width;
      let a = root;
      for (let step = 0; step < depth; step++) {
        a = words[a + 3]! +
          ((words[a + 2]! - (codes[x + words[a]!]! ^ words[a + 1]!)) >>> 31) * NODE_WORDS;
      }
      scores[first + row]! += values[a / NODE_WORDS]!;
    }
  }
}
