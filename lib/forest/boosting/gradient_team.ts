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

/** Nodes with fewer rows are summed faster by one thread. */
const SHARED_ROWS = 8192;

/** Threads that sum the histograms of boosted trees together. */
export interface GradientTeam extends GradientTask {
  /** Sets the rows and features of the next tree. */
  startTree(rows: Uint32Array, chosen: Uint32Array): void;
  /** Writes the histogram of the rows from `begin` to `end`. */
  sum(histogram: number, begin: number, end: number): void;
  /** Ends the other threads. */
  end(): Promise<void>;
}

/**
 * Starts a team of `workers` threads. The rows of a large node are always cut into the same number
 * of parts, and the sums of the parts are added in order: any number of threads gives the same
 * bytes. A ticket assigns parts to threads. No thread waits for one that has not taken a part yet.
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
      { length: depth + 1 }, // one per node on the way down, and one for a sibling
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
