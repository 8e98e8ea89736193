import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { trainGradientBoosting } from "../../../lib/forest/boosting/gradient_boosting.ts";
import { encodeModel } from "../../../lib/forest/files/model_file.ts";
import { predictEnsemble } from "../../../lib/forest/scoring/predict.ts";
import { random } from "../../../lib/stats/random.ts";
import oracle from "../../oracles/forest_boosting.json" with { type: "json" };
import { averageLeaves } from "../average_leaves.ts";
import { numericTable } from "../numeric_table.ts";
import { simulateTable } from "../simulate_table.ts";

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

Deno.test("early stopping ends after `patience` rounds without a lower loss, not one later", async () => {
  const { table, labels } = simulateTable(300, 4);
  const binned = await binTable(table);
  const keptOf = async (losses: number[], rounds: number) => {
    let judged = 0;
    const ensemble = await trainGradientBoosting(binned, labels, {
      rounds,
      earlyStopping: { binned, labels, patience: 3, loss: () => losses[judged++]! },
    });
    return { kept: ensemble.offsets.length - 1, judged };
  };
  assert.deepEqual(await keptOf([3, 2, 4, 4, 4, 1, 1], 20), { kept: 2, judged: 5 });
  assert.deepEqual(await keptOf([3, 2, 4, 4, 1, 4, 4, 4, 0], 20), { kept: 5, judged: 8 });
  assert.deepEqual(await keptOf([3, 2, 4, 1], 4), { kept: 4, judged: 4 });
  assert.deepEqual(await keptOf([3, 2, 4, 4, 4, 1], 6), { kept: 2, judged: 5 });
  assert.deepEqual(await keptOf([NaN, NaN, NaN, NaN, NaN], 20), { kept: 1, judged: 4 });
});

Deno.test("if a node has no missing numbers, later ones go to the side with most of its rows", async () => {
  const { uniform, normal } = random(11);
  const length = 9000;
  const first = Float64Array.from({ length }, normal);
  // missing only where the first column is high: nodes of the others have none
  const second = first.map((x) => x > 0.3 && uniform() < 0.5 ? NaN : normal());
  const labels = Uint8Array.from(
    first,
    (x, i) => Number(2 * x + (second[i]! > 0.8 ? 2 : 0) + normal() > 1),
  );
  const table = numericTable([[...first], [...second]]);
  const boosted = await trainGradientBoosting(await binTable(table), labels, { rounds: 10 });
  const { feature, missingLeft, left, cover } = boosted.nodes;
  const lacks = new Set<number>();
  averageLeaves(boosted, table, (node, row) => {
    const column = table.columns[feature[node]!];
    if (column?.kind === "numeric" && Number.isNaN(column.values[row]!)) lacks.add(node);
  });
  let bySecond = 0;
  feature.forEach((f, node) => {
    if (f < 0 || lacks.has(node)) return;
    bySecond += f;
    assert.equal(missingLeft[node], Number(2 * cover[left[node]!]! > cover[node]!), `node ${node}`);
  });
  assert.ok(bySecond > 20, `${bySecond} nodes split by the second column without lacking it`);
});

Deno.test("a round draws the given shares of rows and columns", async () => {
  const { normal } = random(12);
  const labels = Uint8Array.from({ length: 4000 }, (_, i) => Number(i % 4 === 0));
  const columns = Array.from(
    { length: 10 },
    (_, f) => Array.from(labels, (label) => label * f / 3 + normal()),
  );
  const binned = await binTable(numericTable(columns));
  // the learning rate is so low that every round has the same derivatives
  const options = { rounds: 300, learningRate: 1e-9, maxDepth: 1 };
  for (const [subsample, colsample] of [[1, 0.3], [0.3, 1], [0.75, 0.5]] as const) {
    const { nodes, offsets, baseScore } = await trainGradientBoosting(binned, labels, {
      ...options,
      subsample,
      colsample,
    });
    const roots = offsets.subarray(0, 300);
    const p = 1 / (1 + Math.exp(-baseScore));
    for (const root of roots) {
      assert.ok(Math.abs(nodes.cover[root]! / (p * (1 - p)) - subsample * 4000) < 1e-3);
    }
    const best = roots.filter((root) => nodes.feature[root] === 9).length / 300;
    // four standard errors, and a few draws of rows in which the last column is not the best
    const slack = 4 * Math.sqrt(colsample * (1 - colsample) / 300) + 0.01;
    assert.ok(Math.abs(best - colsample) <= slack, `best in ${best}, expected ${colsample}`);
  }
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

Deno.test("an interrupted fit ends its workers", async () => {
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
