import type { ColumnTable } from "../../table/column_table.ts";
import {
  allocateNodes,
  type EnsembleFeature,
  joinTrees,
  type TreeEnsemble,
  type TreeNodes,
} from "../tree_ensemble.ts";

/** A numeric column on which `ml-random-forest` is trained; zeros and ones for a category. */
export interface DesignColumn {
  /** Index of its column in the table. */
  feature: number;
  /** The category whose rows have 1; absent for numbers. */
  category?: number;
  /** The value that replaces missing numbers. */
  imputed?: number;
  values: Float64Array;
}

/** The fields of a trained `RandomForestClassifier` that are read. */
export interface MlForest {
  /** Columns of each tree. */
  indexes: number[][];
  estimators: { root: MlNode }[];
  /** The votes of every tree, rows × trees. */
  predictionValues(rows: number[][]): { get(row: number, tree: number): number };
}

interface MlNode {
  splitColumn?: number;
  /** Smaller values go left. */
  splitValue?: number;
  gain?: number;
  numberSamples?: number;
  left?: MlNode;
  right?: MlNode;
  /** Share of each class in a leaf. */
  distribution?: { columns: number; get(row: number, column: number): number };
}

/**
 * Converts trees of `ml-random-forest` to an ensemble that gives the same votes. The cover of a
 * node is the number of training rows (before bagging) that reach it.
 */
export function convertMlForest(
  forest: MlForest,
  table: ColumnTable,
  design: DesignColumn[],
): TreeEnsemble {
  const features = table.columns.map((column): EnsembleFeature =>
    column.kind === "numeric"
      ? { kind: "numeric", name: column.name }
      : { kind: "categorical", name: column.name, categories: column.categories }
  );
  const trees = forest.estimators.map(({ root }, t) =>
    convertTree(root, forest.indexes[t]!.map((column) => design[column]!))
  );
  return { features, ...joinTrees(trees), link: "mean", baseScore: 0 };
}

function convertTree(root: MlNode, columns: DesignColumn[]): TreeNodes {
  const count = (node: MlNode): number =>
    isSplit(node) ? 1 + count(node.left!) + count(node.right!) : 1;
  const nodes = allocateNodes(count(root));
  let next = 0;
  place(root, Array.from(columns[0]!.values.keys()));
  return nodes;

  function place(node: MlNode, rows: number[]): number {
    const at = next++;
    nodes.cover[at] = rows.length;
    nodes.feature[at] = nodes.left[at] = nodes.right[at] = -1;
    if (!isSplit(node)) {
      nodes.value[at] = vote(node);
      return at;
    }
    const { feature, category, imputed, values } = columns[node.splitColumn!]!;
    const smaller = place(node.left!, rows.filter((row) => values[row]! < node.splitValue!));
    const others = place(node.right!, rows.filter((row) => !(values[row]! < node.splitValue!)));
    const threshold = numberBelow(node.splitValue!);
    nodes.feature[at] = feature;
    nodes.threshold[at] = category ?? threshold;
    nodes.missingLeft[at] = Number(category === undefined && imputed! <= threshold);
    // rows with the category have the larger value, 1; in an ensemble they go left
    nodes.left[at] = category === undefined ? smaller : others;
    nodes.right[at] = category === undefined ? others : smaller;
    nodes.gain[at] = node.gain! * node.numberSamples!;
    nodes.value[at] = (nodes.value[smaller]! * nodes.cover[smaller]! +
      nodes.value[others]! * nodes.cover[others]!) / Math.max(1, rows.length);
    return at;
  }
}

const isSplit = (node: MlNode) => node.left !== undefined && node.right !== undefined;

/** The first class with the largest share, as in the package's own predictions. */
function vote({ distribution }: MlNode): number {
  return distribution!.columns > 1 && distribution!.get(0, 1) > distribution!.get(0, 0) ? 1 : 0;
}

/** The largest double below `x`: `value < x` is `value ≤ numberBelow(x)`. */
function numberBelow(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? -1n : 1n));
  return view.getFloat64(0);
}
