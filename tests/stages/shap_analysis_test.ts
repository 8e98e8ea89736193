import assert from "node:assert/strict";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { trainGradientBoosting } from "../../lib/forest/boosting/gradient_boosting.ts";
import type { TreeEnsemble } from "../../lib/forest/tree_ensemble.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import { treeShap } from "../../lib/forest/explaining/tree_shap.ts";
import { random } from "../../lib/stats/random.ts";
import { shapAnalysis, type ShapAnalysisOptions } from "../../lib/stages/shap_analysis.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import { textFaults } from "../plots/text_faults.ts";

/** One tree: frequency ≤ 0.6 → 0.02; otherwise brand A → 0.9, any other → 0.5. */
const ensemble: TreeEnsemble = {
  features: [
    { kind: "numeric", name: "frequency" },
    { kind: "categorical", name: "brand", categories: ["A", "B"] },
    { kind: "numeric", name: "noise" },
  ],
  offsets: Int32Array.of(0, 5),
  nodes: {
    feature: Int32Array.of(0, -1, 1, -1, -1),
    threshold: Float64Array.of(0.6, 0, 0, 0, 0),
    missingLeft: Uint8Array.of(1, 0, 0, 0, 0),
    left: Int32Array.of(1, -1, 3, -1, -1),
    right: Int32Array.of(2, -1, 4, -1, -1),
    value: Float64Array.of(0.3, 0.02, 0.7, 0.9, 0.5),
    cover: Float64Array.of(100, 60, 40, 20, 20),
    gain: Float64Array.of(30, 0, 10, 0, 0),
  },
  link: "mean",
  baseScore: 0,
};

const { uniform, below } = random(2);
const length = 2_000;
const frequency = Float64Array.from({ length }, uniform);
const codes = Int32Array.from({ length }, () => below(2));
const noise = Float64Array.from({ length }, uniform);
const rows: ColumnTable = {
  length,
  columns: [
    { kind: "numeric", name: "customer_id", values: new Float64Array(length) },
    { kind: "categorical", name: "brand", categories: ["B", "A"], codes },
    { kind: "numeric", name: "noise", values: noise },
    { kind: "numeric", name: "frequency", values: frequency },
  ],
};
const predict = (table: ColumnTable) => predictEnsemble(ensemble, table);
const scores = await predict(rows);
const labels = Uint8Array.from(scores, (score) => uniform() < score ? 1 : 0);
const options: ShapAnalysisOptions = {
  ensemble,
  rows,
  labels,
  weeks: ["2024-W46", "2024-W47"],
  nameOf: (row: number) => `customer ${row}, product 1`,
  featureMeanings: { frequency: "share of weeks bought" },
  seed: 1,
  shapRows: 100,
  predict,
};

Deno.test("shapAnalysis() ranks the features that the model uses", async () => {
  const { stats } = await shapAnalysis(options);
  assert.deepEqual(stats.native_importance, [
    { feature: "frequency", meaning: "share of weeks bought", importance: 0.75 },
    { feature: "brand", meaning: null, importance: 0.25 },
    { feature: "noise", meaning: null, importance: 0 },
  ]);
  const permuted = stats.permutation_importance;
  assert.deepEqual(permuted.features.map(({ feature }) => feature), ["frequency", "brand"]);
  assert(permuted.features[0]!.interval_low > permuted.features[1]!.interval_high);
  assert.deepEqual(permuted.sample, { rows: 2000, positives: stats.positives });
  const [first, second] = stats.partial_dependence.features;
  assert.equal(first!.mean[0], 0.02);
  assert.equal(first!.deciles.length, 9);
  for (const { individual, grid } of stats.partial_dependence.features) {
    assert(individual.some(({ bought }) => bought) && individual.some(({ bought }) => !bought));
    for (const { values } of individual) assert.equal(values.length, grid.length);
  }
  assert.deepEqual([...second!.grid].sort(), ["A", "B"]);
  // of the sampled rows: those with frequency ≤ 0.6 have 0.02 for either brand
  const ofBrand = Object.fromEntries(second!.grid.map((brand, g) => [brand, second!.mean[g]!]));
  const share = (ofBrand["A"]! - 0.02) / 0.88;
  assert(share > 0.3 && share < 0.5, `share ${share}`);
  assert(Math.abs(ofBrand["B"]! - (0.02 + 0.48 * share)) < 1e-5);
  assert.equal(stats.permutation_importance.repeats, 5);
  assert.equal(second!.mean_purchases.length, second!.grid.length);
  // purchases lie where the frequency is high, so their means are higher
  const purchases = Object.fromEntries(
    second!.grid.map((brand, g) => [brand, second!.mean_purchases[g]!]),
  );
  const shareOfPurchases = (purchases["A"]! - 0.02) / 0.88;
  assert(shareOfPurchases > 0.85 && shareOfPurchases <= 1, `share ${shareOfPurchases}`);
  assert(Math.abs(purchases["B"]! - (0.02 + 0.48 * shareOfPurchases)) < 1e-5);
  const { base_value, features, sample, unit } = stats.shap;
  assert.deepEqual({ unit, ...sample }, { unit: "probability", rows: 100, positives: 50 });
  assert.equal(base_value, 0.292); // mean of the leaves, weighted by cover
  assert.deepEqual(features.map(({ feature }) => feature), ["frequency", "brand", "noise"]);
  assert(features[0]!.mean_purchases > 0.3);
  assert.equal(features[2]!.mean_abs, 0);
});

