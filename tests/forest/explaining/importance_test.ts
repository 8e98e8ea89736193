import assert from "node:assert/strict";
import { featureImportance } from "../../../lib/forest/explaining/importance.ts";
import { allocateNodes, type TreeEnsemble } from "../../../lib/forest/tree_ensemble.ts";

/** Two stumps, the first on feature 0 with a gain of 1, the other on feature 1 with a gain of 3. */
function stumps(link: TreeEnsemble["link"]): TreeEnsemble {
  const nodes = allocateNodes(6);
  nodes.feature.set([0, -1, -1, 1, -1, -1]);
  nodes.gain.set([1, 0, 0, 3, 0, 0]);
  const features = ["a", "b"].map((name) => ({ kind: "numeric" as const, name }));
  return { features, nodes, offsets: Int32Array.of(0, 3, 6), link, baseScore: 0 };
}

Deno.test("trees of a forest have equal weight, boosted trees that of their gain; the sum is 1", () => {
  assert.deepEqual([...featureImportance(stumps("mean"))], [0.5, 0.5]);
  assert.deepEqual([...featureImportance(stumps("logistic"))], [0.25, 0.75]);
});

Deno.test("without a split every importance is 0", () => {
  const ensemble = stumps("mean");
  ensemble.nodes.feature.fill(-1);
  assert.deepEqual([...featureImportance(ensemble)], [0, 0]);
});
