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
 * The code columns of an ensemble, and a function that returns the word of a split node: its code
 * column times 256 plus its limit. A row goes left if its code in that column is at most the limit.
 *
 * Every kind of split becomes such a comparison. Missing numbers have the code 255 in the column of
 * their feature, and 0 in another column for splits that send them left. Every category has a
 * column. A feature has one column per 254 thresholds.
 *
 * @param hasMissing by feature, whether the rows have missing numbers: only then does their side
 *   matter.
 * @param bins the binned features that the trees were trained on, if the rows have the same bins.
 */
export function codeColumns(
  { nodes, features }: TreeEnsemble,
  hasMissing: boolean[],
  bins?: BinnedFeature[],
) {
  const thresholds = bins ? bins.map(binLimits) : usedThresholds({ nodes, features });
  const ranks = thresholds.map((list) => new Map(Array.from(list, (value, rank) => [value, rank])));
  const columns: CodeColumn[] = [];
  // by feature, the place of each column by a number: the category, or twice the part of the
  // thresholds, plus 1 for "missing left"
  const places = features.map(() => new Map<number, number>());
  const place = (feature: number, key: number, make: () => CodeColumn): number => {
    const own = places[feature]!;
    if (!own.has(key)) own.set(key, columns.push(make()) - 1);
    return own.get(key)!;
  };
  const splitWord = (node: number): number => {
    const feature = nodes.feature[node]!;
    const threshold = nodes.threshold[node]! + 0;
    if (features[feature]!.kind === "categorical") {
      const make = (): CodeColumn => ({ feature, kind: "category", category: threshold });
      return place(feature, threshold, make) * 256;
    }
    const rank = ranks[feature]!.get(threshold)!;
    const part = bins ? 0 : Math.floor(rank / COLUMN_THRESHOLDS);
    let column = place(feature, 2 * part, () => {
      if (bins) return { feature, kind: "bins" };
      const begin = part * COLUMN_THRESHOLDS;
      const own = thresholds[feature]!.slice(begin, begin + COLUMN_THRESHOLDS);
      return { feature, kind: "numeric", thresholds: indexEdges(own) };
    });
    if (hasMissing[feature] && nodes.missingLeft[node] === 1) {
      const of = column;
      column = place(feature, 2 * part + 1, () => ({ feature, kind: "missing left", of }));
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
