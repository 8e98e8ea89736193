import assert from "node:assert/strict";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { trainGradientBoosting } from "../../lib/forest/boosting/gradient_boosting.ts";
import { featureImportance } from "../../lib/forest/explaining/importance.ts";
import { treeShap } from "../../lib/forest/explaining/tree_shap.ts";
import { trainRandomForest } from "../../lib/forest/growing/random_forest.ts";
import { meanInLogOdds } from "../../lib/forest/log_odds.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import type { TreeEnsemble } from "../../lib/forest/tree_ensemble.ts";
import { averageLeaves } from "./average_leaves.ts";
import { simulateTable } from "./simulate_table.ts";

const { table, labels } = simulateTable(700, 8);
const BINNED = await binTable(table);
const FOREST = await trainRandomForest(BINNED, labels, { trees: 20, minSamplesLeaf: 3 });
const BOOSTED = await trainGradientBoosting(BINNED, labels, { rounds: 30 });

const logOdds = async (ensemble: TreeEnsemble) =>
  (await predictEnsemble(ensemble, table)).map((p) => Math.log(p / (1 - p)));

function assertClose(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(found[i]! - expected[i]!) < 1e-9, `${i}: ${found[i]} ${expected[i]}`);
  }
}

Deno.test("the score is the mean of the members' log-odds", async () => {
  const forest = meanInLogOdds([FOREST]);
  const [mean, ofForest, ofBoosted] = [
    await logOdds(meanInLogOdds([FOREST, BOOSTED])),
    await logOdds(forest),
    await logOdds(BOOSTED),
  ];
  assertClose(mean, ofForest.map((value, row) => (value + ofBoosted[row]!) / 2));
});

Deno.test("a forest has the mean log-odds of its leaves, each with one row of its root", async () => {
  const { nodes: { value, cover, feature }, offsets } = FOREST;
  const trees = offsets.length - 1;
  const expected = new Float64Array(table.length);
  averageLeaves(FOREST, table, (node, row) => {
    if (feature[node]! >= 0) return;
    const root = offsets.findLast((begin) => begin <= node)!;
    const ofRoot = (value[root]! * cover[root]! + 0.5) / (cover[root]! + 1);
    const positives = value[node]! * cover[node]! + ofRoot;
    const negatives = (1 - value[node]!) * cover[node]! + 1 - ofRoot;
    expected[row]! += Math.log(positives / negatives) / trees;
  });
  assert.ok(value.includes(0) && value.includes(1));
  assertClose(await logOdds(meanInLogOdds([FOREST])), expected);
});

Deno.test("a tree that drew one class only leaves the scores finite", async () => {
  const rare = labels.map((_, row) => Number(row === 0));
  const forest = await trainRandomForest(BINNED, rare, { trees: 20, minSamplesLeaf: 1 });
  const { nodes, offsets } = forest;
  assert.ok(offsets.subarray(0, -1).some((root) => nodes.value[root] === 0));
  assert.ok((await logOdds(meanInLogOdds([forest, BOOSTED]))).every(Number.isFinite));
});

Deno.test("contributions sum to the log-odds, and importances give members equal weight", async () => {
  const blend = meanInLogOdds([FOREST, BOOSTED]);
  const { values, baseValue } = await treeShap(blend, table);
  const width = table.columns.length;
  const expected = await logOdds(blend);
  for (let row = 0; row < labels.length; row++) {
    let sum = baseValue;
    for (let f = 0; f < width; f++) sum += values[row * width + f]!;
    assert.ok(Math.abs(sum - expected[row]!) < 1e-9);
  }
  const [ofForest, ofBoosted] = [featureImportance(FOREST), featureImportance(BOOSTED)];
  assertClose(featureImportance(blend), ofForest.map((x, f) => (x + ofBoosted[f]!) / 2));
});
