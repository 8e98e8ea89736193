import type { TreeEnsemble } from "../../lib/forest/tree_ensemble.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";

/** Whether a row goes left at a node, by the definition of `TreeNodes`; columns in order. */
export function goesLeft(
  { nodes, features }: TreeEnsemble,
  table: ColumnTable,
  node: number,
  row: number,
): boolean {
  const column = table.columns[nodes.feature[node]!]!;
  const feature = features[nodes.feature[node]!]!;
  const threshold = nodes.threshold[node]!;
  if (column.kind === "numeric") {
    const value = column.values[row]!;
    return Number.isNaN(value) ? nodes.missingLeft[node] === 1 : value <= threshold;
  }
  const text = column.categories[column.codes[row]!];
  return feature.kind === "categorical" && text !== undefined &&
    feature.categories[threshold] === text;
}
