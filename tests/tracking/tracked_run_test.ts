import assert from "node:assert/strict";
import type { RunRecord } from "../../lib/dag/runs/run_record.ts";
import { trackedRun } from "../../lib/tracking/tracked_run.ts";
import { SAMPLE, sampleRun, TRAINING } from "./sample_run.ts";

const planned = (run: RunRecord = sampleRun(), files: Partial<typeof SAMPLE> = {}) =>
  trackedRun({ run, ...SAMPLE, ...files });

/** Values of a metric by step. */
function history(key: string, tracked = planned()): [step: number, value: number][] {
  return tracked.metrics.filter((metric) => metric.key === key)
    .map(({ step, value }) => [step, value]);
}

Deno.test("params are the parameters that affect results, and the settings of the model", () => {
  assert.deepEqual(planned().params, {
    predicted_week: "2024-W48",
    preset: "default",
    n_trials: "4",
    "trained/model": "random_forest",
    "trained/max_depth": "19",
    "trained/n_estimators": "100",
  });
});

Deno.test("drift is reported for every tested variable, and overall", () => {
  const { metrics } = planned();
  const measures = Object.fromEntries(
    metrics.filter(({ key }) => key.startsWith("drift/")).map(({ key, value }) => [key, value]),
  );
  assert.deepEqual(measures, {
    "drift/drift_detected": 1,
    "drift/tested_variables": 1,
    "drift/drifted_variables": 1,
    "drift/share_drifted": 1,
    "drift/charts_read": 4,
    "drift/largest_move/judged": 1,
    "drift/largest_move/alarm": 1,
    "drift/largest_move/limit": 3.5,
    "drift/largest_move/score": 5.1,
    "drift/brand/statistic": 12.5,
    "drift/brand/p_value": 0.25,
    "drift/brand/degrees_of_freedom": 9,
    "drift/brand/n_reference": 500,
    "drift/brand/n_current": 90,
    "drift/brand/effect_size": 0.03,
    "drift/brand/cluster_p_value": 0.04,
    "drift/brand/drifted": 1,
    "drift/brand/score": 5.1,
    "drift/notice/active customers/reference": 50,
    "drift/notice/active customers/recent": 45,
    "drift/notice/active customers/score": 1.5,
    "drift/notice/active customers/noticed": 0,
  });
});

Deno.test("trials are steps; a pruned one has settings but no value", () => {
  assert.deepEqual(history("search/average_precision"), [[0, 0.61], [2, 0.62], [3, 0.6]]);
  assert.deepEqual(history("search/best_average_precision"), [
    [0, 0.61],
    [1, 0.61],
    [2, 0.62],
    [3, 0.62],
  ]);
  assert.deepEqual(history("search/settings/max_depth").map(([, value]) => value), [14, 9, 19, 12]);
  assert.deepEqual(history("search/settings/criterion"), []);
});

Deno.test("measures of the model, also of the kind not chosen, are named for their weeks", () => {
  for (const part of ["validation", "test"]) {
    assert.deepEqual(history(`${part}/average_precision`), [[0, 0.65]]);
  }
  assert.deepEqual(history("gradient_boosting/validation/average_precision"), [[0, 0.64]]);
  assert.deepEqual(history("refit/rows"), [[0, 5000]]);
});

Deno.test("the forecast is reported as counts and as probabilities above the threshold", () => {
  const one = (key: string) => history(`forecast/${key}`)[0]![1];
  assert.equal(one("pairs"), 1500);
  assert.equal(one("predictions"), 3);
  assert.deepEqual([one("customers"), one("products")], [2, 2]);
  assert.deepEqual(["highest", "median", "lowest"].map((name) => one(`probability/${name}`)), [
    0.9,
    0.5,
    0.4,
  ]);
  assert(Math.abs(one("probability/mean") - 0.6) < 1e-12);
  const more = planned(sampleRun(), {
    predictions: "customer_id,product_id,week,probability\n" +
      [[1, 7], [2, 7], [3, 8]].map((pair) => `${pair},2024-W48,0.5\n`).join(""),
  });
  assert.deepEqual(history("forecast/customers", more), [[0, 3]]);
  assert.deepEqual(history("forecast/products", more), [[0, 2]]);
  const texts = planned(sampleRun(), {
    predictions: "customer_id,product_id,week,probability\n" +
      ['"C""7"", north",a', '"C""7"", south",a'].map((pair) => `${pair},2024-W48,0.5\n`).join(""),
  });
  assert.deepEqual(history("forecast/customers", texts), [[0, 2]]);
  assert.deepEqual(history("forecast/probability/mean", texts), [[0, 0.5]]);
  const empty = planned(sampleRun(), {
    predictions: "customer_id,product_id,week,probability\n",
  });
  assert.deepEqual(history("forecast/customers", empty), [[0, 0]]);
  assert.deepEqual(history("forecast/probability/mean", empty), []);
});

