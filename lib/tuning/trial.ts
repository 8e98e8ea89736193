import type { SearchSpace, Settings } from "./search_space.ts";

/** States of a trial, named as in Optuna; `waiting` means enqueued and not started. */
export type TrialState = "running" | "complete" | "pruned" | "failed" | "waiting";

/** An intermediate value of a trial. */
export interface Reported {
  /** Step of the report, such as the number of weeks evaluated. */
  step: number;
  /** The reported value. */
  value: number;
}

/** One evaluation of settings. */
export interface Trial {
  /** Counted from 0. */
  number: number;
  /** Progress or outcome. */
  state: TrialState;
  /** The evaluated settings. */
  settings: Settings;
  /** Higher is better. The last report of a pruned trial; null for a failed one. */
  value: number | null;
  /** Ordered by step. */
  reported: Reported[];
  /** Other information, such as the amount of work done. */
  attributes: Record<string, string | number>;
}

/**
 * Chooses the settings of the next trial. It depends only on its arguments, so a killed search
 * continues with the same results.
 *
 * @param trials the earlier trials, in order.
 * @param number of the trial, from 0.
 */
export type Sampler = (space: SearchSpace, trials: readonly Trial[], number: number) => Settings;

/**
 * Whether to prune a trial after its latest report.
 *
 * @param trials the earlier trials.
 */
export type Pruner = (reported: readonly Reported[], trials: readonly Trial[]) => boolean;

/**
 * The complete trial with the highest value; the earliest if several are equal.
 *
 * @throws RangeError if no trial is complete.
 */
export function bestTrial(trials: readonly Trial[]): Trial & { value: number } {
  const complete = trials.filter((trial): trial is Trial & { value: number } =>
    trial.state === "complete"
  );
  if (complete.length === 0) {
    throw new RangeError(`expected a complete trial, found none among ${trials.length}`);
  }
  return complete.reduce((best, trial) => trial.value > best.value ? trial : best);
}
