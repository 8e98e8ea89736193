/** The best split of a forest's node among drawn candidates, from the histograms of its rows. */
import {
  CANDIDATE_BYTES,
  CLASS_BYTES,
  HISTOGRAM_BYTES,
  MISSING,
} from "./entry_layout.ts";

/** The natural logarithm of JavaScript. */
// @ts-ignore: AssemblyScript's decorator of imports
@external("env", "log")
declare function log(x: f64): f64;

// the node, see searchCandidates
let rows: i32 = 0;
let leastRows: i32 = 0;
let byEntropy: bool = false;
let negativeWeight: f64 = 1;
let positiveWeight: f64 = 1;
let allPositive: f64 = 0;
let allNegative: f64 = 0;

// the best split so far
let bestImpurity: f64 = Infinity;
let bestCandidate: i32 = -1;
let bestBin: i32 = 0;
let bestMissingLeft: u32 = 0;
let bestPositives: u32 = 0;
let bestNegatives: u32 = 0;

@inline
function rowsOf(count: i64): i32 {
  return <i32> (count >> 32);
}

/** The packed count of a bin. */
@inline
function at(counts: usize, bin: i32): i64 {
  return load<i64>(counts + (<usize> bin << 3));
}

/** Half of the Gini impurity, or the entropy in nats, times the weight of the rows. */
function weightedImpurity(positive: f64, negative: f64): f64 {
  if (positive == 0 || negative == 0) return 0;
  const weight = positive + negative;
  return byEntropy
    ? -positive * log(positive / weight) - negative * log(negative / weight)
    : positive * negative / weight;
}

/** Keeps the split if it is the best so far; whether it is. */
@inline
function isBest(impurity: f64, leftPositives: i64, leftNegatives: i64): bool {
  if (!(impurity < bestImpurity)) return false;
  bestImpurity = impurity;
  bestPositives = <u32> leftPositives;
  bestNegatives = <u32> leftNegatives;
  return true;
}

/** The weighted impurity of both sides, with one division where that is possible: it is faster. */
@inline
function thresholdImpurity(leftPositives: i64, leftNegatives: i64): f64 {
  const lp = <f64> (<u32> leftPositives) * positiveWeight;
  const ln = <f64> (<u32> leftNegatives) * negativeWeight;
  const rp = allPositive - lp;
  const rn = allNegative - ln;
  if (byEntropy) return weightedImpurity(lp, ln) + weightedImpurity(rp, rn);
  const l = lp + ln;
  const r = rp + rn;
  return (lp * ln * r + rp * rn * l) / (l * r);
}

/**
 * Tries every threshold between the bins that occur in the node, with missing values on either side,
 * and all values against the missing ones. A threshold is halfway between the two bins.
 *
 * @returns whether the feature takes more than one value in the node.
 */
function searchThresholds(counts: usize, bins: i32, candidate: i32): bool {
  const missingPositives = at(counts, MISSING);
  const missingNegatives = at(counts + CLASS_BYTES, MISSING);
  const missing = missingPositives + missingNegatives > 0;
  if (rowsOf(missingPositives + missingNegatives) == rows) return false;
  const sides = u32(missing);
  for (let missingLeft: u32 = 0; missingLeft <= sides; missingLeft++) {
    let leftPositives = missingLeft ? missingPositives : 0;
    let leftNegatives = missingLeft ? missingNegatives : 0;
    // the best threshold is between its bin and the next one that occurs
    let isOpen = false;
    for (let bin = 0; bin < bins; bin++) {
      const positives = at(counts, bin);
      const negatives = at(counts + CLASS_BYTES, bin);
      if ((positives | negatives) == 0) continue;
      if (rowsOf(positives + negatives) == rows) return false;
      if (isOpen) {
        bestBin = (bestBin + bin - 1) >> 1;
        isOpen = false;
      }
      leftPositives += positives;
      leftNegatives += negatives;
      const leftRows = rowsOf(leftPositives + leftNegatives);
      if (leftRows < leastRows) continue;
      if (rows - leftRows < leastRows) break;
      const impurity = thresholdImpurity(leftPositives, leftNegatives);
      if (!isBest(impurity, leftPositives, leftNegatives)) continue;
      const isMajority = 2 * leftRows > rows;
      bestCandidate = candidate;
      bestBin = bin;
      // no missing values here: those of later rows follow the majority
      bestMissingLeft = missing ? missingLeft : isMajority ? 1 : 0;
      isOpen = true;
    }
    if (isOpen) bestBin = MISSING - 1;
  }
  return true;
}

