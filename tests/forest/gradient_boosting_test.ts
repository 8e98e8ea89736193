import assert from "node:assert/strict";
import { binTable } from "../../lib/forest/binning.ts";
import { trainGradientBoosting } from "../../lib/forest/gradient_boosting.ts";
import { encodeModel } from "../../lib/forest/model_file.ts";
import { predictEnsemble } from "../../lib/forest/predict.ts";
import oracle from "../oracles/forest_boosting.json" with { type: "json" };
import { numericTable } from "./numeric_table.ts";
import { simulateTable } from "./simulate_table.ts";

const logLoss = (probabilities: Float64Array, labels: Uint8Array) =>
  labels.reduce((sum, y, i) => sum - Math.log(y ? probabilities[i]! : 1 - probabilities[i]!), 0) /
  labels.length;

const leavesByTree = (offsets: Int32Array) =>
  Array.from(offsets.subarray(1), (end, t) => (end - offsets[t]! + 1) / 2);

for (const known of oracle.cases) {
  Deno.test(`boosting gives XGBoost's trees: ${known.name}`, async () => {
    const table = numericTable(known.missing ? oracle.holes : oracle.x);
    const ensemble = await trainGradientBoosting(await binTable(table), Uint8Array.from(oracle.y), {
      rounds: 8,
      learningRate: 0.3,
      maxDepth: 4,
      l2: 1.5,
      minChildWeight: 2,
    });
    assert.deepEqual(leavesByTree(ensemble.offsets), known.leaves);
    const actual = await predictEnsemble(ensemble, table);
    known.probability.forEach((p, i) =>
      assert.ok(Math.abs(p - actual[i]!) < 2e-6, `${i}: ${p} ${actual[i]}`)
    );
  });
}

Deno.test("boosting splits on categories and missing values", async () => {
  const { table, labels } = simulateTable(3000, 1);
  const binned = await binTable(table);
  const ensemble = await trainGradientBoosting(binned, labels, { rounds: 30 });
  const used = new Set(ensemble.nodes.feature);
  const names = [...used].map((f) => ensemble.features[f]?.name);
  assert.ok(["continuous", "discrete", "skewed", "brand"].every((name) => names.includes(name)));
  const constant = logLoss(
    new Float64Array(3000).fill(labels.reduce((a, b) => a + b, 0) / 3000),
    labels,
  );
  assert.ok(logLoss(await predictEnsemble(ensemble, table), labels) < 0.6 * constant);
});

Deno.test("early stopping keeps the round with the lowest log loss on its rows", async () => {
  const { table, labels } = simulateTable(1200, 2);
  const binned = await binTable(table);
  const all = Array.from({ length: 1200 }, (_, row) => row);
  const rows = Uint32Array.from(all.filter((row) => row % 3 > 0));
  const held = Uint32Array.from(all.filter((row) => row % 3 === 0));
  const options = { rows, learningRate: 0.3, seed: 5, subsample: 0.7, colsample: 0.7 };
  const stopped = await trainGradientBoosting(binned, labels, {
    ...options,
    earlyStopping: { binned, labels, rows: held, patience: 10 },
  });
  const kept = stopped.offsets.length - 1;
  const losses = [];
  for (const rounds of [kept - 1, kept, kept + 1, kept + 5]) {
    const ensemble = await trainGradientBoosting(binned, labels, { ...options, rounds });
    if (rounds === kept) assert.deepEqual(ensemble, stopped);
    const probabilities = await predictEnsemble(ensemble, table);
    losses.push(logLoss(
      Float64Array.from(held, (row) => probabilities[row]!),
      Uint8Array.from(held, (row) => labels[row]!),
    ));
  }
  assert.ok(kept < 150);
  assert.equal(Math.min(...losses), losses[1]);
});

Deno.test("one, two and three workers boost the same bytes", async () => {
  const { table, labels } = simulateTable(30_000, 4);
  const binned = await binTable(table, { maxBins: 64 });
  const options = { rounds: 6, subsample: 0.7, colsample: 0.8, maxDepth: 5 };
  const boost = async (workers: number) =>
    encodeModel(await trainGradientBoosting(binned, labels, { ...options, workers }), {}).toHex();
  const one = await boost(1);
  assert(one === await boost(2) && one === await boost(3));
});

Deno.test("a fit that is broken off lets its workers go", async () => {
  const { table, labels } = simulateTable(6000, 5);
  const binned = await binTable(table);
  await assert.rejects(
    trainGradientBoosting(binned, labels, {
      workers: 2,
      rounds: 5,
      onProgress: () => {
        throw new Error("enough");
      },
    }),
    /enough/,
  );
});
