import { random } from "../stats/random.ts";
import { drawSettings, type SearchSpace, type Settings } from "./search_space.ts";

/** One setting that was tried. */
export interface Trial {
  number: number;
  settings: Settings;
  /** What the objective returned: higher is better. */
  value: number;
  duration_ms: number;
}

/**
 * Seeded random search: every trial draws from a stream of its own, so the first n of a longer
 * search are the same n. Trial 0 tries the settings that are known to do well.
 *
 * Bergstra & Bengio 2012, *Random search for hyper-parameter optimization*.
 *
 * @param objective what to maximise.
 * @returns the trials in their order; the best is `bestTrial(trials)`.
 */
export async function randomSearch(
  space: SearchSpace,
  objective: (settings: Settings, number: number) => Promise<number>,
  { trials, seed, first, onTrial }: {
    trials: number;
    seed: number;
    first: Settings;
    onTrial?: (trial: Trial) => void;
  },
): Promise<Trial[]> {
  const done: Trial[] = [];
  for (let number = 0; number < trials; number++) {
    const settings = number === 0 ? first : drawSettings(space, random(seed, number));
    const start = performance.now();
    const value = await objective(settings, number);
    const trial = { number, settings, value, duration_ms: Math.round(performance.now() - start) };
    done.push(trial);
    onTrial?.(trial);
  }
  return done;
}

/** The trial with the highest value, the earliest of equals. */
export function bestTrial(trials: Trial[]): Trial {
  return trials.reduce((best, trial) => trial.value > best.value ? trial : best);
}
