import type { BinnedFeature } from "../binning/binned_table.ts";
import { type EdgeIndex, indexEdges } from "../binning/edge_index.ts";
import type { TreeEnsemble } from "../tree_ensemble.ts";

/** The code of a missing number: it goes right, because it is above every limit. */
export const MISSING_CODE = 255;

/** Thresholds per code column, for the codes 0 to 254. */
const COLUMN_THRESHOLDS = 254;

/** A column of codes: rows are scored by one byte per code column. */
export type CodeColumn =
  /** The code of a number is the number of thresholds below it; of a missing number, 255. */
  | { feature: number; kind: "numeric"; thresholds: EdgeIndex }
  /** The code of a number is its bin; see predict_binned.ts. */
  | { feature: number; kind: "bins" }
  /** The codes of another column, with 0 for missing numbers. */
  | { feature: number; kind: "missing left"; of: number }
  /** The code is 0 for the category, 1 for all others. */
  | { feature: number; kind: "category"; category: number };

/**
 * An ensemble laid out for scoring. Node `i` has two words: `words[2 * i]` is its code column times
 * 256 plus its limit, `words[2 * i + 1]` the position of its left child; the right child follows. A
 * row goes left if its code in that column is at most the limit. The child of a leaf is the leaf
 * itself, so that all rows take the same number of steps in a tree.
 *
 * Every kind of split becomes such a comparison. Missing numbers have the code 255 in the column of
 * their feature, and 0 in another column for splits that send them left. Every category has a
 * column. A feature has one column per 254 thresholds.
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

/** The code columns, and a function that returns the first word of a split node. */
function codeColumns(
  { nodes, features }: TreeEnsemble,
  hasMissing: boolean[],
  bins: BinnedFeature[] | undefined,
) {
  const thresholds = bins ? bins.map(binLimits) : usedThresholds({ nodes, features });
  const ranks = thresholds.map((list) => new Map(Array.from(list, (value, rank) => [value, rank])));
  const columns: CodeColumn[] = [];
  const places = new Map<string, number>();
  const place = (key: string, make: () => CodeColumn): number => {
    if (!places.has(key)) places.set(key, columns.push(make()) - 1);
    return places.get(key)!;
  };
  const splitWord = (node: number): number => {
    const feature = nodes.feature[node]!;
    const threshold = nodes.threshold[node]! + 0;
    if (features[feature]!.kind === "categorical") {
      const key = `${feature} category ${threshold}`;
      return place(key, () => ({ feature, kind: "category", category: threshold })) * 256;
    }
    const rank = ranks[feature]!.get(threshold)!;
    const part = bins ? 0 : Math.floor(rank / COLUMN_THRESHOLDS);
    let column = place(`${feature} ${part}`, () => {
      if (bins) return { feature, kind: "bins" };
      const begin = part * COLUMN_THRESHOLDS;
      const own = thresholds[feature]!.slice(begin, begin + COLUMN_THRESHOLDS);
      return { feature, kind: "numeric", thresholds: indexEdges(own) };
    });
    if (hasMissing[feature] && nodes.missingLeft[node] === 1) {
      const of = column;
      column = place(
        `${feature} ${part} missing left`,
        () => ({ feature, kind: "missing left", of }),
      );
    }
    return column * 256 + rank - part * COLUMN_THRESHOLDS;
  };
  return { columns, splitWord };
}

/** The thresholds of each feature that occur, ascending. */
function usedThresholds({ nodes, features }: Pick<TreeEnsemble, "nodes" | "features">) {
  const found = features.map(() => new Set<number>());
  nodes.feature.forEach((f, node) => f >= 0 && found[f]!.add(nodes.threshold[node]! + 0));
  return found.map((set) => Float64Array.from(set).sort());
}

/** The largest number of each bin of a feature; all numbers are at most +∞. */
function binLimits(feature: BinnedFeature): Float64Array {
  return Float64Array.of(...(feature.kind === "numeric" ? feature.edges : []), Infinity);
}
