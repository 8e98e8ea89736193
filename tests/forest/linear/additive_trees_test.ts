import assert from "node:assert/strict";
import fc from "fast-check";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { treeShap } from "../../../lib/forest/explaining/tree_shap.ts";
import { treeFault } from "../../../lib/forest/files/tree_fault.ts";
import { additiveTrees } from "../../../lib/forest/linear/additive_trees.ts";
import { fitLogisticRegression } from "../../../lib/forest/linear/logistic_regression.ts";
import { predictEnsemble } from "../../../lib/forest/scoring/predict.ts";
import { numericTable } from "../numeric_table.ts";
import { simulateTable } from "../simulate_table.ts";

async function fitted(length: number, seed: number, maxBins = 32) {
  const { table, labels } = simulateTable(length, seed);
  const binned = await binTable(table, { maxBins });
  const model = await fitLogisticRegression(binned, labels, { penalty: 2 });
  return { table, binned, model, ensemble: additiveTrees(model, binned.features) };
}

Deno.test("the trees have the regression's probabilities", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 5, max: 300 }),
      fc.integer({ min: 2, max: 64 }),
      async (seed, length, maxBins) => {
        const { table, binned, model, ensemble } = await fitted(length, seed, maxBins);
        assert.equal(treeFault(ensemble), undefined);
        const probability = await predictEnsemble(ensemble, table);
        for (let row = 0; row < length; row++) {
          const z = model.values.reduce(
            (sum, value, f) => sum + value[binned.bins[f * length + row]!]!,
            model.intercept,
          );
          const expected = 1 / (1 + Math.exp(-z));
          assert(Math.abs(probability[row]! - expected) < 1e-9, `${probability[row]}, ${expected}`);
        }
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("a feature's SHAP value is what it adds beyond its mean", async () => {
  const { table, binned, model, ensemble } = await fitted(200, 3);
  const { values } = await treeShap(ensemble, table);
  const features = binned.features.length;
  for (let f = 0; f < features; f++) {
    const value = model.values[f]!, cover = model.cover[f]!;
    const rows = cover.reduce((sum, x) => sum + x, 0);
    const mean = rows > 0 ? cover.reduce((sum, x, bin) => sum + x * value[bin]!, 0) / rows : 0;
    for (let row = 0; row < table.length; row++) {
      const expected = value[binned.bins[f * table.length + row]!]! - mean;
      assert(Math.abs(values[row * features + f]! - expected) < 1e-6);
    }
  }
});

Deno.test("a value that was never missing goes where most rows go when it is", async () => {
  const x = Array.from({ length: 30 }, (_, i) => i < 25 ? 7 : 1);
  const binned = await binTable(numericTable([x]));
  const labels = Uint8Array.from(x, (value) => value === 7 ? 1 : 0);
  const ensemble = additiveTrees(
    await fitLogisticRegression(binned, labels, { penalty: 1 }),
    binned.features,
  );
  const [missing, one, seven] = await predictEnsemble(ensemble, numericTable([[null, 1, 7]]));
  assert(one! < seven!);
  // by p (1 − p), the weight of a row in the regression
  const weight = (p: number, rows: number) => rows * p * (1 - p);
  assert.equal(missing, weight(one!, 5) > weight(seven!, 25) ? one : seven);
});
