import assert from "node:assert/strict";
import { calibrate, NO_CALIBRATION } from "../../lib/model/calibrate.ts";
import { fitPreprocessing, ORIGINAL_STEPS } from "../../lib/features/encoders/preprocessing.ts";
import { fullCatalogue } from "../../lib/features/pairs/known_universe.ts";
import { staticFeatures } from "../../lib/features/static_features.ts";
import { correctPrior } from "../../lib/features/pairs/sampling_rates.ts";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { encodeModel } from "../../lib/forest/files/model_file.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import { trainRandomForest } from "../../lib/forest/growing/random_forest.ts";
import { random } from "../../lib/stats/random.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import {
  decodeModelFile,
  encodeModelFile,
  type Model,
  type ModelFacts,
  modelInputs,
  predictProbability,
} from "../../lib/model/model.ts";
import { PRESETS } from "../../lib/config/presets/presets.ts";
import { FIRST_WEEK, smallSales } from "../features/small_sales.ts";

const FACTS: ModelFacts = {
  preset: "default",
  model: "random_forest",
  engine: "forest",
  features: ["pair_weeks_ever", "recency"],
  sampling: { repeatRate: 1, newRate: 0.25 },
  calibration: NO_CALIBRATION,
  decision_threshold: 0.3,
  settings: PRESETS.default.search.firstForest,
  first_week: "2024-W30",
  last_week: "2024-W47",
  rows: 400,
  purchases: 80,
  seed: 7,
};

function pairsTable(length: number): ColumnTable {
  const { uniform } = random(1, length);
  const column = (name: string, value: () => number) => ({
    kind: "numeric" as const,
    name,
    values: Float32Array.from({ length }, value),
  });
  return {
    length,
    columns: [
      column("pair_weeks_ever", () => Math.floor(3 * uniform())),
      column("recency", () => Math.floor(20 * uniform())),
    ],
  };
}

const table = pairsTable(400);
const recency = table.columns[1]!;
assert(recency.kind === "numeric");
const labels = Uint8Array.from(recency.values, (weeks, i) => weeks < 8 && i % 3 > 0 ? 1 : 0);
const model: Model = {
  ensemble: await trainRandomForest(await binTable(table), labels, { trees: 5, minSamplesLeaf: 5 }),
  preprocessing: null,
  facts: FACTS,
};

Deno.test("a model file restores facts, trees and probabilities", async () => {
  const bytes = encodeModelFile(model);
  const back = decodeModelFile(bytes);
  assert.deepEqual(back.facts, FACTS);
  assert.deepEqual(await predictProbability(back, table), await predictProbability(model, table));
  assert.deepEqual(encodeModelFile(back), bytes);
});

Deno.test("a model file contains the encoders", async () => {
  const sales = smallSales([]);
  const rows = staticFeatures(sales, fullCatalogue(sales), FIRST_WEEK);
  const preprocessing = fitPreprocessing(rows, ORIGINAL_STEPS);
  const inputs = modelInputs({ preprocessing }, rows);
  const bought = Uint8Array.from({ length: rows.length }, (_, i) => i % 3 === 0 ? 1 : 0);
  const original: Model = {
    ensemble: await trainRandomForest(await binTable(inputs), bought, { trees: 3 }),
    preprocessing,
    facts: {
      ...FACTS,
      preset: "original",
      features: rows.columns.map(({ name }) => name),
      sampling: { repeatRate: 1, newRate: 1 },
    },
  };
  const back = decodeModelFile(encodeModelFile(original));
  assert.deepEqual(back.preprocessing, preprocessing);
  const probability = await predictProbability(back, rows);
  const raw = await predictEnsemble(original.ensemble, inputs);
  const expected = calibrate(raw, NO_CALIBRATION);
  // rates of 1 change at most the last bit
  probability.forEach((p, row) => assert(Math.abs(p - expected[row]!) < 1e-15));
  assert.deepEqual(await predictProbability(original, rows), probability);
});

Deno.test("probabilities are corrected for the sampling rate of the pair's kind", async () => {
  const raw = await predictEnsemble(model.ensemble, table);
  const ever = table.columns[0]!;
  assert(ever.kind === "numeric");
  const expected = raw.map((p, i) => correctPrior(p, ever.values[i]! > 0 ? 1 : 0.25));
  assert.deepEqual(await predictProbability(model, table), calibrate(expected, NO_CALIBRATION));
});

Deno.test("features are found by name, in any order; an error names a missing one", async () => {
  const reversed = { ...table, columns: [...table.columns].reverse() };
  const expected = await predictProbability(model, table);
  assert.deepEqual(await predictProbability(model, reversed), expected);
  const without = { ...table, columns: table.columns.slice(0, 1) };
  await assert.rejects(predictProbability(model, without), {
    name: "UserError",
    message: /feature mismatch.*lacks recency \(numeric\).*train again/,
  });
});

Deno.test("a file without the facts of a model is refused with a remedy", () => {
  for (
    const metadata of [
      {},
      { facts: "{}" },
      { facts: "no JSON" },
      {
        facts: JSON.stringify({ ...FACTS, preset: "other" }),
      },
      { facts: JSON.stringify(FACTS), preprocessing: "{" },
      {
        facts: JSON.stringify(FACTS),
        preprocessing: '{"columns":[{"kind":"numeric","name":3}]}',
      },
      { facts: JSON.stringify({ ...FACTS, last_week: "soon" }) },
    ]
  ) {
    assert.throws(() => decodeModelFile(encodeModel(model.ensemble, metadata)), {
      name: "UserError",
      message: /^model\.arrow: expected .*\nTrain a new model with --force-train\.$/,
    }, JSON.stringify(metadata));
  }
});

Deno.test("a row's repeat flag decides its correction, even if its features were changed", async () => {
  const [ever, other] = table.columns;
  assert(ever?.kind === "numeric" && other !== undefined);
  const changed = {
    length: 400,
    columns: [{ ...ever, values: new Float32Array(400) }, other],
  };
  const uncalibrated = { ...model, facts: { ...model.facts, calibration: null } };
  const raw = await predictEnsemble(model.ensemble, changed);
  const kept = await predictProbability(uncalibrated, changed, { repeat: ever.values });
  kept.forEach((p, i) =>
    assert.equal(p, correctPrior(raw[i]!, ever.values[i]! > 0 ? 1 : 0.25), `row ${i}`)
  );
});
