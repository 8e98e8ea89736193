import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import pl from "nodejs-polars";
import { rollBack } from "../../lib/dag/rollback.ts";
import { readRunRecord, writeRunRecord } from "../../lib/dag/run_record.ts";
import type { RunResult } from "../../lib/dag/run_dag.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import type { ChampionChallenger } from "../../lib/stages/champion_challenger.ts";
import type { DriftReport } from "../../lib/stages/drift_report.ts";
import { decodeModelFile, encodeModelFile } from "../../lib/tuning/model.ts";
import { digests, simulatedWorld } from "./world.ts";

const FILES = [
  "model.arrow",
  "model.onnx",
  "reference.parquet",
  "study.journal",
  "training_results.json",
];
const QUICK = { n_trials: 1, weeks_to_include: 6 };

const factsOf = ({ run }: RunResult, id: string) => run.tasks.find((task) => task.id === id)!.facts;
const contestOf = (result: RunResult) =>
  factsOf(result, "train_model")["champion_challenger"] as ChampionChallenger;
const reportOf = ({ folder }: RunResult): DriftReport =>
  JSON.parse(Deno.readTextFileSync(join(folder, "drift_report.json")));
const resultsOf = ({ folder }: RunResult, models = "models") =>
  JSON.parse(Deno.readTextFileSync(join(folder, models, "training_results.json")));
const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

/** Changes a published file as its own run would have left it. */
function republish(folder: string, name: string, bytes: Uint8Array) {
  Deno.writeFileSync(join(folder, name), bytes);
  const run = readRunRecord(folder);
  const output = run.tasks.flatMap(({ outputs }) => outputs).find((file) => file.name === name)!;
  output.bytes = bytes.length;
  output.sha256 = createHash("sha256").update(bytes).digest("hex");
  writeRunRecord(folder, run);
}

