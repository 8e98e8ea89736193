/** As many as {@linkcode tpeSampler} draws at random, from no other trial. */
const STARTUP = 10;

/** Of five machines, each takes one trial of a batch. */
const SIZE = 5;

/**
 * Number of the first trial of a trial's batch. Trials of a batch are sampled from those before the
 * batch, so they can run side by side, as those of several workers of Optuna do. They always are,
 * also if they run one after the other, so that results depend on nothing else.
 *
 * @example
 * ```ts
 * import { batchStart } from "./batches.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([0, 9, 10, 14, 15].map(batchStart), [0, 0, 10, 10, 15]);
 * ```
 */
export function batchStart(number: number): number {
  return number < STARTUP ? 0 : number - (number - STARTUP) % SIZE;
}
