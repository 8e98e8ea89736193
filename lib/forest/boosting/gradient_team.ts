import type { BinLayout } from "../binning/binned_table.ts";
import {
  BEGIN,
  CHOSEN,
  DONE,
  END,
  type GradientTask,
  PARTS,
  partTaker,
  SPINS,
  SUM_GRADIENTS,
  TICKET,
} from "./gradient_helper.ts";
import { addGradients, FEATURE_SUMS } from "./gradient_histogram.ts";
import { runJobElsewhere } from "../../workers/run_job.ts";

/** Nodes with fewer rows are summed up sooner than their parts are put together. */
const SHARED_ROWS = 8192;

/** Sums up histograms of trees on several threads. */
export interface GradientTeam extends GradientTask {
  /** Says which rows and features the next tree has. */
  startTree(rows: Uint32Array, chosen: Uint32Array): void;
  /** Writes the histogram of the rows from `begin` to `end`. */
  sum(histogram: number, begin: number, end: number): void;
  /** Lets the other threads go. */
  end(): Promise<void>;
}

/**
 * A team of `workers` threads. The rows of a large node are cut into parts, always as many, and the
 * sums of the parts added up in their order: the same bytes with any number of threads. A ticket
 * decides who takes a part; a thread that comes late finds nothing to do, and no thread waits for it.
 */
export function gradientTeam(
  { layout, length, features, depth, workers }: {
    layout: BinLayout;
    length: number;
    features: number;
    depth: number;
    workers: number;
  },
): GradientTeam {
  const histogram = () => new Float64Array(new SharedArrayBuffer(8 * features * FEATURE_SUMS));
  const task: GradientTask = {
    layout,
    rows: new Uint32Array(new SharedArrayBuffer(4 * length)),
    chosen: new Int32Array(new SharedArrayBuffer(4 * features)),
    gradients: new Float64Array(new SharedArrayBuffer(16 * length)),
    histograms: Array.from(
      { length: depth + 1 }, // one a node on the way down, and one of a sibling
      histogram,
    ),
    partSums: Array.from({ length: PARTS }, histogram),
    control: new Int32Array(new SharedArrayBuffer(20)),
  };
  const { control, histograms, partSums } = task;
  control[TICKET] = PARTS; // nothing to take yet
  const helpers = runJobElsewhere(SUM_GRADIENTS, task, Math.min(workers, PARTS) - 1);
  const takePart = partTaker(task);
  let number = 0;
  return {
    ...task,
    startTree(rows, chosen) {
      task.rows.set(rows);
      task.chosen.set(chosen);
      control[CHOSEN] = chosen.length;
    },
    sum(histogram, begin, end) {
      const count = control[CHOSEN]!;
      const sums = histograms[histogram]!.subarray(0, count * FEATURE_SUMS).fill(0);
      if (end - begin < SHARED_ROWS) {
        const { chosen, gradients, rows } = task;
        return addGradients(sums, layout, chosen.subarray(0, count), gradients, rows, begin, end);
      }
      [control[BEGIN], control[END]] = [begin, end];
      Atomics.store(control, DONE, 0);
      number = number % 2 ** 22 + 1;
      Atomics.store(control, TICKET, number * 256);
      Atomics.notify(control, TICKET);
      while (takePart());
      for (let done, spins = 0; (done = Atomics.load(control, DONE)) < PARTS;) {
        if (spins++ > SPINS) Atomics.wait(control, DONE, done);
      }
      for (const part of partSums) {
        for (let i = 0; i < sums.length; i++) sums[i]! += part[i]!;
      }
    },
    async end() {
      Atomics.store(control, TICKET, -1);
      Atomics.notify(control, TICKET);
      await helpers;
    },
  };
}
