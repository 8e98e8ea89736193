import { recentMean } from "./weekly_volume.ts";

/** Share of the weeks that an interval should hold. */
export const COVERAGE = 0.8;

/** Weeks after which an error counts half: markets are calm or restless for weeks at a time. */
export const HALF_LIFE = 3;

/**
 * Share of the weight that the newest of so many errors has: a fifth of many. That is more than an
 * interval leaves out, so one unusual week sets its width.
 */
export function newestWeight(errors: number): number {
  const ratio = 0.5 ** (1 / HALF_LIFE);
  return (1 - ratio) / (1 - ratio ** errors);
}

/** Mean purchases per week that a product needs for its errors to count. */
const FEWEST = 10;

/** Keeps the logarithm of a product that was not bought finite. */
const HALF_ITEM = 0.5;

/** How far a week was off, on a logarithmic scale: half-widths of intervals with {@linkcode COVERAGE}. */
export interface VolumeSpread {
  /** Of the sum over all products: what moves all of them together. */
  level: number;
  /** Of a product beyond that, divided by the square root of its purchases. */
  own: number;
  /** How many past weeks it is learned from. */
  weeks: number;
}

/**
 * The spread of weeks around their expectation, learned from how far the mean of four weeks was off
 * in the past: the 80 % quantile of its errors, the newest of which count most (split conformal
 * prediction, Lei et al. 2018, https://doi.org/10.1080/01621459.2017.1307116, with weights as in
 * Barber et al. 2023, https://doi.org/10.1214/23-AOS2276). Products move together, so a sum of
 * independent purchases would be far too certain.
 *
 * @param purchases by week and product, oldest first.
 * @param volume the same for what is forecast: purchases or items.
 * @returns `undefined` if there are fewer than six weeks to learn from.
 */
export function volumeSpread(
  purchases: readonly Float64Array[],
  volume: readonly Float64Array[],
): VolumeSpread | undefined {
  const level: Weighted[] = [], own: Weighted[] = [];
  for (let week = 4; week < volume.length; week++) {
    const weight = 0.5 ** ((volume.length - week) / HALF_LIFE);
    const expected = recentMean(volume.slice(0, week)), found = volume[week]!;
    const moved = Math.log(sumOf(found) / sumOf(expected));
    if (!Number.isFinite(moved)) continue;
    level.push({ value: Math.abs(moved), weight });
    const usual = recentMean(purchases.slice(0, week));
    usual.forEach((count, product) => {
      if (count < FEWEST) return;
      const error = Math.log((found[product]! + HALF_ITEM) / (expected[product]! + HALF_ITEM));
      own.push({ value: Math.abs(error - moved) * Math.sqrt(count), weight });
    });
  }
  if (level.length < 2) return undefined;
  // without a product of that size, purchases are taken for independent
  return {
    level: quantileOf(level),
    own: own.length > 0 ? quantileOf(own) : NORMAL_QUANTILE,
    weeks: level.length,
  };
}

/** 80 % of a normal distribution are within so many standard deviations. */
const NORMAL_QUANTILE = 1.2816;

/**
 * The interval of a volume.
 *
 * @param purchases of the product; ∞ for the sum over all products.
 */
export function volumeInterval(
  volume: number,
  purchases: number,
  { level, own }: Pick<VolumeSpread, "level" | "own">,
): { low: number; high: number } {
  const half = Math.hypot(level, own / Math.sqrt(purchases));
  return { low: volume * Math.exp(-half), high: volume * Math.exp(half) };
}

interface Weighted {
  value: number;
  weight: number;
}

/** The smallest value with the share {@linkcode COVERAGE} of the weights at or below it. */
function quantileOf(values: Weighted[]): number {
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const wanted = COVERAGE * sorted.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  return sorted.find(({ weight }) => (sum += weight) >= wanted)?.value ?? sorted.at(-1)!.value;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