Deno.test("tables are not uploaded, figures are PNG, and a model belongs to the run that trained it", () => {
  assert.deepEqual(planned().uploads, [
    "drift_report.json",
    "models/model.arrow",
    "models/model.onnx",
    "models/training_results.json",
    "shap/shap_summary.png",
    "predicciones.csv",
  ]);
  const kept = sampleRun();
  kept.tasks.find(({ id }) => id === "train_model")!.state = "skipped";
  const tracked = planned(kept, { trainingResults: null as never });
  assert.deepEqual(tracked.uploads, [
    "drift_report.json",
    "shap/shap_summary.png",
    "predicciones.csv",
  ]);
  assert.equal(tracked.model, null);
  assert.deepEqual(history("search/average_precision", tracked), []);
});

Deno.test("the trained model is the champion, unless it lost against the one in use", () => {
  const { folder, alias, features } = planned().model!;
  assert.deepEqual({ folder, alias, features }, {
    folder: "models",
    alias: "champion",
    features: ["recency", "pair_weeks_ever"],
  });
  const run = sampleRun();
  run.tasks.find(({ id }) => id === "train_model")!.facts["champion_challenger"] = {
    promoted: false,
  };
  const contest = { promoted: false, difference: { estimate: -0.02, low: -0.03, high: -0.01 } };
  const lost = planned(run, { trainingResults: { ...TRAINING, champion_challenger: contest } });
  assert.equal(lost.model!.folder, "models/challenger");
  assert.equal(lost.model!.alias, "challenger");
  assert(lost.uploads.includes("models/challenger/model.onnx"));
  assert(!lost.uploads.includes("models/model.onnx"));
  assert.deepEqual(history("champion_challenger/promoted", lost), [[0, 0]]);
  assert.deepEqual(history("champion_challenger/difference/high", lost), [[0, -0.01]]);
});

Deno.test("under the original preset, encoders precede the model: it has no signature", () => {
  const { model } = planned(sampleRun(), {
    trainingResults: { ...TRAINING, preset: "original" },
  });
  assert.equal(model!.features, null);
});

Deno.test("a failed run reports the failure and registers nothing", () => {
  const run = sampleRun();
  run.state = "failed";
  Object.assign(run.tasks.find(({ id }) => id === "predict")!, {
    state: "failed",
    message: "disk full",
    outputs: [],
    facts: {},
  });
  const tracked = planned(run, { predictions: null as never });
  assert.match(tracked.tags["mlflow.note.content"]!, /\*\*predict failed\*\*: disk full/);
  assert.equal(tracked.model, null);
  assert.deepEqual(history("test/average_precision", tracked), [[0, 0.65]]);
});

Deno.test("nothing in the plan depends on clock, folders, threads or ids", () => {
  const other = sampleRun();
  other.run_id = "2024-W48_20250101T000000Z";
  other.started = "2025-01-01T00:00:00.000Z";
  other.parameters["data_dir"] = "/elsewhere";
  other.parameters["workers"] = 8;
  other.warnings.push({ task: "extract_data", text: "the newest transaction is 40 days old" });
  for (const task of other.tasks) {
    Object.assign(task, { started: other.started, ended: other.started, duration_ms: 5 });
  }
  assert.deepEqual(planned(other), planned());
});

Deno.test("unknown fields and missing fields are not errors", () => {
  const tracked = planned(sampleRun(), {
    driftReport: { variables: [], realised: [{ week: "2024-W46", average_precision: 0.6 }] },
    trainingResults: { model: "new", surprise: [{ deep: {} }] },
  });
  assert.deepEqual(history("realised/average_precision", tracked), [[0, 0.6]]);
  assert.equal(tracked.params["trained/model"], "new");
});

