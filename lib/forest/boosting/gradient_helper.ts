import { job } from "../../workers/job.ts";
import type { BinLayout } from "../binning/binned_table.ts";
import { addGradients, FEATURE_SUMS } from "./gradient_histogram.ts";

/** Data of the threads that sum gradients; all arrays are in shared memory. */
export interface GradientTask {
  layout: BinLayout;
  /** Rows of the current tree, in the order of its nodes. */
  rows: Uint32Array;
  /** Features of the current tree; their number is in `control`. */
  chosen: Int32Array;
  gradients: Float64Array;
  histograms: Float64Array[];
  /** The histogram of each part of a node's rows. */
  partSums: Float64Array[];
  /** Integers that coordinate the threads; see the constants below. */
  control: Int32Array;
}

// positions in `control`
/** Number of the histogram × 256 + its next free part; −1 ends the threads. */
export const TICKET = 0;
export const DONE = 1;
export const BEGIN = 2;
export const END = 3;
export const CHOSEN = 4;

/** Parts of the rows of a large node, for any number of threads. */
export const PARTS = 4;
/** Checks of a ticket before a thread sleeps: about 20 µs. */
export const SPINS = 2000;

/** The work of the team's other threads: takes parts until the last tree has grown. */
export function gradientHelper(task: GradientTask): () => void {
  const { control } = task;
  const takePart = partTaker(task);
  return () => {
    for (let spins = 0, ticket; (ticket = Atomics.load(control, TICKET)) >= 0;) {
      if (takePart()) spins = 0;
      else if (spins++ > SPINS && ticket % 256 >= PARTS) Atomics.wait(control, TICKET, ticket);
    }
  };
}

/** The job of {@linkcode gradientHelper}. */
export const SUM_GRADIENTS = job(import.meta.url, gradientHelper);

/** Returns a function that sums the next free part; it returns false if there is none. */
export function partTaker(task: GradientTask): () => boolean {
  const { control } = task;
  return () => {
    const ticket = Atomics.load(control, TICKET);
    const part = ticket % 256;
    if (ticket < 0 || part >= PARTS) return false;
    if (Atomics.compareExchange(control, TICKET, ticket, ticket + 1) !== ticket) return true;
    // `control` does not change until all parts are done
    sumPart(task, part);
    Atomics.add(control, DONE, 1);
    Atomics.notify(control, DONE);
    return true;
  };
}

/** Sums one part of the rows given by `control`. */
function sumPart(task: GradientTask, part: number): void {
  const { partSums, layout, chosen, gradients, rows, control } = task;
  const begin = control[BEGIN]!, length = control[END]! - begin, count = control[CHOSEN]!;
  const cut = (part: number) => begin + Math.floor(length * part / PARTS);
  const sums = partSums[part]!.fill(0, 0, count * FEATURE_SUMS);
  const features = chosen.subarray(0, count);
  addGradients(sums, layout, features, gradients, rows, cut(part), cut(part + 1));
}
