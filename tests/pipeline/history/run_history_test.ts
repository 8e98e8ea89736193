import assert from "node:assert/strict";
import { join } from "node:path";
import { translator } from "../../../lib/language/messages.ts";
import { modelKind } from "../../../lib/pipeline/history/model_kind.ts";
import { modelPrecision } from "../../../lib/pipeline/history/model_precision.ts";
import { pastForecasts } from "../../../lib/pipeline/history/past_forecasts.ts";
import { productDifferences } from "../../../lib/pipeline/history/product_differences.ts";
import { runDifferences } from "../../../lib/pipeline/history/run_differences.ts";
import { runDurationMs } from "../../../lib/pipeline/history/run_duration.ts";
import { driftShare, runFacts } from "../../../lib/pipeline/history/run_facts.ts";
import { runRemedy } from "../../../lib/pipeline/history/run_remedy.ts";
import { scheduledTask } from "../../../lib/dag/runs/run_record.ts";
import { outputsFolder } from "../../dag/fixtures.ts";
import { madeUpRun } from "./made_up_run.ts";

const trained = (precision: number, weeks: string[]) => ({
  split_data: { test: { weeks, rows: 1 } },
  train_model: { test_average_precision: precision },
});

Deno.test("damaged facts are absent, not errors", () => {
  const facts = {
    drift_check: { share_drifted: "much", drifted_variables: [1, 2], decision: 7 },
    train_model: { champion_challenger: "won" },
    extract_data: { recent_purchases: [{ week: 3 }], transacciones: null },
  };
  const found = runFacts(madeUpRun("2024-W48", { facts }).run);
  assert.equal(found.drift_check.share_drifted, undefined);
  assert.deepEqual(found.drift_check.drifted_variables, []);
  assert.deepEqual(found.extract_data.recent_purchases, []);
  assert.equal(found.train_model.champion_challenger, undefined);
});

Deno.test("drift has no share where it was not judged, also in runs that do not say so", () => {
  const share = (drift_check: Record<string, unknown>) =>
    driftShare(runFacts(madeUpRun("2024-W48", { facts: { drift_check } }).run));
  assert.equal(share({ share_drifted: .2 }), .2);
  assert.equal(share({ share_drifted: 0, drift_judged: false }), undefined);
  assert.equal(share({ share_drifted: 0, reason: "There is no model yet." }), undefined);
});

Deno.test("a run that kept its model has the precision of that model, from its own record or the other", () => {
  const first = madeUpRun("2024-W46", { facts: trained(.6, ["2024-W44", "2024-W45"]) });
  const kept = (more: Record<string, unknown>, week = "2024-W47") =>
    madeUpRun(week, { facts: { skip_training: { model_of_run: first.runId, ...more } } });
  const expected = { averagePrecision: .6, weeks: ["2024-W44", "2024-W45"], isNew: false };
  const second = kept({}), third = kept({ model_of_run: second.runId }, "2024-W48");
  const found = modelPrecision(third.runId, [third, second, first]);
  assert.deepEqual({ ...expected, trainedBy: second.runId }, found);
  const alone = kept({ test_average_precision: .6, test_weeks: ["2024-W44", "2024-W45"] });
  assert.deepEqual(modelPrecision(alone.runId, [alone]), { ...expected, trainedBy: first.runId });
  assert.equal(modelPrecision(second.runId, [second]), undefined, "the other run was pruned");
});

Deno.test("a new model that lost leaves that of the champion in use", () => {
  const contest = { promoted: false, weeks: ["2024-W47"], champion: { average_precision: .62 } };
  const lost = madeUpRun("2024-W48", {
    facts: {
      train_model: {
        test_average_precision: .5,
        champion_run: "2024-W46_x",
        champion_challenger: contest,
      },
    },
  });
  assert.deepEqual(modelPrecision(lost.runId, [lost]), {
    averagePrecision: .62,
    weeks: ["2024-W47"],
    trainedBy: "2024-W46_x",
    isNew: false,
  });
});

Deno.test("a run that kept its model has its kind, a new model that lost that of the champion", () => {
  const model = (kind: string, more = {}) => ({ train_model: { model: kind, ...more } });
  const first = madeUpRun("2024-W46", { facts: model("blend") });
  const kept = madeUpRun("2024-W47", { facts: { skip_training: { model_of_run: first.runId } } });
  const champion_challenger = { promoted: false, weeks: ["2024-W47"], champion: {} };
  const lost = madeUpRun("2024-W48", {
    facts: model("random_forest", { champion_run: kept.runId, champion_challenger }),
  });
  const runs = [lost, kept, first];
  assert.deepEqual(runs.map(({ runId }) => modelKind(runId, runs)), ["blend", "blend", "blend"]);
  assert.equal(modelKind(kept.runId, [kept]), undefined, "the other run was pruned");
  const { figures } = runDifferences(first, kept, runs);
  assert.equal(figures.find(({ name }) => name === "model"), undefined, "the same model");
});

const forecast = (expected: number) => ({
  predict: {
    expected_purchases: expected,
    purchases_low: 90,
    purchases_high: 120,
    predictions: 80,
  },
});