Deno.test("shuffling a feature leaves the other inputs of the prediction unchanged", async () => {
  const unchanged: number[] = [];
  await shapAnalysis({
    ...options,
    repeats: 1,
    predict: (table, places) => {
      const own = table.columns.find(({ name }) => name === "noise");
      assert(own?.kind === "numeric");
      const kept = places.every((place, i) => own.values[i] === noise[place]);
      unchanged.push(kept ? 1 : 0);
      return predict(table);
    },
  });
  // noise has no importance and is not shuffled: it still has each row's position
  assert(unchanged.length > 3 && unchanged.every((kept) => kept === 1));
});

Deno.test("the average precision of the sample is not passed off as that of all pairs", async () => {
  const { figures } = await shapAnalysis(options);
  const { svg } = figures.find(({ name }) => name === "permutation_importance")!.figure;
  assert.match(svg, /Average precision on a sample of 2,000 pairs is 0\.\d{3}/);
});

Deno.test("shapAnalysis() draws six figures with readable text", async () => {
  const { figures } = await shapAnalysis(options);
  assert.deepEqual(figures.map(({ name }) => name), [
    "feature_importance",
    "permutation_importance",
    "partial_dependence",
    "shap_summary",
    "shap_dependence",
    "shap_customers",
  ]);
  for (const { name, figure } of figures) assert.deepEqual(textFaults(figure.svg), [], name);
});

Deno.test("shapAnalysis() explains the requested number of rows, and draws at most 500", async () => {
  const { stats, figures } = await shapAnalysis({ ...options, shapRows: 1_500 });
  assert.equal(stats.shap.sample.rows, 1_500);
  const { svg } = figures.find(({ name }) => name === "shap_summary")!.figure;
  assert(svg.includes("1,500 pairs") && svg.includes("500 are drawn"));
  // the second drawing is for narrow screens
  const [wide] = svg.split('<svg class="narrow"');
  assert.equal(wide!.match(/<circle/g)!.length, 500 * stats.native_importance.length);
});

Deno.test("shapAnalysis() gives the same bytes again, and reports progress", async () => {
  const fractions: number[] = [];
  const first = await shapAnalysis(options, (fraction) => fractions.push(fraction));
  const second = await shapAnalysis(options);
  assert.deepEqual(first.stats, second.stats);
  first.figures.forEach(({ figure }, i) => assert.equal(figure.svg, second.figures[i]!.figure.svg));
  assert.deepEqual(fractions, [...fractions].sort((a, b) => a - b));
  assert(fractions.length >= 3);
});

Deno.test("shapAnalysis() explains boosted trees by log-odds and their gain", async () => {
  const boosted = await trainGradientBoosting(await binTable(rows), labels, { rounds: 10 });
  const { stats, figures } = await shapAnalysis({
    ...options,
    ensemble: boosted,
    predict: (table) => predictEnsemble(boosted, table),
  });
  assert.equal(stats.native_measure, "total_gain");
  assert.equal(stats.shap.unit, "log_odds");
  const svg = (name: string) => figures.find((figure) => figure.name === name)!.figure.svg;
  assert.match(svg("feature_importance"), /share of the loss removed/);
  assert.match(svg("shap_summary"), /contribution to the log-odds/);
  const { values, baseValue } = await treeShap(boosted, rows);
  const probability = await predictEnsemble(boosted, rows);
  const width = boosted.features.length;
  for (let row = 0; row < 50; row++) {
    const logOdds = values.subarray(row * width, (row + 1) * width)
      .reduce((sum, value) => sum + value, baseValue);
    assert(Math.abs(1 / (1 + Math.exp(-logOdds)) - probability[row]!) < 1e-9);
  }
});

Deno.test("four pairs are explained: the bars of each add up to its score", async () => {
  const { figures } = await shapAnalysis(options);
  const { svg } = figures.at(-1)!.figure;
  // the highest score of the bought pairs is known from the model
  const highest = Math.max(...scores.filter((_, row) => labels[row] === 1));
  // without sampling and calibration it is the probability too
  const percent = (100 * highest).toFixed(1);
  assert(svg.includes(`bought, highest score: ${highest.toFixed(3)}; probability ${percent}%`));
  // the second drawing is for narrow screens, and the description names them too
  const [wide] = svg.replace(/<desc>[^<]*<\/desc>/, "").split('<svg class="narrow"');
  assert.equal(wide!.match(/customer \d+, product 1/g)!.length, 4);
});
