import assert from "node:assert/strict";
import { convertMlForest } from "../../../lib/forest/ml_random_forest/convert_ml_forest.ts";
import {
  designColumns,
  stratifiedRows,
  trainMlRandomForest,
  trainPackage,
} from "../../../lib/forest/ml_random_forest/ml_random_forest.ts";
import { predictEnsemble } from "../../../lib/forest/scoring/predict.ts";
import { simulateTable } from "../simulate_table.ts";

Deno.test("converted trees give the mean of the package's own votes", async () => {
  const { table, labels } = simulateTable(150, 5);
  const rows = Uint32Array.from(labels.keys());
  const design = designColumns(table, rows);
  const forest = trainPackage(design, rows, labels, { trees: 9 });
  const votes = forest.predictionValues(
    Array.from(rows, (row) => design.map(({ values }) => values[row]!)),
  );
  const expected = Array.from(rows, (row) => {
    let sum = 0;
    for (let tree = 0; tree < 9; tree++) sum += votes.get(row, tree);
    return sum / 9;
  });
  const ensemble = convertMlForest(forest, table, design);
  assert.deepEqual([...await predictEnsemble(ensemble, table)], expected);
  assert.ok(new Set(expected).size > 3);
  // a split has the mean of the leaves below it, weighted by their rows
  const { nodes } = ensemble;
  nodes.feature.forEach((feature, at) => {
    if (feature < 0) return;
    const [left, right] = [nodes.left[at]!, nodes.right[at]!];
    const sum = nodes.value[left]! * nodes.cover[left]! + nodes.value[right]! * nodes.cover[right]!;
    assert.ok(Math.abs(nodes.value[at]! * nodes.cover[at]! - sum) < 1e-9);
    assert.ok(nodes.value[at]! <= 1);
  });
});

Deno.test("trainMlRandomForest() trains on a sample that keeps the share of class 1", () => {
  const { table, labels } = simulateTable(400, 6);
  const { ensemble, rowsUsed } = trainMlRandomForest(table, labels, { trees: 2, maxRows: 100 });
  assert.equal(rowsUsed, 100);
  assert.equal(ensemble.offsets.length, 3);
  const rows = stratifiedRows(labels, 100, 0);
  assert.equal(new Set(rows).size, 100);
  const share = (picked: Uint8Array) => picked.reduce((a, b) => a + b, 0) / picked.length;
  assert.ok(Math.abs(share(Uint8Array.from(rows, (row) => labels[row]!)) - share(labels)) < 0.006);
});