Deno.test("the new model and the one in use are compared, the loser kept, and the better one predicts", async (t) => {
  using world = await simulatedWorld();
  const config = (week: string, given = {}) =>
    world.config("outputs", { ...QUICK, week, ...given });
  const first = await runPipeline(config("2024-W10"));
  assert.equal(contestOf(first), null);
  assert.deepEqual(namesIn(join(first.folder, "models")), FILES);
  let trained = first;

  await t.step("a new model that is not surely worse is used", async () => {
    trained = await runPipeline(config("2024-W11", { force_train: true }));
    const contest = contestOf(trained);
    assert.equal(contest.promoted, !(contest.difference!.high < 0));
    assert.deepEqual(contest.weeks, ["2024-W10"]);
    assert.deepEqual(resultsOf(trained).champion_challenger, contest);
    assert.equal(factsOf(trained, "train_model")["champion_run"], first.run.run_id);
    assert.deepEqual(namesIn(join(trained.folder, "models", "challenger")), FILES);
    const [before, after] = [await digests(first.folder), await digests(trained.folder)];
    const loser = contest.promoted ? "models/challenger" : "models";
    assert.equal(after[`${loser}/model.arrow`], before["models/model.arrow"]);
  });

  await t.step(
    "one that is surely worse is not: the model in use predicts, and stays in use",
    async () => {
      // the same model, which says that it has not seen the weeks on which they are compared
      const path = join(trained.folder, "models", "model.arrow");
      const model = decodeModelFile(await Deno.readFile(path));
      const { ensemble } = model;
      const peeked = await peekingModel(config("2024-W12"));
      assert.equal(peeked.ensemble.features.length, ensemble.features.length);
      const facts = { ...peeked.facts, last_week: "2024-W10" };
      republish(trained.folder, "models/model.arrow", encodeModelFile({ ...peeked, facts }));
      const kept = await runPipeline(config("2024-W12", { force_train: true }));
      assert.equal(kept.error, undefined);
      const contest = contestOf(kept);
      assert.equal(contest.promoted, false, contest.reason);
      assert.ok(contest.difference!.high < 0);
      assert.match(contest.reason, /^The model in use stays/);
      const [before, after] = [await digests(trained.folder), await digests(kept.folder)];
      assert.equal(after["models/model.arrow"], before["models/model.arrow"]);
      assert.notEqual(after["models/challenger/model.arrow"], before["models/model.arrow"]);
      const { champion_challenger, ...rest } = resultsOf(kept);
      assert.deepEqual(champion_challenger, contest);
      assert.deepEqual(rest.test, resultsOf(trained).test);
      assert.deepEqual(resultsOf(kept, "models/challenger").champion_challenger, contest);
      const again = await runPipeline(config("2024-W12"));
      assert.equal(factsOf(again, "skip_training")["model_of_run"], kept.run.run_id);
      assert.equal(
        (await digests(again.folder))["models/model.arrow"],
        before["models/model.arrow"],
      );
    },
  );

  await t.step("rolled back, the next run starts from the earlier model", async () => {
    await rollBack(join(world.folder, "outputs"), first.run.run_id);
    const next = await runPipeline(config("2024-W11"));
    assert.equal(next.run.inputs["model in use"], first.run.run_id);
    const decision = factsOf(next, "drift_check")["decision"];
    if (decision === "skip_training") {
      assert.equal(factsOf(next, "skip_training")["model_of_run"], first.run.run_id);
    } else assert.equal(factsOf(next, "train_model")["champion_run"], first.run.run_id);
    const { realised, history } = reportOf(next);
    assert.deepEqual(realised.map(({ week }) => week), ["2024-W10"]);
    assert.deepEqual(history.map(({ week }) => week), ["2024-W09", "2024-W10"]);
  });

  await t.step("a damaged model is replaced without a contest", async () => {
    const latest = await Deno.realPath(join(world.folder, "outputs", "latest"));
    const onnx = join(latest, "models", "model.onnx");
    Deno.writeFileSync(onnx, (await Deno.readFile(onnx)).subarray(1));
    const mended = await runPipeline(config("2024-W12"));
    assert.equal(mended.error, undefined);
    assert.match(
      factsOf(mended, "drift_check")["reason"] as string,
      /does not fit this run: models\/model\.onnx changed since its run\./,
    );
    assert.equal(contestOf(mended), null);
  });
});

/** A model that has learned the weeks by heart on which it will be compared. */
async function peekingModel(config: Parameters<typeof runPipeline>[0]) {
  const outputs_dir = `${config.outputs_dir}-peeked`;
  const { folder, error } = await runPipeline({ ...config, outputs_dir });
  assert.equal(error, undefined);
  return decodeModelFile(await Deno.readFile(join(folder, "models", "model.arrow")));
}

Deno.test("a user's own reference takes the place of the model's, for the decision too", async () => {
  using world = await simulatedWorld({ customers: 80, weeks: 14 });
  const config = (given = {}) => world.config("outputs", { ...QUICK, ...given });
  const first = await runPipeline(config({ week: "2024-W13" }));
  const dataset = pl.readParquet(join(first.folder, "dataset_limpio.parquet"));
  const path = join(world.dataDir, "dataset_hist.parquet");
  dataset.writeParquet(path);
  const same = await runPipeline(config({ week: "2024-W14" }));
  assert.equal(reportOf(same).drift_detected, false, reportOf(same).reason);
  assert.match(reportOf(same).reason, /in the given reference/);

  // as if customers of one kind alone had bought
  const bought = dataset.filter(pl.col("comprado").eq(pl.lit(1)));
  const [kind] = bought.getColumn("customer_type").toArray();
  const others = pl.col("customer_type").neq(pl.lit(kind)).and(pl.col("comprado").eq(pl.lit(1)));
  dataset.filter(others.not()).writeParquet(path);
  const changed = await runPipeline(config({ week: "2024-W14" }));
  assert.equal(reportOf(changed).drift_detected, true, reportOf(changed).reason);
  assert.ok(reportOf(changed).drifted_variables.includes("customer_type"));
});
