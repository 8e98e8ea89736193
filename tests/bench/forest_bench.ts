import { parseArgs } from "node:util";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { compactTrees } from "../../lib/forest/scoring/compact_trees.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import { trainRandomForest } from "../../lib/forest/growing/random_forest.ts";
import { BLOCK_ROWS, blockScorer, type ScoreTask } from "../../lib/forest/scoring/score_block.ts";
import type { TreeEnsemble } from "../../lib/forest/tree_ensemble.ts";
import { groupShap } from "../../lib/forest/explaining/group_shap.ts";
import { treeShap } from "../../lib/forest/explaining/tree_shap.ts";
import { quantiles } from "../../lib/stats/quantile.ts";
import type { ColumnTable } from "../../lib/table/column_table.ts";
import { plainBins } from "../forest/plain_bins.ts";
import { plainScores } from "../forest/plain_scores.ts";
import { askPython, benchFolder, peakMemory, restartPeak, timed } from "./bench_data.ts";
import { type ForestRows, forestRows, repeatRows, sampleRows, writeRows } from "./forest_rows.ts";

/** One measurement of an engine. */
interface Measurement {
  engine: string;
  what: "train" | "predict" | "explain" | "versions" | "memory";
  rows: number;
  trees?: number;
  /** CPU seconds of all threads, or bytes where `what` is "memory". */
  seconds: number;
  wall?: number;
  leaves?: number;
  ap?: number;
  text?: string;
}

/** Above this number of rows all engines grow a fifth of the trees, or the peers would take an hour. */
const MANY_ROWS = 200_000;
const SETTINGS = { maxDepth: 12, minSamplesLeaf: 5 };
const WEEKS = 20;
/** Training rows of the forest that is measured on prediction and TreeSHAP. */
const JUDGED = 200_000;
/** Test rows to explain, eight blocks of work; the peer explains fewer of them. */
const EXPLAINED = 2_000;

