import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { GivenParameters } from "../../lib/config/config.ts";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { DAY_MS, mondayOfWeek, parseWeek } from "../../lib/table/time/week.ts";
import { driftReportOf, runUntil, taskOf } from "./run_until.ts";
import { copiedRun, NEXT_WEEK, SHARED, sharedData, sharedRun, WEEK } from "./shared_runs.ts";
import { digests, simulatedWorld, temporaryPlace } from "./world.ts";

const OUTPUTS = [
  "call_list.json",
  "dataset_limpio.parquet",
  "drift_report.json",
  "expected_items.json",
  "models/judged.arrow",
  "models/model.arrow",
  "models/reference.parquet",
  "models/training_results.json",
  "predicciones.csv",
  "scores.parquet",
  "shap/interpretability_stats.json",
  "test.parquet",
  "train.parquet",
  "val.parquet",
  "visitas.csv",
];

/** The rows of `predicciones.csv`, as text, and its header. */
function predictions(folder: string) {
  const [header, ...lines] = Deno.readTextFileSync(join(folder, "predicciones.csv")).trim()
    .split("\n");
  return { header, rows: lines.map((line) => line.split(",")) };
}

Deno.test("a run writes every output, and latest points to it", async () => {
  const { folder, run, runFolder } = await sharedRun();
  const files = Object.keys(await digests(runFolder));
  for (const name of OUTPUTS) assert(files.includes(name), name);
  assert(files.some((name) => name.startsWith("shap/") && name.endsWith(".png")));
  assert.equal(Deno.readLinkSync(join(folder, "outputs", "latest")), `runs/${run.run_id}`);
});

Deno.test("scores contain the full catalogue, and predictions the pairs above the threshold", async () => {
  const { run, runFolder } = await sharedRun();
  const scores = pl.readParquet(join(runFolder, "scores.parquet"));
  assert.deepEqual(scores.columns, [
    "customer_id",
    "product_id",
    "week",
    "probability",
    "expected_items",
  ]);
  assert.equal(scores.height, SHARED.customers * SHARED.products);
  const threshold = taskOf({ run }, "predict").facts["decision_threshold"];
  const above = scores.filter(pl.col("probability").gt(pl.lit(threshold))).height;

  const { header, rows } = predictions(runFolder);
  assert.equal(header, "customer_id,product_id,week,probability");
  assert.equal(rows.length, above);
  const sorted = [...rows].sort((a, b) =>
    Number(b[3]) - Number(a[3]) || Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1])
  );
  assert.deepEqual(rows, sorted);
  assert(rows.every(([, , week]) => week === run.predicted_week));
});

Deno.test("run.json records parameters, fingerprints, versions, times and row counts", async () => {
  const { run } = await sharedRun();
  assert.equal(run.dag, "sodai_mlops");
  assert.equal(run.parameters["n_trials"], 2);
  assert.match(String(run.inputs["transacciones.parquet"]), /^[0-9a-f]{64}$/);
  assert.equal(run.versions["deno"], Deno.version.deno);
  assert.deepEqual(run.tasks.map(({ id }) => id), [
    "extract_data",
    "preprocess",
    "split_data",
    "drift_check",
    "train_model",
    "skip_training",
    "shap_analysis",
    "predict",
  ]);
  assert(Number(taskOf({ run }, "preprocess").facts["rows"]) > 0);
});

Deno.test("a second run on the same data keeps the model, and gives the reason", async (t) => {
  using first = await copiedRun();
  const second = await runPipeline(first.config("outputs", { decision_threshold: 0.001 }));
  assert.equal(taskOf(second, "train_model").state, "skipped");
  assert.equal(taskOf(second, "skip_training").state, "success");
  const [before, after] = [await digests(first.runFolder), await digests(second.folder)];
  for (const name of ["models/model.arrow", "scores.parquet"]) {
    assert.equal(after[name], before[name], name);
  }
  const { decision, reason } = driftReportOf(second);
  assert.equal(decision, "skip_training");
  assert.match(reason, /already trained on/);

  await t.step("a lower threshold lists more pairs, but no product that was never sold", () => {
    const path = join(first.dataDir, "transacciones.parquet");
    const sold = new Set(pl.readParquet(path).getColumn("product_id").toArray().map(String));
    const { rows } = predictions(second.folder);
    const usual = predictions(first.runFolder).rows;
    assert(rows.length > usual.length);
    assert.deepEqual(rows.slice(0, usual.length), usual);
    for (const row of rows) assert(sold.has(row[1]!), `${row}`);
    const scores = pl.readParquet(join(second.folder, "scores.parquet"));
    assert(Number(scores.getColumn("probability").min()) > 0);
  });
});

