import { random } from "../stats/random.ts";
import { parzenEstimator } from "./parzen_estimator.ts";
import { drawPoint, logDensity } from "./product_mixture.ts";
import { drawSettings } from "./random_sampler.ts";
import { isSingle, type SearchSpace, type Settings } from "./search_space.ts";
import type { Sampler, Trial } from "./trial.ts";

/** Options of the sampler, named and valued as in Optuna. */
export interface TpeOptions {
  /** Seed of its draws. */
  seed: number;
  /** Random trials before densities are used. */
  startupTrials?: number;
  /** Candidates drawn from the density of good settings. */
  candidates?: number;
  /** Whether the parameters share one joint density, or have one each. */
  multivariate?: boolean;
}

/**
 * Tree-structured Parzen estimator: it builds a density `l` of the settings of the best trials and
 * a density `g` of the others, draws candidates from `l` and tries the one with the highest `l /
 * g`. Rules and defaults are those of Optuna 5.0's `TPESampler` for one objective and one worker.
 *
 * Packages on npm support only one density per parameter, without steps, pruned trials or resuming.
 * Every trial draws from its own random stream.
 *
 * Bergstra et al. 2011, *Algorithms for hyper-parameter optimization*.
 */
export function tpeSampler(
  { seed, startupTrials = 10, candidates = 24, multivariate = true }: TpeOptions,
): Sampler {
  return (space, trials, number) => {
    const stream = random(seed, number);
    const seen = trials.filter(({ state }) => state === "complete" || state === "pruned");
    const drawn = drawSettings(space, stream);
    if (seen.length < startupTrials) return drawn;
    const { good, others } = splitTrials(seen, Math.min(Math.ceil(0.1 * seen.length), 25));
    const open = Object.entries(space).filter(([name, range]) => !isSingle(name, range));
    const parts = multivariate ? [open] : open.map((entry) => [entry]);
    for (const part of parts.filter((part) => part.length > 0)) {
      const subspace = Object.fromEntries(part);
      const l = parzenEstimator(subspace, pointsOf(subspace, good));
      const g = parzenEstimator(subspace, pointsOf(subspace, others));
      const points = Array.from({ length: candidates }, () => drawPoint(l, stream));
      const ofGood = logDensity(l, points), ofOthers = logDensity(g, points);
      let best = 0;
      for (let i = 1; i < candidates; i++) {
        if (ofGood[i]! - ofOthers[i]! > ofGood[best]! - ofOthers[best]!) best = i;
      }
      part.forEach(([name, range], i) => {
        const value = points[best]![i]!;
        drawn[name] = range.kind === "choice" ? range.values[value]! : value;
      });
    }
    return drawn;
  };
}

/**
 * The best trials and the others, each in order. Complete trials rank before pruned ones. Among
 * pruned trials, those with more steps rank first, then those with higher values.
 *
 * @param count number of best trials.
 */
export function splitTrials(
  trials: readonly Trial[],
  count: number,
): { good: Trial[]; others: Trial[] } {
  const steps = ({ state, reported }: Trial) =>
    state === "complete" ? Infinity : reported.at(-1)?.step ?? -1;
  const value = (trial: Trial) => trial.value ?? -Infinity;
  const ranked = trials.toSorted((a, b) =>
    steps(a) !== steps(b) ? (steps(a) > steps(b) ? -1 : 1) : compare(value(b), value(a))
  );
  const inOrder = (part: Trial[]) => part.sort((a, b) => a.number - b.number);
  return { good: inOrder(ranked.slice(0, count)), others: inOrder(ranked.slice(count)) };
}

/** Treats infinities of the same sign as equal. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The trials as points of a space; trials that lack one of its parameters are omitted. */
function pointsOf(space: SearchSpace, trials: Trial[]): number[][] {
  const ranges = Object.entries(space);
  return trials.filter(({ settings }) => ranges.every(([name]) => name in settings)).map((
    { settings },
  ) => pointOf(ranges, settings));
}

function pointOf(ranges: [string, SearchSpace[string]][], settings: Settings): number[] {
  return ranges.map(([name, range]) => {
    const value = settings[name]!;
    return range.kind === "choice" ? range.values.indexOf(value) : Number(value);
  });
}
