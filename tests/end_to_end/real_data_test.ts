import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { type GivenParameters, resolveConfig } from "../../lib/config.ts";
import type { RunResult } from "../../lib/dag/run_dag.ts";
import { runPipeline } from "../../lib/pipeline.ts";

const REAL_DATA = Deno.env.get("SODAI_REAL_DATA");

/** A run, up to the end of a task where one is named. */
async function runUntil(given: GivenParameters, last?: string): Promise<RunResult> {
  const enough = new AbortController();
  return await runPipeline(
    resolveConfig({ data_dir: REAL_DATA, n_trials: 1, shap_rows: 50, no_report: true, ...given }),
    {
      signal: enough.signal,
      reporter: (event) => {
        const ended = event.kind === "task" && event.task.id === last && event.task.ended !== null;
        if (ended) enough.abort("enough seen");
      },
    },
  );
}

const factsOf = ({ run }: RunResult, id: string) => run.tasks.find((task) => task.id === id)!.facts;

Deno.test({
  name: "the pipeline on the real data finds what is known of them",
  ignore: !REAL_DATA,
  async fn(t) {
    const outputs_dir = await Deno.makeTempDir();
    try {
      const { run, folder, error } = await runUntil({ outputs_dir, weeks_to_include: 8 });
      const result = { run, folder };
      assert.equal(error, undefined);

      await t.step("the week, the duplicates and the null that was found", () => {
        assert.equal(run.predicted_week, "2024-W48");
        const { transacciones, clientes } = factsOf(result, "extract_data") as Record<
          string,
          Record<string, unknown>
        >;
        assert.equal(transacciones!["duplicate_rows_dropped"], 719);
        const nulls = Object.entries(clientes!["null_attributes"]!).filter(([, count]) =>
          count > 0
        );
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
        const ap = Number(factsOf(result, "train_model")["test_average_precision"]);
        assert(ap > 0.55 && ap < 0.9, `test average precision ${ap}`);
      });

      await t.step("on the same data again the model in use stays", async () => {
        const again = await runUntil({ outputs_dir, weeks_to_include: 8 }, "drift_check");
        const { decision, reason } = factsOf(again, "drift_check");
        assert.equal(decision, "skip_training");
        assert.match(String(reason), /already learned from 2024-W47/);
      });

      await t.step(
        "the original preset trains anew, and its static features hardly help",
        async () => {
          const original = await runUntil({ outputs_dir, preset: "original" }, "train_model");
          const { decision, reason } = factsOf(original, "drift_check");
          assert.equal(decision, "train_model");
          assert.match(String(reason), /of the preset default, this run of original/);
          const ap = Number(factsOf(original, "train_model")["test_average_precision"]);
          assert(ap > 0.1 && ap < 0.35, `test average precision ${ap}`);
        },
      );
    } finally {
      await Deno.remove(outputs_dir, { recursive: true });
    }
  },
});
