import { random } from "../stats/random.ts";

/** How many resamples, and of what they are. */
export interface BootstrapOptions {
  repeats?: number;
  /** Share of the resamples inside the interval. */
  level?: number;
  seed?: number;
}

/** An estimate and the ends of its interval. */
export interface Interval {
  /** Of all customers. */
  estimate: number;
  /** Lower end. */
  low: number;
  /** Upper end. */
  high: number;
}

/**
 * How often each customer counts in each resample: as many customers as there are, drawn with
 * replacement (Efron & Tibshirani 1993, chapters 8 and 13). A customer's pairs depend on each other,
 * so they come and go together, in all weeks and for all models at once; what is common to two models
 * cancels in their difference.
 *
 * @param customers the numbers of those who can be drawn; others keep weight 0.
 * @returns one array a resample, by customer number.
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
