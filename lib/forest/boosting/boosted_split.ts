import { MISSING_BIN } from "../binning/bin_values.ts";
import type { BinnedFeature } from "../binning/binned_table.ts";
import { FEATURE_SUMS } from "./gradient_histogram.ts";

/** Rules for splits in boosting. */
export interface BoostedSplitRules {
  /** Minimum sum of second derivatives on each side. */
  minChildWeight: number;
  /** Penalty on squared leaf scores. */
  l2: number;
}

/** The best split of a node so far. */
export interface BoostedSplit {
  /** Decrease of the loss; {@linkcode LEAST_GAIN} before the first split. */
  gain: number;
  feature: number;
  /** Bins up to this go left; for a category, the bin that goes left. */
  bin: number;
  missingLeft: boolean;
  /** Sums of first and second derivatives of the left side. */
  leftFirst: number;
  leftSecond: number;
}

/** Gains below this are rounding errors, as in XGBoost. */
const LEAST_GAIN = 1e-6;

/** A smaller share of missing values is a rounding error from the subtraction of histograms. */
const LEAST_MISSING = 1e-9;

/**
 * Finds the best split of a node from its histogram. It tries every threshold, with missing values
 * on either side, and every category against the others and missing. O(features × bins).
 *
 * @param chosen the tree's features, in the order of the histogram.
 */
export function bestBoostedSplit(
  sums: Float64Array,
  chosen: Int32Array,
  features: BinnedFeature[],
  first: number,
  second: number,
  { minChildWeight, l2 }: BoostedSplitRules,
): BoostedSplit {
  const best: BoostedSplit = {
    gain: LEAST_GAIN,
    feature: -1,
    bin: 0,
    missingLeft: false,
    leftFirst: 0,
    leftSecond: 0,
  };
  const before = first * first / (second + l2);
  for (let slot = 0; slot < chosen.length; slot++) {
    const f = chosen[slot]!;
    const feature = features[f]!;
    const at = slot * FEATURE_SUMS;
    if (feature.kind === "categorical") {
      for (let bin = 0; bin < feature.categories.length; bin++) {
        consider(f, bin, false, sums[at + 2 * bin]!, sums[at + 2 * bin + 1]!);
      }
      continue;
    }
    const bins = feature.edges.length + 1;
    const missingFirst = sums[at + 2 * MISSING_BIN]!;
    const missingSecond = sums[at + 2 * MISSING_BIN + 1]!;
    let leftFirst = 0;
    let leftSecond = 0;
    for (let bin = 0; bin < bins; bin++) {
      leftFirst += sums[at + 2 * bin]!;
      leftSecond += sums[at + 2 * bin + 1]!;
      if (missingSecond <= LEAST_MISSING * second) {
        // no missing values here: those of later rows follow the majority
        consider(f, bin, 2 * leftSecond > second, leftFirst, leftSecond);
        continue;
      }
      consider(f, bin < bins - 1 ? bin : MISSING_BIN - 1, false, leftFirst, leftSecond);
      consider(f, bin, true, leftFirst + missingFirst, leftSecond + missingSecond);
    }
  }
  return best;

  function consider(
    feature: number,
    bin: number,
    missingLeft: boolean,
    leftFirst: number,
    leftSecond: number,
  ): void {
    const rightSecond = second - leftSecond;
    if (leftSecond < minChildWeight || rightSecond < minChildWeight) return;
    const rightFirst = first - leftFirst;
    const gain = (leftFirst * leftFirst / (leftSecond + l2) +
      rightFirst * rightFirst / (rightSecond + l2) - before) / 2;
    if (!(gain > best.gain)) return; // also for NaN: 0 / 0 without penalty and weight
    best.gain = gain;
    best.feature = feature;
    best.bin = bin;
    best.missingLeft = missingLeft;
    best.leftFirst = leftFirst;
    best.leftSecond = leftSecond;
  }
}