/**
 * Compares the forest with scikit-learn's and the histogram forests of XGBoost and LightGBM on the
 * pipeline's rows and features, with the same number of trees, depth, leaf limit and features per split.
 * Prints CPU seconds of one thread, binning included, with leaves and average precision, which must be
 * similar. Then measures the wall time of two workers, prediction, TreeSHAP, memory, and scoring without
 * the WebAssembly modules. Prediction and TreeSHAP use the forest on 200,000 rows, or on the first size.
 * Each run has its own seed, after a warm-up; prints medians over the runs. Uses the real data that
 * SODAI_REAL_DATA names, else simulated data.
 *
 * @param args `--sizes 50000,200000,680000,2000000 --runs 3 --trees 100 --predict-rows 1500000
 * --data-dir FOLDER`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: "string", default: "50000,200000,680000,2000000" },
      runs: { type: "string", default: "3" },
      trees: { type: "string", default: "100" },
      "predict-rows": { type: "string", default: "1500000" },
      "data-dir": { type: "string" },
    },
  });
  const trees = Number(values.trees), predicted = Number(values["predict-rows"]);
  const python = Deno.env.get("SODAI_PYTHON");
  if (!python) {
    console.log("SODAI_PYTHON is not set: measured without scikit-learn, XGBoost and LightGBM");
  }
  const folder = await Deno.makeTempDir();
  try {
    const data = await benchFolder(values["data-dir"], `${folder}/data`);
    const { test, sample } = await forestRows(data, WEEKS);
    await writeRows(folder, "test", test);
    const few = sampleRows(test, EXPLAINED);
    await writeRows(folder, "few", few);
    const all: Measurement[] = [];
    const sizes = values.sizes.split(",").map(Number);
    const judged = sizes.includes(JUDGED) ? JUDGED : sizes[0];
    for (const size of sizes) {
      const rows = sample(size);
      const name = String(rows.labels.length);
      await writeRows(folder, name, rows);
      const grown = rows.labels.length > MANY_ROWS ? Math.ceil(trees / 5) : trees;
      const scored = size === judged ? predicted : 0;
      for (let seed = 0; seed < Number(values.runs); seed++) {
        all.push(
          ...await measure(rows, test, few.table, { trees: grown, seed, predicted: scored }),
        );
        if (!python) continue;
        const given = [folder, name, test.table.columns.length, grown, SETTINGS.maxDepth];
        const more = [SETTINGS.minSamplesLeaf, seed, scored];
        all.push(
          ...await askPython<Measurement>(
            python,
            "./forest_bench.py",
            [...given, ...more].map(String),
          ),
        );
      }
      await Deno.remove(`${folder}/${name}.columns`);
    }
    print(all);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function measure(
  { table, labels }: ForestRows,
  test: ForestRows,
  few: ColumnTable,
  { trees, seed, predicted }: { trees: number; seed: number; predicted: number },
): Promise<Measurement[]> {
  const done: Measurement[] = [];
  const rows = labels.length;
  let forest!: TreeEnsemble;
  let quality = { leaves: NaN, ap: NaN };
  const before = restartPeak();
  await warmUp(table, labels, trees);
  for (const workers of [2, 1]) {
    const engine = workers === 1 ? "ours" : "ours, 2 workers";
    const [trained, time] = await timed(async () =>
      trainRandomForest(await binTable(table, { workers }), labels, {
        ...SETTINGS,
        trees,
        seed,
        workers,
      })
    );
    forest = trained;
    quality = {
      leaves: (forest.nodes.feature.length / trees + 1) / 2,
      ap: averagePrecision(test.labels, await predictEnsemble(forest, test.table)),
    };
    done.push({ engine, what: "train", rows, trees, ...quality, ...time });
  }
  done.push({ engine: "ours", what: "memory", rows, seconds: peakMemory() - before });
  if (predicted === 0) return done;
  const many = repeatRows(test.table, predicted);
  for (const workers of [2, 1]) {
    const engine = workers === 1 ? "ours" : "ours, 2 workers";
    const [, scored] = await timed(() => predictEnsemble(forest, many, { workers }));
    done.push({ engine, what: "predict", rows: predicted, ...quality, ...scored });
    const [, explained] = await timed(() => treeShap(forest, few, { workers }));
    done.push({ engine, what: "explain", rows: few.length, ...quality, ...explained });
    const [, grouped] = await timed(() => groupShap(forest, few, fourGroups(forest), { workers }));
    const ofGroups = `${engine}, 4 groups`;
    done.push({ engine: ofGroups, what: "explain", rows: few.length, ...quality, ...grouped });
  }
  for (const [engine, score] of Object.entries(TWINS)) {
    score(forest, test.table);
    const [, plain] = await timed(() => Promise.resolve(score(forest, many)));
    done.push({ engine, what: "predict", rows: predicted, ...quality, ...plain });
  }
  return done;
}

/**
 * Runs everything once, because each thread compiles its loops while they run. A weekly run grows 1,800
 * trees, so its loops are compiled. After a warm-up of 20 trees, two workers were 1.5 times as fast as
 * one on 50,000 rows; after more trees, 1.8 times.
 */
async function warmUp(table: ColumnTable, labels: Uint8Array, trees: number): Promise<void> {
  for (const workers of [2, 1]) {
    const binned = await binTable(table, { workers });
    const forest = await trainRandomForest(binned, labels, { ...SETTINGS, trees, workers });
    await predictEnsemble(forest, table, { workers });
    await treeShap(forest, repeatRows(table, 500), { workers });
    await groupShap(forest, repeatRows(table, 500), fourGroups(forest), { workers });
  }
}

/** Groups of features as the reasons of the call list have them: four. */
function fourGroups({ features }: TreeEnsemble) {
  return { groupOf: Int32Array.from(features, (_, f) => f % 4), groups: 4 };
}