Deno.test("later runs tell how a forecast turned out; of two, the one with newer data", () => {
  const told = (purchases: number) => ({
    extract_data: { recent_purchases: [{ week: "2024-W46", purchases }] },
  });
  const runs = [
    madeUpRun("2024-W48", { hour: "07", facts: { ...forecast(100), ...told(111) } }),
    madeUpRun("2024-W47", { hour: "06", facts: { ...forecast(100), ...told(104) } }),
    madeUpRun("2024-W46", { hour: "05", facts: forecast(102) }),
    // an earlier try of the same week, a held one and one without a forecast
    madeUpRun("2024-W46", { hour: "04", facts: forecast(77) }),
    madeUpRun("2024-W45", { hour: "03", facts: forecast(9), state: "held", held: ["odd"] }),
    madeUpRun("2024-W44", { hour: "02" }),
  ];
  const found = pastForecasts(runs);
  assert.deepEqual(
    found.map(({ week, expected, bought }) => [week, expected, bought]),
    [["2024-W46", 102, 111], ["2024-W47", 100, undefined], ["2024-W48", 100, undefined]],
  );
  assert.deepEqual([found[0]!.low, found[0]!.high, found[0]!.listed], [90, 120, 80]);
});

Deno.test("a published forecast goes before a newer back-run of the same week", () => {
  const runs = [
    madeUpRun("2024-W46", { hour: "05", facts: forecast(77), unpublished: "back-run" }),
    madeUpRun("2024-W46", { hour: "04", facts: forecast(102) }),
  ];
  const realised = [{
    ...{ week: "2024-W46", preset: "default" as const, average_precision: .55 },
    ...{ pairs: 9, purchases: 5 },
    outcome: { expected: 102, bought: 108, listed: 80, listed_bought: 44 },
  }];
  const [found] = pastForecasts(runs, realised);
  assert.equal(found!.expected, 102);
  assert.deepEqual([found!.bought, found!.listedBought, found!.averagePrecision], [108, 44, .55]);
  // of another forecast of that week, only the purchases count
  const other = [{ ...realised[0]!, outcome: { ...realised[0]!.outcome, expected: 77 } }];
  const [judged] = pastForecasts(runs, other);
  assert.deepEqual([judged!.bought, judged!.listedBought, judged!.averagePrecision], [
    108,
    undefined,
    undefined,
  ]);
});

Deno.test("two runs differ by results, parameters, inputs and versions; the same is left out", () => {
  const from = madeUpRun("2024-W47", { facts: { ...forecast(100), ...trained(.6, ["2024-W45"]) } });
  const to = madeUpRun("2024-W48", {
    facts: { ...forecast(104), ...trained(.6, ["2024-W46"]) },
    parameters: { n_trials: 40, workers: 2 },
    inputs: { ...from.run.inputs, "clientes.parquet": "0c" },
    code: "ff",
  });
  const found = runDifferences(from, to, [to, from]);
  assert.deepEqual(found.figures, [
    { name: "week", from: "2024-W47", to: "2024-W48" },
    { name: "test_weeks", from: "2024-W45", to: "2024-W46" },
    { name: "expected_purchases", from: 100, to: 104 },
  ]);
  assert.deepEqual(found.parameters, [{ name: "n_trials", from: 30, to: 40 }]);
  assert.deepEqual(found.inputs, [{ name: "clientes.parquet", from: "0a", to: "0c" }]);
  assert.deepEqual(found.versions, [{ name: "code", from: null, to: "ff" }]);
});

Deno.test("products are compared by the purchases that two runs expect of them", () => {
  using outputs = outputsFolder();
  const write = (name: string, products: [number, number][]) => {
    const folder = join(outputs.dir, name);
    Deno.mkdirSync(folder);
    const rows = products.map(([product_id, expected]) => ({
      product_id,
      purchases: { expected },
    }));
    Deno.writeTextFileSync(join(folder, "expected_items.json"), JSON.stringify({ products: rows }));
    return folder;
  };
  const from = write("a", [[1, 10], [2, 20], [3, 5]]), to = write("b", [[1, 11], [2, 12], [4, 3]]);
  assert.deepEqual(productDifferences(from, to, 3), [
    { product_id: 2, from: 20, to: 12 },
    { product_id: 3, from: 5, to: 0 },
    { product_id: 4, from: 0, to: 3 },
  ]);
  assert.equal(productDifferences(from, join(outputs.dir, "c"), 3), undefined);
});

Deno.test("a remedy is a command with the flags of the run, quoted for a shell", () => {
  const failed = madeUpRun("2024-W48", {
    state: "failed",
    parameters: { data_dir: "/my data/it's", n_trials: 3, force_train: true, workers: 7 },
  });
  const remedy = (runs: (typeof failed)[], outputsDir = "outputs") =>
    runRemedy(runs.at(-1)!, { runs, latest: undefined, outputsDir }, translator("en"));
  assert.equal(
    remedy([failed], "other place")!.command,
    "deno task pipeline --resume --data-dir '/my data/it'\\''s' --n-trials 3 --force-train " +
      "--outputs-dir 'other place'",
  );
  assert.equal(remedy([madeUpRun("2024-W49"), failed])!.command, undefined);
  const unread = { ...failed, run: { ...failed.run, inputs: {} } };
  assert.match(remedy([unread])!.command!, /^deno task pipeline --data-dir/);
  const held = madeUpRun("2024-W48", { state: "held", held: ["odd"] });
  assert.equal(remedy([held])!.command, `deno task runs promote ${held.runId}`);
  assert.match(remedy([madeUpRun("2024-W49"), held])!.text, /2024-W49_.* was published after it/);
  assert.equal(remedy([madeUpRun("2024-W48")]), undefined);
});

Deno.test("the duration of a run is the sum of its tasks, including a running one", () => {
  const going = {
    ...scheduledTask("b"),
    state: "running" as const,
    started: "2024-11-25T09:01:00Z",
  };
  const tasks = [{ ...scheduledTask("a"), state: "success" as const, duration_ms: 60_000 }, going];
  const now = Date.parse("2024-11-25T09:01:30Z");
  assert.equal(runDurationMs({ tasks }, { alive: true, now }), 90_000);
  assert.equal(runDurationMs({ tasks }, { alive: false, now }), 60_000);
});
