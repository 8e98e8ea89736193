import { type EdgeIndex, indexEdges } from "./bin_values.ts";
import type { TreeEnsemble } from "./tree_ensemble.ts";

/** The code of a missing value that goes right; above every other code. */
export const MISSING_CODE = 65_535;

/**
 * What a row is turned into for {@linkcode scoreRows}: whole numbers that answer every question of
 * the ensemble with one comparison.
 */
export interface CodeColumn {
  /** Index into the ensemble's features. */
  feature: number;
  /** The code of a number is how many of the ensemble's thresholds lie below it. */
  thresholds?: EdgeIndex;
  /** The code of a missing number: 0 goes left everywhere, `MISSING_CODE` right. */
  missing: number;
}

/** Words of a node in {@linkcode CompactTrees}. */
export const NODE_WORDS = 4;

/**
 * An ensemble laid out for scoring: node `i` has the words column, mask, limit, left child at
 * `words[NODE_WORDS * i]`; a row goes left where `(code of column ^ mask) ≤ limit`, and the right child
 * follows the left one. The mask is 0 for numbers; for a category it is its code, with limit 0.
 * Leaves lead to themselves, so that all rows of a tree take equally many steps.
 */
export interface CompactTrees {
  columns: CodeColumn[];
  words: Int32Array;
  /** By node; only leaves are looked up. */
  values: Float64Array;
  /** Position in `words` of each tree's root. */
  roots: Int32Array;
  /** Steps from the root to the deepest leaf, by tree. */
  depths: Int32Array;
}

/** Lays an ensemble out for scoring. O(nodes log nodes). */
export function compactTrees(ensemble: TreeEnsemble): CompactTrees {
  const { nodes, offsets, features } = ensemble;
  const count = nodes.feature.length;
  const thresholds = features.map(() => new Set<number>());
  for (let i = 0; i < count; i++) {
    if (nodes.feature[i]! >= 0) thresholds[nodes.feature[i]!]!.add(nodes.threshold[i]! + 0);
  }
  const sorted = thresholds.map((set) => Float64Array.from(set).sort());
  const rankOf = sorted.map((list) => new Map(Array.from(list, (value, rank) => [value, rank])));
  const indexes = sorted.map(indexEdges);

  const columns: CodeColumn[] = [];
  const columnOf = new Map<string, number>();
  const words = new Int32Array(count * NODE_WORDS);
  const values = new Float64Array(count);
  const trees = offsets.length - 1;
  const roots = new Int32Array(trees);
  const depths = new Int32Array(trees);
  let placed = 0;
  for (let tree = 0; tree < trees; tree++) {
    roots[tree] = placed * NODE_WORDS;
    let level = [offsets[tree]!];
    let next = placed + 1;
    for (; level.length > 0; depths[tree]!++) {
      const children: number[] = [];
      for (const node of level) {
        const at = placed * NODE_WORDS;
        const f = nodes.feature[node]!;
        values[placed++] = nodes.value[node]!;
        if (f < 0) {
          words[at + 2] = MISSING_CODE;
          words[at + 3] = at;
          continue;
        }
        const numeric = features[f]!.kind === "numeric";
        const threshold = nodes.threshold[node]!;
        words[at] = columnFor(f, numeric, nodes.missingLeft[node] === 1);
        words[at + 1] = numeric ? 0 : threshold;
        words[at + 2] = numeric ? rankOf[f]!.get(threshold)! : 0;
        words[at + 3] = next * NODE_WORDS;
        next += 2;
        children.push(nodes.left[node]!, nodes.right[node]!);
      }
      level = children;
    }
    depths[tree]!--;
  }
  return { columns, words, values, roots, depths };

  function columnFor(feature: number, numeric: boolean, missingLeft: boolean): number {
    const key = `${feature} ${numeric && missingLeft}`;
    const found = columnOf.get(key);
    if (found !== undefined) return found;
    columnOf.set(key, columns.length);
    columns.push({
      feature,
      ...(numeric ? { thresholds: indexes[feature]! } : {}),
      missing: numeric && missingLeft ? 0 : MISSING_CODE,
    });
    return columns.length - 1;
  }
}
