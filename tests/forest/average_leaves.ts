import type { TreeEnsemble } from "../../lib/forest/tree_ensemble.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import { goesLeft } from "./goes_left.ts";

/**
 * The mean of the leaf values that each row reaches, directly from the definition of `TreeNodes`,
 * for columns in the ensemble's order: slow, for comparison with predictions.
 */
export function averageLeaves(
  ensemble: TreeEnsemble,
  table: ColumnTable,
  onNode: (node: number, row: number) => void = () => {},
): Float64Array {
  const { nodes, offsets } = ensemble;
  const trees = offsets.length - 1;
  return Float64Array.from({ length: table.length }, (_, row) => {
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) {
      let node = offsets[tree]!;
      onNode(node, row);
      while (nodes.feature[node]! >= 0) {
        node = goesLeft(ensemble, table, node, row) ? nodes.left[node]! : nodes.right[node]!;
        onNode(node, row);
      }
      sum += nodes.value[node]!;
    }
    return sum / trees;
  });
}