Deno.test("a held run and a back-run move no alias until they are promoted", () => {
  const held = { state: "held", held: ["Expected a list, found none."] } as const;
  for (const state of [held, { unpublished: "back-run" }] as Partial<RunRecord>[]) {
    const run = sampleRun();
    const aliasOf = (more: Partial<RunRecord>) =>
      planned({ ...run, ...state, ...more }).model!.alias;
    assert.equal(aliasOf({}), null);
    assert.equal(aliasOf({ promoted: "2024-11-25T10:00:00Z" }), "champion");
  }
  const note =
    planned({ ...sampleRun(), ...held, held: [...held.held] }).tags["mlflow.note.content"];
  assert.match(note!, /\*\*Held\*\*: Expected a list/);
});

const keys = (tracked = planned()) =>
  tracked.metrics.filter(({ key }) => key.startsWith("_key/"))
    .map(({ key, value, task }) => [key.slice("_key/".length), value, task]);

Deno.test("key figures come first: quality on the test weeks, and the forecast", () => {
  const run = sampleRun();
  run.tasks.find(({ id }) => id === "predict")!.facts["expected_purchases"] = 812.4;
  const tracked = planned(run);
  assert.deepEqual(keys(tracked), [
    ["average_precision", 0.65, "train_model"],
    ["expected_purchases", 812.4, "predict"],
    ["listed_pairs", 3, "predict"],
  ]);
  assert.equal(tracked.metrics[0]!.key, "_key/average_precision");
});

Deno.test("a run that trained no model has the quality of the model that it used", () => {
  const run = sampleRun();
  const skipped = run.tasks.find(({ id }) => id === "skip_training")!;
  run.tasks.find(({ id }) => id === "train_model")!.state = "skipped";
  Object.assign(skipped, { state: "success", facts: { model_of_run: "2024-W47_x" } });
  const tracked = planned(run, { trainingResults: null as never });
  assert.deepEqual(keys(tracked)[0], ["average_precision", 0.65, "skip_training"]);
  assert.match(
    tracked.tags["mlflow.note.content"]!,
    /^\*\*Average precision 0\.650\*\* on the test weeks 2024-W47 \(random forest of an earlier run\)/,
  );
  const damaged = planned(run, { usedResults: null as never });
  assert.deepEqual(keys(damaged), [["listed_pairs", 3, "predict"]]);
});

Deno.test("the description says average precision, then what is forecast", () => {
  const run = sampleRun();
  Object.assign(run.tasks.find(({ id }) => id === "predict")!.facts, {
    expected_purchases: 1812.4,
    purchases_low: 1700,
    purchases_high: 1900,
  });
  assert.deepEqual(planned(run).tags["mlflow.note.content"]!.split("\n\n"), [
    "**Average precision 0.650** on the test weeks 2024-W47 (random forest).",
    "Week **2024-W48**: **1,812 purchases** expected (80%: 1,700 to 1,900); 3 of 1,500 pairs " +
    "listed, above 0.290.",
    "PREMIUM moved 5.1 times its usual weekly move.",
  ]);
});

Deno.test("a run of the demo is tagged, and so is its model", () => {
  const { tags, model } = planned({ ...sampleRun(), simulated: true });
  assert.equal(tags["sodai.simulated"], "true");
  assert.equal(model!.tags["simulated"], "true");
  // average precision says nothing without its weeks
  assert.deepEqual([tags["sodai.test_weeks"], model!.tags["test_weeks"]], ["2024-W47", "2024-W47"]);
  assert.equal(model!.alias, null, "no champion among models of real data");
  assert.match(tags["mlflow.note.content"]!, /^\*\*Simulated data\*\*/);
  assert(!("sodai.simulated" in planned().tags));
});

Deno.test("no drift is logged where nothing was compared", () => {
  const driftReport = { ...SAMPLE.driftReport, drift_judged: false, drift_detected: false };
  const { metrics } = planned(sampleRun(), { driftReport });
  assert(!metrics.some(({ key }) => key === "drift/drift_detected"));
});
