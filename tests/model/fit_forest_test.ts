import { sourceOf } from "../../lib/features/pairs/row_source.ts";
import assert from "node:assert/strict";
import type { LabelledRows } from "../../lib/features/pairs/labelled_rows.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import { random } from "../../lib/stats/random.ts";
import { fitForest, pickTraining, prepareTraining } from "../../lib/model/fit_forest.ts";
import { PRESETS } from "../../lib/config/presets/presets.ts";

const LENGTH = 300;
const { uniform } = random(3);
const recency = Float32Array.from({ length: LENGTH }, () => Math.floor(20 * uniform()));
const ROWS: LabelledRows = {
  length: LENGTH,
  customer: Float64Array.from(recency, (_, i) => i),
  product: new Float64Array(LENGTH),
  week: new Int32Array(LENGTH),
  label: Uint8Array.from(recency, (weeks) => weeks < 5 ? 1 : 0),
  features: {
    length: LENGTH,
    columns: [
      { kind: "numeric", name: "recency", values: recency },
      { kind: "numeric", name: "noise", values: recency.map(() => uniform()) },
    ],
  },
};
const SETTINGS = { ...PRESETS.default.search.firstForest, n_estimators: 12, max_features: 1 };
const FIT = { seed: 0, workers: 1 };

Deno.test("rows without encoders are binned once, for any number of forests", async () => {
  const set = await prepareTraining(sourceOf(ROWS), { preset: "default", engine: "forest" });
  assert.equal(set.preprocessing, null);
  assert.equal(set.table, null);
  const [a, b] = [await fitForest(set, SETTINGS, FIT), await fitForest(set, SETTINGS, FIT)];
  assert.deepEqual(a, b);
  assert.equal(a.offsets.length - 1, 12);
  assert.notDeepEqual(await fitForest(set, SETTINGS, { ...FIT, seed: 1 }), a);
});

Deno.test("both engines learn the signal", async () => {
  for (const engine of ["forest", "ml-random-forest"] as const) {
    const set = await prepareTraining(sourceOf(ROWS), { preset: "default", engine });
    assert.equal(set.binned === null, engine === "ml-random-forest");
    const probability = await predictEnsemble(await fitForest(set, SETTINGS, FIT), ROWS.features);
    const mean = (label: number) => {
      const of = probability.filter((_, row) => ROWS.label[row] === label);
      return of.reduce((sum, p) => sum + p, 0) / of.length;
    };
    assert(mean(1) > 0.8 && mean(0) < 0.2, `${engine}: ${mean(1)}, ${mean(0)}`);
  }
});

Deno.test("a forest can be fitted on some of the rows", async () => {
  const set = await prepareTraining(sourceOf(ROWS), { preset: "default", engine: "forest" });
  // only negatives: nothing to learn
  const rows = Int32Array.from(ROWS.label.keys()).filter((row) => ROWS.label[row] === 0);
  const probability = await predictEnsemble(
    await fitForest(pickTraining(set, rows), SETTINGS, FIT),
    ROWS.features,
  );
  assert(probability.every((p) => p === 0));
});

Deno.test("progress counts the trees", async () => {
  const set = await prepareTraining(sourceOf(ROWS), { preset: "default", engine: "forest" });
  const progress: number[] = [];
  await fitForest(set, SETTINGS, {
    ...FIT,
    onProgress: (trees, of) => {
      assert.equal(of, 12);
      progress.push(trees);
    },
  });
  assert.equal(progress.at(-1), 12);
  assert.deepEqual(progress, [...progress].sort((a, b) => a - b));
});