/** Scoring with one or both loops in TypeScript. */
const TWINS = {
  "bins in TypeScript": (forest: TreeEnsemble, table: ColumnTable) => {
    const task = scoreTask(forest, table);
    const { trees, columns, scores } = task;
    const codes = trees.columns.map((column) => {
      const target = new Uint8Array(table.length);
      if (column.kind !== "numeric") throw new Error("the benchmark's columns are numbers");
      plainBins(columns[column.feature] as Float32Array, column.thresholds, target);
      return target;
    });
    const scoreBlock = blockScorer({ ...task, codes });
    for (let block = 0; block * BLOCK_ROWS < scores.length; block++) scoreBlock(block);
  },
  "all in TypeScript": (forest: TreeEnsemble, table: ColumnTable) =>
    plainScores(scoreTask(forest, table)),
};

function scoreTask(forest: TreeEnsemble, { columns: of, length }: ColumnTable): ScoreTask {
  const columns = of.map((column) => column.kind === "numeric" ? column.values : column.codes);
  const trees = compactTrees(forest, columns.map((column) => column.includes(NaN)));
  return { trees, columns, scores: new Float64Array(length) };
}

/** Prints a line per engine and size: medians over the runs, and our speed relative to the engine. */
function print(all: Measurement[]): void {
  const median = (list: Measurement[], field: "seconds" | "wall" | "leaves" | "ap") =>
    quantiles(Float64Array.from(list, (entry) => entry[field] ?? NaN), [0.5])[0]!;
  for (const { text } of all.filter(({ what }) => what === "versions").slice(0, 1)) {
    console.log(text);
  }
  for (const what of ["train", "predict", "explain"] as const) {
    const sizes = new Set(
      all.filter((entry) => entry.what === what && entry.engine === "ours")
        .map(({ rows }) => rows),
    );
    for (const size of sizes) {
      // compare rows per second, as the peers explain fewer rows
      const engines = Map.groupBy(
        all.filter((entry) => entry.what === what && (what !== "train" || entry.rows === size)),
        ({ engine }) => engine,
      );
      const own = engines.get("ours")!;
      for (const [engine, list] of engines) {
        const rate = (of: Measurement[]) => of[0]!.rows / median(of, "seconds");
        const { rows, trees } = list[0]!;
        const wall = median(list, "wall");
        console.log(
          [
            what.padEnd(8),
            engine.padEnd(17),
            `${rows} rows`.padStart(13),
            trees ? `${trees} trees`.padStart(10) : "",
            `${median(list, "seconds").toFixed(2)} CPU-s`.padStart(13),
            wall === wall ? `${wall.toFixed(2)} s`.padStart(9) : "",
            list[0]!.leaves
              ? `${median(list, "leaves").toFixed(0)} leaves, AP ${
                median(list, "ap").toFixed(4)
              } ` +
                `(mean ${mean(list).toFixed(4)})`
              : "",
            engine === "ours" && what !== "train"
              ? ""
              : engine === "ours"
              ? difference(own, engines.get("scikit-learn"))
              : engine === "ours, 2 workers"
              ? `wall: ${(median(own, "wall") / wall).toFixed(2)} × as fast`
              : `ours: ${(rate(own) / rate(list)).toFixed(1)} × as many rows per CPU-second`,
          ].filter((part) => part !== "").join("  "),
        );
      }
    }
  }
  for (
    const [engine, list] of Map.groupBy(all.filter((m) => m.what === "memory"), (m) => m.engine)
  ) {
    const most = Math.max(...list.map(({ seconds }) => seconds));
    console.log(
      `memory  ${engine}: at most ${(most / 2 ** 30).toFixed(2)} GiB more than the rows, to train`,
    );
  }
}

/** Our mean average precision over the runs, minus scikit-learn's. */
function difference(own: Measurement[], peer?: Measurement[]): string {
  if (!peer) return "";
  const above = mean(own) - mean(peer);
  return `AP ${above < 0 ? "−" : "+"}${Math.abs(above).toFixed(4)} relative to scikit-learn's`;
}

const mean = (list: Measurement[]) => list.reduce((sum, { ap }) => sum + ap!, 0) / list.length;

if (import.meta.main) await main(Deno.args);
