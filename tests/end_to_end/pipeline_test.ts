import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { readRunRecord } from "../../lib/dag/run_record.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import { digests, simulatedWorld } from "./world.ts";

const OUTPUTS = [
  "dataset_limpio.parquet",
  "drift_report.json",
  "models/model.arrow",
  "models/reference.parquet",
  "models/training_results.json",
  "predicciones.csv",
  "scores.parquet",
  "shap/interpretability_stats.json",
  "test.parquet",
  "train.parquet",
  "val.parquet",
];

Deno.test("a run leaves every output, and the same bytes with one worker or two", async () => {
  using world = await simulatedWorld();
  const one = await runPipeline(world.config("one", { workers: 1 }));
  const two = await runPipeline(world.config("two", { workers: 2 }));
  assert.equal(one.error, undefined);
  const files = await digests(one.folder);
  for (const name of OUTPUTS) assert(name in files, name);
  assert(Object.keys(files).some((name) => name.startsWith("shap/") && name.endsWith(".png")));
  assert.deepEqual(await digests(two.folder), files);
  assert.equal(Deno.readLinkSync(join(world.folder, "one", "latest")), `runs/${one.run.run_id}`);
});

Deno.test("another seed gives another model", async () => {
  using world = await simulatedWorld();
  const [a, b] = [
    await runPipeline(world.config("a", { seed: 1 })),
    await runPipeline(world.config("b", { seed: 2 })),
  ];
  const name = "models/model.arrow";
  assert.notEqual((await digests(a.folder))[name], (await digests(b.folder))[name]);
});

Deno.test("scores hold the full catalogue and predictions what is above the threshold", async () => {
  using world = await simulatedWorld();
  const { folder, run } = await runPipeline(world.config("outputs"));
  const scores = pl.readParquet(join(folder, "scores.parquet"));
  assert.deepEqual(scores.columns, ["customer_id", "product_id", "week", "probability"]);
  assert.equal(scores.height, 50 * 20);
  const threshold = run.tasks.find(({ id }) => id === "predict")!.facts["decision_threshold"];
  const above = scores.filter(pl.col("probability").gt(pl.lit(threshold))).height;

  const [header, ...lines] = Deno.readTextFileSync(join(folder, "predicciones.csv")).trim()
    .split("\n");
  assert.equal(header, "customer_id,product_id,week,probability");
  assert.equal(lines.length, above);
  const rows = lines.map((line) => line.split(","));
  const sorted = [...rows].sort((a, b) =>
    Number(b[3]) - Number(a[3]) || Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1])
  );
  assert.deepEqual(rows, sorted);
  assert(rows.every(([, , week]) => week === run.predicted_week));
});

Deno.test("no product that never sold is recommended", async () => {
  using world = await simulatedWorld();
  const { folder } = await runPipeline(world.config("outputs", { decision_threshold: 0.001 }));
  const sold = new Set(
    pl.readParquet(join(world.dataDir, "transacciones.parquet")).getColumn("product_id").toArray()
      .map(String),
  );
  const lines = Deno.readTextFileSync(join(folder, "predicciones.csv")).trim().split("\n").slice(1);
  assert(lines.length > 0);
  for (const line of lines) assert(sold.has(line.split(",")[1]!), line);
  const scores = pl.readParquet(join(folder, "scores.parquet"));
  assert(Number(scores.getColumn("probability").min()) > 0);
});

Deno.test("a second run on the same data keeps the model, and says why", async () => {
  using world = await simulatedWorld();
  const first = await runPipeline(world.config("outputs"));
  const second = await runPipeline(world.config("outputs"));
  const state = Object.fromEntries(second.run.tasks.map(({ id, state }) => [id, state]));
  assert.deepEqual([state["train_model"], state["skip_training"]], ["skipped", "success"]);
  const [before, after] = [await digests(first.folder), await digests(second.folder)];
  for (const name of ["models/model.arrow", "scores.parquet", "predicciones.csv"]) {
    assert.equal(after[name], before[name], name);
  }
  const report = JSON.parse(Deno.readTextFileSync(join(second.folder, "drift_report.json")));
  assert.equal(report.decision, "skip_training");
  assert.match(report.reason, /already learned from/);
});

Deno.test("--force-train, another preset, kind of model or engine trains again", async () => {
  using world = await simulatedWorld();
  await runPipeline(world.config("outputs"));
  const reasons: string[] = [];
  for (
    const given of [{ force_train: true }, { preset: "original" }, {
      preset: "original",
      engine: "ml-random-forest",
      n_trials: 1,
    }, { model: "gradient_boosting" }]
  ) {
    const { run, error } = await runPipeline(world.config("outputs", given));
    assert.equal(error, undefined);
    assert.equal(run.tasks.find(({ id }) => id === "train_model")!.state, "success");
    reasons.push(run.tasks.find(({ id }) => id === "drift_check")!.facts["reason"] as string);
  }
  assert.match(reasons[0]!, /asked for/);
  assert.match(reasons[1]!, /preset/);
  assert.match(reasons[2]!, /ml-random-forest/);
  assert.match(reasons[3]!, /preset/);
  const kept = await runPipeline(world.config("outputs", { model: "best" }));
  assert.equal(kept.run.tasks.find(({ id }) => id === "skip_training")!.state, "success");
  const other = await runPipeline(world.config("outputs"));
  const [check] = other.run.tasks.filter(({ id }) => id === "drift_check");
  assert.match(check!.facts["reason"] as string, /gradient_boosting, this run asks for random_f/);
});

Deno.test("a scheduled run on unchanged inputs is recorded as skipped", async () => {
  using world = await simulatedWorld();
  const first = await runPipeline(world.config("outputs"));
  const again = await runPipeline(world.config("outputs"), { skipUnchanged: true });
  assert.equal(again.run.state, "skipped");
  assert.match(again.run.tasks[0]!.reason!, new RegExp(first.run.run_id));
  const changed = await runPipeline(world.config("outputs", { seed: 3 }), { skipUnchanged: true });
  assert.equal(changed.run.state, "success");
});

Deno.test("--week behaves as if the data ended before its Monday", async () => {
  using world = await simulatedWorld({ weeks: 12 });
  using shorter = await simulatedWorld({ weeks: 12 });
  const monday = Date.UTC(2024, 2, 11); // of 2024-W11
  const path = join(shorter.dataDir, "transacciones.parquet");
  const lines = pl.readParquet(path);
  const kept = lines.filter(
    pl.col("purchase_date").cast(pl.Datetime("ms")).cast(pl.Int64).lt(pl.lit(monday)),
  );
  assert(kept.height < lines.height);
  kept.writeParquet(path);
  const a = await runPipeline(world.config("outputs", { week: "2024-W11" }));
  const b = await runPipeline(shorter.config("outputs", { week: "2024-W11" }));
  assert.equal(a.run.predicted_week, "2024-W11");
  const [files, others] = [await digests(a.folder), await digests(b.folder)];
  // what waits for MLflow names the input files, which are others; nothing else knows of them
  for (const digest of [files, others]) assert(delete digest["tracking/mlflow.jsonl"]);
  assert.deepEqual(files, others);
});

Deno.test("run.json records parameters, fingerprints, versions, times and row counts", async () => {
  using world = await simulatedWorld();
  const { folder } = await runPipeline(world.config("outputs"));
  const run = readRunRecord(folder);
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
  assert(Number(run.tasks[1]!.facts["rows"]) > 0);
});
