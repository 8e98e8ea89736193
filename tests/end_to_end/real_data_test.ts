import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { RunRecord } from "../../lib/dag/runs/run_record.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { runUntil, taskOf } from "./run_until.ts";
import { digests, temporaryPlace } from "./world.ts";

const factsOf = (run: RunRecord, id: string) => taskOf({ run }, id).facts;

const REAL_DATA = Deno.env.get("SODAI_REAL_DATA");

/** Full size at night and in `.ci/run`; otherwise a few weeks and rows, which show most faults. */
const NIGHTLY = Boolean(Deno.env.get("SODAI_NIGHTLY"));
const SIZE = NIGHTLY
  ? { n_trials: 2, shap_rows: 500 }
  : { n_trials: 1, weeks_to_include: 3, max_rows: 50_000 };

Deno.test({
  name: "the pipeline on the real data finds their known properties",
  ignore: !REAL_DATA,
  async fn(t) {
    using place = temporaryPlace(REAL_DATA, SIZE);
    const { run, folder, error } = await runPipeline(place.config("outputs"));
    assert.equal(error, undefined);

    await t.step("the week, the duplicates and the null are found", () => {
      assert.equal(run.predicted_week, "2024-W48");
      const { transacciones, clientes } = factsOf(run, "extract_data") as Record<
        string,
        Record<string, unknown>
      >;
      assert.equal(transacciones!["duplicate_rows_dropped"], 719);
      const nulls = Object.entries(clientes!["null_attributes"]!).filter(([, count]) => count > 0);
      assert.deepEqual(nulls, [["X", 1]]);
    });

    await t.step("every combination of the catalogue has a probability", () => {
      const scores = pl.readParquet(join(folder, "scores.parquet"));
      assert.equal(scores.height, 1_523_499);
      const probability = scores.getColumn("probability").toTypedArray() as Float64Array;
      assert(probability.every((p) => p > 0 && p < 1));
      // about 3,900 pairs are bought a week
      const expected = probability.reduce((sum, p) => sum + p, 0);
      assert(expected > 2500 && expected < 6000, `${expected}`);
    });

    await t.step("behavioural features tell purchases apart", () => {
      const ap = Number(factsOf(run, "train_model")["test_average_precision"]);
      assert(ap > 0.55 && ap < 0.9, `test average precision ${ap}`);
    });

    const byNight = (name: string, fn: () => Promise<void>) =>
      t.step({ name, ignore: !NIGHTLY, fn });

    await byNight("one thread writes the same bytes as all threads", async () => {
      const alone = await runPipeline(place.config("alone", { workers: 1 }));
      assert.deepEqual(await digests(alone.folder), await digests(folder));
    });

    await byNight("a second run on the same data keeps the model in use", async () => {
      const again = await runUntil("drift_check", place.config("outputs"));
      const { decision, reason } = factsOf(again.run, "drift_check");
      assert.equal(decision, "skip_training");
      assert.match(String(reason), /already trained on 2024-W47/);
    });

    await byNight(
      "the original preset trains a new model, and its static features hardly help",
      async () => {
        const original = await runUntil(
          "train_model",
          place.config("outputs", { preset: "original" }),
        );
        const { decision, reason } = factsOf(original.run, "drift_check");
        assert.equal(decision, "train_model");
        assert.match(String(reason), /its preset is default, the preset of this run is original/);
        const ap = Number(factsOf(original.run, "train_model")["test_average_precision"]);
        assert(ap > 0.1 && ap < 0.35, `test average precision ${ap}`);
      },
    );
  },
});
