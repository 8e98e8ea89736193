import type { SearchSpace, Settings } from "./search_space.ts";

/** States of a trial, named as in Optuna; `waiting` is a setting that was asked for and not begun. */
export type TrialState = "running" | "complete" | "pruned" | "failed" | "waiting";

/** What a trial reported on its way. */
export interface Reported {
  /** Which report it was, such as the number of weeks judged. */
  step: number;
  /** What was reported. */
  value: number;
}

/** One setting that was tried. */
export interface Trial {
  /** Counted from 0. */
  number: number;
  /** How far it is, or how it ended. */
  state: TrialState;
  /** What was tried. */
  settings: Settings;
  /** Higher is better. Of a pruned trial what it reported last, of a failed one nothing. */
  value: number | null;
  /** In the order of their steps. */
  reported: Reported[];
  /** What else is worth keeping, such as how much was done. */
  attributes: Record<string, string | number>;
}

/**
 * Chooses the settings of the next trial. It depends on nothing but its arguments, so that a search
 * that was killed goes on as if it had not been.
 *
 * @param trials those before it, in their order.
 * @param number of the trial, from 0.
 */
export type Sampler = (space: SearchSpace, trials: readonly Trial[], number: number) => Settings;

/**
 * Whether a trial that has just reported should end.
 *
 * @param trials those before it.
 */
export type Pruner = (reported: readonly Reported[], trials: readonly Trial[]) => boolean;

/**
 * The complete trial with the highest value, the earliest of equals.
 *
 * @throws RangeError where no trial was completed.
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
