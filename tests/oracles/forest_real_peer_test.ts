import assert from "node:assert/strict";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import { trainRandomForest } from "../../lib/forest/growing/random_forest.ts";
import { askPython } from "../bench/bench_data.ts";
import { forestRows, writeRows } from "../bench/forest_rows.ts";
import { PYTHON } from "./ask_python.ts";

const REAL = Deno.env.get("SODAI_REAL_DATA");
const SEEDS = [0, 1, 2, 3, 4];
const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;

/** Rows and trees; the larger sizes grow 20 trees, as scikit-learn would take an hour for 100. */
for (const [size, trees] of [[50_000, 100], [200_000, 20], [680_000, 20]] as const) {
  Deno.test({
    name:
      `a forest on ${size} real rows has the mean average precision of scikit-learn's over five seeds`,
    ignore: !PYTHON || !REAL || !Deno.env.get("SODAI_NIGHTLY"),
    async fn() {
      const folder = await Deno.makeTempDir();
      try {
        const { test, sample } = await forestRows(REAL!, 20);
        const { table, labels } = sample(size);
        await writeRows(folder, "test", test);
        await writeRows(folder, "train", { table, labels, groups: [] });
        const binned = await binTable(table, { workers: 2 });
        const ours: number[] = [], theirs: number[] = [];
        for (const seed of SEEDS) {
          const settings = { trees, maxDepth: 12, minSamplesLeaf: 5, seed, workers: 2 };
          const forest = await trainRandomForest(binned, labels, settings);
          const scores = await predictEnsemble(forest, test.table, { workers: 2 });
          ours.push(averagePrecision(test.labels, scores));
          const given = ["train", table.columns.length, trees, 12, 5, seed, 0].map(String);
          const answers = await askPython<{ engine: string; what: string; ap: number }>(
            PYTHON!,
            "./forest_bench.py",
            [folder, ...given],
          );
          theirs.push(
            answers.find(({ engine, what }) => engine === "scikit-learn" && what === "train")!.ap,
          );
        }
        const difference = mean(ours) - mean(theirs);
        assert.ok(
          Math.abs(difference) <= 0.003,
          `average precision ${ours}, scikit-learn ${theirs}`,
        );
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}