/**
 * Tries one category against all others and the missing values.
 *
 * @returns whether some rows of the node have the category and others do not.
 */
function searchCategory(counts: usize, category: i32, candidate: i32): bool {
  const positives = at(counts, category);
  const negatives = at(counts + CLASS_BYTES, category);
  const leftRows = rowsOf(positives + negatives);
  if (leftRows == 0 || leftRows == rows) return false;
  if (leftRows < leastRows || rows - leftRows < leastRows) return true;
  const lp = <f64> (<u32> positives) * positiveWeight;
  const ln = <f64> (<u32> negatives) * negativeWeight;
  const impurity = weightedImpurity(lp, ln) + weightedImpurity(allPositive - lp, allNegative - ln);
  if (isBest(impurity, positives, negatives)) {
    bestCandidate = candidate;
    bestBin = category;
    bestMissingLeft = 0;
  }
  return true;
}

/**
 * Writes the best split among the candidates; its impurity is +∞ if there is none.
 *
 * @param counts address of the histograms, by slot.
 * @param bins address of the number of bins of each slot's feature (u32).
 * @param positives draws of class 1 in the node, and `negatives` those of class 0.
 * @param minRows minimum number of distinct rows on each side, at least 1.
 * @param weight0 weight of a row of class 0, and `weight1` of class 1.
 * @returns whether any candidate takes more than one value in the node.
 */
export function searchCandidates(
  candidates: usize,
  end: usize,
  counts: usize,
  bins: usize,
  split: usize,
  nodeRows: i32,
  positives: f64,
  negatives: f64,
  minRows: i32,
  isEntropy: i32,
  weight0: f64,
  weight1: f64,
): i32 {
  rows = nodeRows;
  leastRows = minRows;
  byEntropy = isEntropy != 0;
  negativeWeight = weight0;
  positiveWeight = weight1;
  allPositive = positives * weight1;
  allNegative = negatives * weight0;
  bestImpurity = Infinity;
  let varies = false;
  for (let index = 0; candidates < end; candidates += CANDIDATE_BYTES, index++) {
    const slot = load<u32>(candidates);
    const category = load<i32>(candidates, 4);
    const own = counts + slot * HISTOGRAM_BYTES;
    const differs = category < 0
      ? searchThresholds(own, load<i32>(bins + 4 * slot), index)
      : searchCategory(own, category, index);
    varies = varies || differs;
  }
  store<f64>(split, bestImpurity);
  store<i32>(split, bestCandidate, 8);
  store<i32>(split, bestBin, 12);
  store<u32>(split, bestMissingLeft, 16);
  store<u32>(split, bestPositives, 20);
  store<u32>(split, bestNegatives, 24);
  return i32(varies);
}

/** Sets the counts of the first `slots` slots to 0. */
export function clearCounts(counts: usize, bins: usize, slots: i32): void {
  for (let slot = 0; slot < slots; slot++, counts += HISTOGRAM_BYTES) {
    // two at a time; the counts behind the last bin are not used
    const end = counts + (load<u32>(bins + 4 * slot) << 3);
    for (let count = counts; count < end; count += 16) {
      v128.store(count, i64x2.splat(0));
      v128.store(count + CLASS_BYTES, i64x2.splat(0));
    }
    store<i64>(counts, 0, 8 * MISSING);
    store<i64>(counts, 0, CLASS_BYTES + 8 * MISSING);
  }
}
