import { job } from "../../workers/job.ts";
import type { BinLayout } from "../binning/binned_table.ts";
import { addGradients, FEATURE_SUMS } from "./gradient_histogram.ts";

/** What the threads that sum up gradients share; all arrays lie in shared memory. */
export interface GradientTask {
  layout: BinLayout;
  /** Rows of the present tree, in the order of its nodes. */
  rows: Uint32Array;
  /** Features of the present tree; `control` says how many. */
  chosen: Int32Array;
  gradients: Float64Array;
  histograms: Float64Array[];
  /** What each part of a node's rows adds up to. */
  partSums: Float64Array[];
  /** See the constants below. */
  control: Int32Array;
}

// places in `control`
/** Number of the histogram × 256 + its next free part; −1 ends the work. */
export const TICKET = 0;
export const DONE = 1;
export const BEGIN = 2;
export const END = 3;
export const CHOSEN = 4;

/** Parts into which the rows of a large node are cut, whatever the number of threads. */
export const PARTS = 4;
/** Looks at a ticket before a thread goes to sleep: about 20 µs. */
export const SPINS = 2000;

/** What another thread of the team does: takes parts until the work ends. */
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

/** Sums up histograms of boosted trees until they have grown. */
export const SUM_GRADIENTS = job(import.meta.url, gradientHelper);

/** A function that does the next free part, or returns false. */
export function partTaker(task: GradientTask): () => boolean {
  const { control } = task;
  return () => {
    const ticket = Atomics.load(control, TICKET);
    const part = ticket % 256;
    if (ticket < 0 || part >= PARTS) return false;
    if (Atomics.compareExchange(control, TICKET, ticket, ticket + 1) !== ticket) return true;
    // as long as a part is not done, no thread changes `control`
    sumPart(task, part);
    Atomics.add(control, DONE, 1);
    Atomics.notify(control, DONE);
    return true;
  };
}

/** Sums up one part of the rows that `control` names. */
function sumPart(task: GradientTask, part: number): void {
  const { partSums, layout, chosen, gradients, rows, control } = task;
  const begin = control[BEGIN]!, length = control[END]! - begin, count = control[CHOSEN]!;
  const cut = (part: number) => begin + Math.floor(length * part / PARTS);
  const sums = partSums[part]!.fill(0, 0, count * FEATURE_SUMS);
  const features = chosen.subarray(0, count);
  addGradients(sums, layout, features, gradients, rows, cut(part), cut(part + 1));
}
