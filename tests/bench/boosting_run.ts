import { binLike } from "../../lib/forest/binning/bin_like.ts";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import {
  type GradientBoostingOptions,
  trainGradientBoosting,
} from "../../lib/forest/boosting/gradient_boosting.ts";
import { numberGroups } from "../../lib/forest/boosting/number_groups.ts";
import { predictEnsemble } from "../../lib/forest/scoring/predict.ts";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { roundedAveragePrecision } from "../../lib/metrics/rounded_average_precision.ts";
import type { BoostingSettings } from "../../lib/model/boosting_settings.ts";
import { boostingOptions } from "../../lib/model/fit_boosting.ts";
import { peakMemory, restartPeak, startClock, type Taken, timed } from "./bench_data.ts";
import { type ForestRows, readRows, sampleRows } from "./forest_rows.ts";

/** What a process of an engine is to do. */
export interface BoostingTask {
  /** Folder of the rows. */
  folder: string;
  /** Name of the training rows; the test rows are `test`. */
  name: string;
  features: number;
  settings: BoostingSettings;
  max_bin: number;
  seed: number;
}

/** Its measurements; seconds include binning. */
export interface BoostingRun {
  engine: string;
  /** CPU seconds on one thread. */
  cpu: number;
  /** Seconds on the clock with one thread, and with two. */
  wall: number;
  wall2: number;
  /** Mean leaves of a tree. */
  leaves: number;
  /** Average precision on the test rows. */
  ap: number;
  /** Peak bytes beyond the rows, on one thread. */
  memory: number;
  /** Of our fits. */
  stopping?: StoppingCost;
}

/** What early stopping adds, as shares of the fit without it. */
export interface StoppingCost {
  /** Rows that decide when to stop. */
  held: number;
  /** Of the CPU seconds on one thread: to score the held rows. */
  scoring: number;
  /** Likewise: average precision after each tree. */
  precision: number;
  /** Of the seconds on the clock with two threads: both together. */
  both2: number;
  /** Likewise: average precision alone. */
  precision2: number;
}

/** A weekly run has 3 validation weeks, whose rows decide when to stop, and 14 training weeks. */
const HELD_SHARE = 3 / 14;

/** Enough to compile the hot loops; few rows, so that they do not add to the peak memory. */
const WARM_UP = { rows: 20_000, trees: 30 };

/** Our side of boosting_bench.ts; prints a {@linkcode BoostingRun}. */
async function main(task: BoostingTask): Promise<void> {
  const train = await readRows(task.folder, task.name, task.features);
  const test = await readRows(task.folder, "test", task.features);
  const held = sampleRows(test, Math.round(HELD_SHARE * train.labels.length));
  const few = sampleRows(train, WARM_UP.rows);
  const short = { ...task, settings: { ...task.settings, n_estimators: WARM_UP.trees } };
  const before = restartPeak();
  await stoppedFit(few, few, short, 1);
  const [trees, one] = await timed(() => fit(train, task, 1));
  const memory = peakMemory() - before;
  await stoppedFit(few, few, short, 2);
  const [, two] = await timed(() => fit(train, task, 2));
  const stopped = await stoppedFit(train, held, task, 1);
  const stopped2 = await stoppedFit(train, held, task, 2);
  const precision = stopped.precision.seconds / one.seconds;
  const run: BoostingRun = {
    engine: "ours",
    cpu: one.seconds,
    wall: one.wall,
    wall2: two.wall,
    leaves: (trees.nodes.feature.length / task.settings.n_estimators + 1) / 2,
    ap: averagePrecision(test.labels, await predictEnsemble(trees, test.table)),
    memory,
    stopping: {
      held: held.labels.length,
      scoring: stopped.all.seconds / one.seconds - 1 - precision,
      precision,
      both2: stopped2.all.wall / two.wall - 1,
      precision2: stopped2.precision.wall / two.wall,
    },
  };
  console.log(JSON.stringify(run));
}

async function fit(
  { table, labels, groups }: ForestRows,
  { settings, max_bin, seed }: BoostingTask,
  workers: number,
  stopping?: Omit<NonNullable<GradientBoostingOptions["earlyStopping"]>, "patience">,
) {
  const binned = await binTable(table, { maxBins: max_bin, workers });
  const options: GradientBoostingOptions = {
    ...boostingOptions(settings),
    groupings: groups.map(numberGroups),
    seed,
    workers,
  };
  // grows all trees
  if (stopping) options.earlyStopping = { ...stopping, patience: Infinity };
  return await trainGradientBoosting(binned, labels, options);
}

/** A fit with the early stopping of lib/model/fit_boosting.ts, for which held rows are binned before. */
async function stoppedFit(
  train: ForestRows,
  held: ForestRows,
  task: BoostingTask,
  workers: number,
): Promise<{ all: Taken; precision: Taken }> {
  const precision = { seconds: 0, wall: 0 };
  const loss = (labels: Uint8Array, logOdds: Float64Array) => {
    const taken = startClock();
    const value = -roundedAveragePrecision(labels, logOdds);
    const { seconds, wall } = taken();
    precision.seconds += seconds;
    precision.wall += wall;
    return value;
  };
  const { features } = await binTable(train.table, { maxBins: task.max_bin, workers });
  const stopping = { binned: binLike(features, held.table), labels: held.labels, loss };
  const [, all] = await timed(() => fit(train, task, workers, stopping));
  return { all, precision };
}

if (import.meta.main) await main(JSON.parse(Deno.args[0]!));
