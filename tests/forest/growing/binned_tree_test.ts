import assert from "node:assert/strict";
import { byRow } from "../../../lib/forest/binning/bin_layouts.ts";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { addTreeScores } from "../../../lib/forest/growing/binned_tree.ts";
import { allocateNodes } from "../../../lib/forest/tree_ensemble.ts";
import { numericTable } from "../numeric_table.ts";

Deno.test("a tree finds the same leaves in rows and in columns of bins", async () => {
  const binned = await binTable(
    numericTable([[1, 2, 3, 4], [5, 6, 7, 8], [1, 0, 1, 0]]),
  );
  const nodes = allocateNodes(3);
  nodes.feature.set([2, -1, -1]);
  [nodes.left[0], nodes.right[0]] = [1, 2];
  nodes.value.set([0, 10, 20]);
  const byColumn = { bytes: binned.bins, rowStep: 1, featureStep: binned.length };
  for (const layout of [byColumn, byRow(binned).byRow!]) {
    const scores = Float64Array.of(1, 1, 1, 1);
    addTreeScores({ nodes, bins: Uint8Array.of(0, 0, 0) }, binned.features, layout, scores);
    assert.deepEqual([...scores], [21, 11, 21, 11]);
  }
});
