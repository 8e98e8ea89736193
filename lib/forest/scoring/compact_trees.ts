import type { BinnedFeature } from "../binning/binned_table.ts";
import { type CodeColumn, codeColumns, MISSING_CODE } from "./code_columns.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";

/**
 * An ensemble laid out for scoring. Node `i` has two words: `words[2 * i]` is its code column times
 * 256 plus its limit, `words[2 * i + 1]` the position of its left child; the right child follows. A
 * row goes left if its code in that column is at most the limit. The child of a leaf is the leaf
 * itself, so that all rows take the same number of steps in a tree.
 *
 * Every kind of split becomes such a comparison; see code_columns.ts.
 */
export interface CompactTrees {
  /** How each feature is coded. */
  columns: CodeColumn[];
  /** The nodes of all trees. */
  words: Int32Array;
  /** By node; only those of leaves are read. */
  values: Float64Array;
  /** Position in `words` of each tree's root. */
  roots: Int32Array;
  /** Steps from the root to the deepest leaf, by tree. */
  depths: Int32Array;
}

/**
 * Converts an ensemble to its layout for scoring. O(nodes log nodes).
 *
 * @param hasMissing by feature, whether the rows to score have missing numbers: only then does
 *   their side matter.
 * @param bins the binned features that the trees were trained on, if the rows have the same bins.
 */
export function compactTrees(
  ensemble: TreeEnsemble,
  hasMissing: boolean[],
  bins?: BinnedFeature[],
): CompactTrees {
  const { nodes, offsets } = ensemble;
  const { columns, splitWord } = codeColumns(ensemble, hasMissing, bins);
  const count = nodes.feature.length;
  const words = new Int32Array(2 * count);
  const values = new Float64Array(count);
  const trees = offsets.length - 1;
  const roots = new Int32Array(trees);
  const depths = new Int32Array(trees);
  let placed = 0;
  for (let tree = 0; tree < trees; tree++) {
    roots[tree] = 2 * placed;
    let level = [offsets[tree]!];
    let next = placed + 1;
    for (; level.length > 0; depths[tree]!++) {
      const children: number[] = [];
      for (const node of level) {
        const at = 2 * placed;
        values[placed++] = nodes.value[node]!;
        if (nodes.feature[node]! < 0) {
          words[at] = MISSING_CODE; // column 0; no code is above this limit
          words[at + 1] = at;
          continue;
        }
        words[at] = splitWord(node);
        words[at + 1] = 2 * next;
        next += 2;
        children.push(nodes.left[node]!, nodes.right[node]!);
      }
      level = children;
    }
    depths[tree]!--;
  }
  return { columns, words, values, roots, depths };
}
