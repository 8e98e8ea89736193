import { random } from "../stats/random.ts";

/** Options of a bootstrap over customers. */
export interface BootstrapOptions {
  repeats?: number;
  /** Share of the resamples within the interval. */
  level?: number;
  seed?: number;
}

/** An estimate and the ends of its interval. */
export interface Interval {
  /** Estimate on all customers. */
  estimate: number;
  /** Lower end of the interval. */
  low: number;
  /** Upper end of the interval. */
  high: number;
}

/**
 * How often each customer counts in each resample of all customers with replacement (Efron &
 * Tibshirani 1993, chapters 8 and 13). The pairs of a customer are correlated, so they are drawn
 * together, in all weeks and for all models; common variation then cancels in the difference of two
 * models.
 *
 * @param customers the numbers of the customers to draw from; others have weight 0.
 * @returns one array per resample, by customer number.
 */
export function customerDraws(
  customers: Int32Array,
  { repeats = 200, seed = 0 }: BootstrapOptions = {},
): Float64Array[] {
  const size = customers.reduce((most, customer) => Math.max(most, customer), -1) + 1;
  return Array.from({ length: repeats }, (_, repeat) => {
    const { below } = random(seed, repeat);
    const weights = new Float64Array(size);
    for (let i = 0; i < customers.length; i++) weights[customers[below(customers.length)]!]!++;
    return weights;
  });
}

/** The percentile interval of a statistic's values on the resamples. */
export function percentileInterval(
  estimate: number,
  values: Float64Array,
  { level = 0.95 }: BootstrapOptions = {},
): Interval {
  const sorted = values.toSorted();
  const at = (share: number) => {
    const position = share * (sorted.length - 1), below = Math.floor(position);
    const next = sorted[Math.min(below + 1, sorted.length - 1)]!;
    return sorted[below]! + (position - below) * (next - sorted[below]!);
  };
  return { estimate, low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
