import { parseArgs } from "node:util";
import { type BoostingSettings, FIRST_BOOSTING } from "../../lib/model/boosting_settings.ts";
import { quantiles } from "../../lib/stats/quantile.ts";
import { askDeno, askPython, benchFolder } from "./bench_data.ts";
import type { BoostingRun, BoostingTask, StoppingCost } from "./boosting_run.ts";
import { forestRows, writeRows } from "./forest_rows.ts";

const PEERS = ["XGBoost", "LightGBM"];
const SETTINGS: BoostingSettings = {
  n_estimators: 200,
  learning_rate: 0.1,
  max_depth: 6,
  min_child_weight: 20,
  reg_lambda: 5,
  subsample: 1,
  colsample_bytree: 1,
  n_bags: 1,
};
/** As in lib/model/fit_forest.ts. */
const MAX_BINS = 64;
const WEEKS = 20;
/** Training rows that are also measured with the pipeline's samples of rows and features. */
const SAMPLED = 200_000;

/**
 * Compares boosting with XGBoost's `hist` and with LightGBM on the pipeline's rows and features, with the
 * same settings. Each engine makes at most 64 bins of a column by itself, and its times include that.
 * Prints CPU seconds of one thread, seconds on the clock of one thread and of two, with leaves and average
 * precision, which must be similar, and memory. Then prints what early stopping adds to our fits. 200,000
 * rows, or the first size, are also measured with the pipeline's samples of rows and features.
 *
 * Each run of an engine has its own process and seed; ours first compiles its loops. Prints medians over
 * the runs. Uses the real data that SODAI_REAL_DATA names, else simulated data.
 * Needs an idle machine: the peers' threads spin while they wait for each other, so that two threads on
 * two busy cores took ten times as long as one.
 *
 * @param args `--sizes 50000,200000,680000 --runs 3 --rounds 200 --data-dir FOLDER`.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: "string", default: "50000,200000,680000" },
      runs: { type: "string", default: "3" },
      rounds: { type: "string", default: String(SETTINGS.n_estimators) },
      "data-dir": { type: "string" },
    },
  });
  const python = Deno.env.get("SODAI_PYTHON");
  if (!python) console.log("SODAI_PYTHON is not set: measured without XGBoost and LightGBM");
  const all = { ...SETTINGS, n_estimators: Number(values.rounds) };
  const { subsample, colsample_bytree } = FIRST_BOOSTING;
  const folder = await Deno.makeTempDir();
  try {
    const data = await benchFolder(values["data-dir"], `${folder}/data`);
    const { test, sample } = await forestRows(data, WEEKS);
    await writeRows(folder, "test", test);
    const sizes = values.sizes.split(",").map(Number);
    const sampled = sizes.includes(SAMPLED) ? SAMPLED : sizes[0];
    for (const size of sizes) {
      const rows = sample(size);
      const { labels } = rows;
      await writeRows(folder, "train", rows);
      const given = {
        folder,
        name: "train",
        features: rows.table.columns.length,
        max_bin: MAX_BINS,
      };
      const samples = size === sampled ? [{ ...all, subsample, colsample_bytree }] : [];
      for (const settings of [all, ...samples]) {
        const runs: BoostingRun[] = [];
        for (let seed = 0; seed < Number(values.runs); seed++) {
          runs.push(...await measure({ ...given, settings, seed }, python));
        }
        print(labels.length, settings, runs);
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function measure(task: BoostingTask, python: string | undefined): Promise<BoostingRun[]> {
  const given = JSON.stringify(task);
  const runs = await askDeno<BoostingRun>("./boosting_run.ts", [given]);
  for (const peer of python ? PEERS : []) {
    const args = [peer, given];
    runs.push(
      ...await askPython<BoostingRun>(python!, "./boosting_bench.py", args, { threads: 2 }),
    );
  }
  return runs;
}

/** Prints a line per engine: medians over the runs, and the engine's times relative to ours. */
function print(rows: number, settings: BoostingSettings, runs: BoostingRun[]): void {
  const { n_estimators, subsample, colsample_bytree } = settings;
  const engines = [...Map.groupBy(runs, ({ engine }) => engine).values()];
  const own = engines[0]!;
  console.log(
    `\n${rows} rows, ${n_estimators} trees, each of ${percent(subsample, 0)} of the rows and ` +
      `${percent(colsample_bytree, 0)} of the features`,
  );
  const times = ["cpu", "wall", "wall2"] as const;
  const heads = ["CPU-s", "seconds", "2 threads"].map((head) => head.padStart(8).padEnd(16));
  console.log(`${"".padEnd(16)}${heads.join("")}1 / 2  leaves     AP     memory`);
  for (const list of engines) {
    const middle = (field: Measure) => median(list.map((run) => run[field]));
    const cells = times.map((field) => {
      const relative = middle(field) / median(own.map((run) => run[field]));
      const ratio = list === own ? "" : ` (${relative.toFixed(1)} ×)`;
      return `${middle(field).toFixed(2).padStart(8)}${ratio}`.padEnd(16);
    });
    console.log(
      `${list[0]!.engine.padEnd(16)}${cells.join("")}` +
        `${(middle("wall") / middle("wall2")).toFixed(2).padStart(5)}` +
        `${middle("leaves").toFixed(1).padStart(8)}  ${middle("ap").toFixed(4)}  ` +
        `${(middle("memory") / 2 ** 30).toFixed(2)} GiB`,
    );
  }
  printStopping(own.map(({ stopping }) => stopping!));
}

function printStopping(runs: StoppingCost[]): void {
  const share = (field: keyof StoppingCost) => {
    const middle = median(runs.map((run) => run[field]));
    return `${middle < 0 ? "−" : "+"}${percent(Math.abs(middle), 1)}`;
  };
  const costs = [
    `ours with early stopping by ${runs[0]!.held} held rows: CPU-s ${
      share("scoring")
    } to score them`,
    `${share("precision")} for average precision`,
    `2 threads ${share("both2")} seconds, average precision alone ${share("precision2")}`,
  ];
  console.log(costs.join(", "));
}

type Measure = "cpu" | "wall" | "wall2" | "leaves" | "ap" | "memory";

const median = (values: number[]) => quantiles(Float64Array.from(values), [0.5])[0]!;
const percent = (share: number, digits: number) => `${(100 * share).toFixed(digits)} %`;

if (import.meta.main) await main(Deno.args);
