import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import pl from "nodejs-polars";
import { rollBack } from "../../lib/dag/runs/rollback.ts";
import { readRunRecord, writeRunRecord } from "../../lib/dag/runs/run_record.ts";
import type { RunResult } from "../../lib/dag/run_dag.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import type { ChampionChallenger } from "../../lib/stages/training/contest.ts";
import { parseWeek, weekName } from "../../lib/table/time/week.ts";
import { decodeModelFile, encodeModelFile } from "../../lib/model/model.ts";
import { driftReportOf, runUntil, taskOf } from "./run_until.ts";
import { copiedRun, NEXT_WEEK, sharedData, sharedRun, WEEK } from "./shared_runs.ts";
import { digests } from "./world.ts";

const FILES = [
  "judged.arrow",
  "model.arrow",
  "model.onnx",
  "reference.parquet",
  "study.journal",
  "training_results.json",
];
const WEEK_BEFORE = weekName(parseWeek(WEEK)! - 1);

const factsOf = (result: Pick<RunResult, "run">, id: string) => taskOf(result, id).facts;
const contestOf = (result: Pick<RunResult, "run">) =>
  factsOf(result, "train_model")["champion_challenger"] as ChampionChallenger;
const resultsOf = (folder: string, models = "models") =>
  JSON.parse(Deno.readTextFileSync(join(folder, models, "training_results.json")));
const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

/** Changes a published file, and its digest in `run.json`. */
function republish(folder: string, name: string, bytes: Uint8Array) {
  Deno.writeFileSync(join(folder, name), bytes);
  const run = readRunRecord(folder);
  const output = run.tasks.flatMap(({ outputs }) => outputs).find((file) => file.name === name)!;
  output.bytes = bytes.length;
  output.sha256 = createHash("sha256").update(bytes).digest("hex");
  writeRunRecord(folder, run);
}

Deno.test("the new model and the one in use are compared, both are kept, and the better one predicts", async (t) => {
  const first = await sharedRun();
  assert.equal(contestOf(first), null);
  assert.deepEqual(namesIn(join(first.runFolder, "models")), FILES);
  // a week later, with --force-train
  using trained = await copiedRun("next_week");

  await t.step("a new model that is not significantly worse is used", async () => {
    const contest = contestOf(trained);
    assert.equal(contest.promoted, !(contest.difference!.high < 0));
    assert.deepEqual(contest.weeks, [WEEK]);
    assert.deepEqual(resultsOf(trained.runFolder).champion_challenger, contest);
    assert.equal(factsOf(trained, "train_model")["champion_run"], first.run.run_id);
    assert.deepEqual(namesIn(join(trained.runFolder, "models", "challenger")), FILES);
    const [before, after] = [await digests(first.runFolder), await digests(trained.runFolder)];
    const loser = contest.promoted ? "models/challenger" : "models";
    assert.equal(after[`${loser}/model.arrow`], before["models/model.arrow"]);
  });

  await t.step(
    "a new model that is significantly worse is not used: the model in use predicts",
    async () => {
      // a model that was trained on the last week, but records that it was not
      const peeked = await runUntil("train_model", trained.config("peeked"));
      const model = decodeModelFile(
        await Deno.readFile(join(peeked.folder, "models", "model.arrow")),
      );
      const facts = { ...model.facts, last_week: WEEK_BEFORE };
      republish(trained.runFolder, "models/model.arrow", encodeModelFile({ ...model, facts }));
      const kept = await runPipeline(trained.config("outputs"));
      assert.equal(kept.error, undefined);
      const contest = contestOf(kept);
      assert.equal(contest.promoted, false, contest.reason);
      assert.ok(contest.difference!.high < 0);
      assert.match(contest.reason, /^The model in use stays/);
      const [before, after] = [await digests(trained.runFolder), await digests(kept.folder)];
      assert.equal(after["models/model.arrow"], before["models/model.arrow"]);
      assert.notEqual(after["models/challenger/model.arrow"], before["models/model.arrow"]);
      const { champion_challenger, ...rest } = resultsOf(kept.folder);
      assert.deepEqual(champion_challenger, contest);
      assert.deepEqual(rest.test, resultsOf(trained.runFolder).test);
      assert.deepEqual(resultsOf(kept.folder, "models/challenger").champion_challenger, contest);
      const again = await runUntil(
        "skip_training",
        trained.config("outputs", { force_train: false }),
      );
      assert.equal(factsOf(again, "skip_training")["model_of_run"], kept.run.run_id);
      assert.equal(
        (await digests(again.folder))["models/model.arrow"],
        before["models/model.arrow"],
      );
    },
  );

  await t.step("after a rollback, the next run starts from the earlier model", async () => {
    await rollBack(join(trained.folder, "outputs"), first.run.run_id);
    const next = await runUntil("drift_check", trained.config("outputs"));
    assert.equal(next.run.model_in_use, first.run.run_id);
    const { realised, history } = driftReportOf(next);
    assert.deepEqual(realised.map(({ week }) => week), [WEEK]);
    const { items, bought } = realised[0]!.outcome!;
    assert.ok(items!.low! < items!.expected && items!.bought >= bought);
    assert.deepEqual(history.map(({ week }) => week), [WEEK_BEFORE, WEEK]);
  });

  await t.step("a damaged model is replaced without a contest", async () => {
    const latest = await Deno.realPath(join(trained.folder, "outputs", "latest"));
    const onnx = join(latest, "models", "model.onnx");
    Deno.writeFileSync(onnx, (await Deno.readFile(onnx)).subarray(1));
    const mended = await runUntil("train_model", trained.config("outputs"));
    assert.match(
      factsOf(mended, "drift_check")["reason"] as string,
      /does not fit this run: models\/model\.onnx changed since its run\./,
    );
    assert.equal(contestOf(mended), null);
  });
});

Deno.test("a user's own reference replaces that of the model, for the decision too", async () => {
  using first = await copiedRun();
  const data_dir = join(first.folder, "data");
  await Deno.mkdir(data_dir);
  const all = await sharedData();
  for (const { name } of Deno.readDirSync(all)) {
    Deno.copyFileSync(join(all, name), join(data_dir, name));
  }
  const path = join(data_dir, "dataset_hist.parquet");
  const reportWith = async (reference: pl.DataFrame) => {
    reference.writeParquet(path);
    const given = { data_dir, week: NEXT_WEEK };
    return driftReportOf(await runUntil("drift_check", first.config("outputs", given)));
  };
  const dataset = pl.readParquet(join(first.runFolder, "dataset_limpio.parquet"));
  const same = await reportWith(dataset);
  assert.equal(same.drift_detected, false, same.reason);
  assert.match(same.reason, /in the given reference/);

  // as if only customers of one kind had bought
  const bought = dataset.filter(pl.col("comprado").eq(pl.lit(1)));
  const [kind] = bought.getColumn("customer_type").toArray();
  const others = pl.col("customer_type").neq(pl.lit(kind)).and(pl.col("comprado").eq(pl.lit(1)));
  const changed = await reportWith(dataset.filter(others.not()));
  assert.equal(changed.drift_detected, true, changed.reason);
  assert.ok(changed.drifted_variables.includes("customer_type"));
});