const DECISIONS: [
  inUse: "default" | "gradient_boosting" | "original",
  given: GivenParameters,
  decision: string,
  reason: RegExp,
][] = [
  ["default", { force_train: true }, "train_model", /requested \(--force-train\)/],
  [
    "default",
    { preset: "original" },
    "train_model",
    /its preset is default, the preset of this run is original/,
  ],
  [
    "original",
    { preset: "default" },
    "train_model",
    /its preset is original, the preset of this run is default/,
  ],
  ["original", { engine: "ml-random-forest" }, "train_model", /requires ml-random-forest/],
  [
    "gradient_boosting",
    { model: "random_forest" },
    "train_model",
    /gradient_boosting, this run requires random_f/,
  ],
  ["gradient_boosting", { model: "best" }, "skip_training", /already trained on/],
];
for (const [inUse, given, decision, reason] of DECISIONS) {
  Deno.test(`a model in use of the kind ${inUse}: ${decision} for ${JSON.stringify(given)}`, async () => {
    using place = await copiedRun(inUse);
    const checked = await runUntil("drift_check", place.config("outputs", given));
    const report = driftReportOf(checked);
    assert.equal(report.decision, decision);
    assert.match(report.reason, reason);
  });
}

Deno.test("the old engine and the original preset go through the whole pipeline", async () => {
  using world = await simulatedWorld({ customers: 20, products: 10, weeks: 5 });
  const given = { preset: "original", engine: "ml-random-forest", n_trials: 1 };
  const { run, error } = await runPipeline(world.config("outputs", given));
  assert.equal(error, undefined);
  assert.equal(taskOf({ run }, "train_model").state, "success");
});

/** The simulated data are old. */
const OLD = { max_data_age: 36_500 };

Deno.test("a scheduled run on unchanged inputs is recorded as skipped", async () => {
  using first = await copiedRun();
  // a scheduled time in the week that was forecast: the data could have been corrected since
  const due = new Date(mondayOfWeek(parseWeek(first.run.predicted_week)!) * DAY_MS);
  const again = await runPipeline(first.config("outputs", OLD), { due });
  assert.equal(again.run.state, "skipped");
  assert.match(again.run.tasks[0]!.reason!, new RegExp(first.run.run_id));
  const stopped = AbortSignal.abort("it would run");
  const changed = await runPipeline(first.config("outputs", { ...OLD, seed: 3 }), {
    due,
    signal: stopped,
  });
  assert.equal(changed.error, "it would run");
});

Deno.test("one worker and seven shards with --week write the same bytes as two on data that end before its Monday, and no latest", async () => {
  const ended = await sharedRun();
  assert.equal(ended.run.parameters["workers"], 2);
  using place = temporaryPlace(await sharedData(), {
    ...ended.run.parameters,
    workers: 1,
    shards: 7,
  });
  const given = { data_dir: await sharedData(), outputs_dir: join(place.folder, "outputs") };
  const asked = await runPipeline(place.config("outputs", given));
  assert.equal(asked.run.predicted_week, WEEK);
  assert.equal(asked.run.state, "success");
  assert.match(
    asked.run.unpublished!,
    new RegExp(`^back-run: it forecasts ${WEEK}, .* ${NEXT_WEEK}$`),
  );
  assert.equal(readLatest(given.outputs_dir), undefined);
  const [files, others] = [await digests(ended.runFolder), await digests(asked.folder)];
  // the requests for MLflow name the input files, which differ; no other file depends on them
  for (const digest of [files, others]) assert(delete digest["tracking/mlflow.jsonl"]);
  assert.deepEqual(others, files);
});
