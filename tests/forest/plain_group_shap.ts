import { GROUPS, PATTERNS } from "../../lib/forest/explaining/group_layout.ts";
import { groupLeaf } from "../../lib/forest/explaining/group_leaf.ts";
import type { TreeEnsemble } from "../../lib/forest/tree_ensemble.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import { goesLeft } from "./goes_left.ts";

/**
 * The twin of explain_groups.ts and its kernel in TypeScript: a row at a time, and the splits as the
 * ensemble has them, without codes.
 *
 * @returns `values[group][row]`.
 */
export function plainGroupShap(
  ensemble: TreeEnsemble,
  table: ColumnTable,
  groupOf: Int32Array,
): Float64Array[] {
  const { nodes, offsets, link } = ensemble;
  const trees = offsets.length - 1, scale = link === "mean" ? 1 / trees : 1;
  const values = Array.from({ length: GROUPS }, () => new Float64Array(table.length));
  const shares = new Float32Array(GROUPS * PATTERNS);
  for (let row = 0; row < table.length; row++) {
    for (let tree = 0; tree < trees; tree++) {
      const sums = new Float32Array(GROUPS);
      addBelow(offsets[tree]!, row, sums, PATTERNS - 1, new Float64Array(GROUPS).fill(1));
      sums.forEach((sum, g) => (values[g]![row]! += sum));
    }
  }
  return values;

  function addBelow(
    node: number,
    row: number,
    sums: Float32Array,
    pattern: number,
    cover: Float64Array,
  ): void {
    const feature = nodes.feature[node]!;
    if (feature < 0) {
      groupLeaf(nodes.value[node]! * scale, cover, shares);
      for (let g = 0; g < GROUPS; g++) sums[g]! += shares[g * PATTERNS + pattern]!;
      return;
    }
    const group = groupOf[feature]!, left = goesLeft(ensemble, table, node, row);
    for (const isLeft of [true, false]) {
      const child = (isLeft ? nodes.left : nodes.right)[node]!;
      const own = cover.slice();
      own[group] = cover[group]! / nodes.cover[node]! * nodes.cover[child]!;
      addBelow(child, row, sums, isLeft === left ? pattern : pattern & ~(1 << group), own);
    }
  }
}
