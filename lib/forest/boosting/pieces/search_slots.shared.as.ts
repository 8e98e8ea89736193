/** The best split of a node in each of a tree's features, from its histogram. */
import { ALL_NUMBERS, CATEGORICAL, NUMERIC, SLOT_BYTES, SPLIT_BYTES } from "./boosting_layout.ts";

/** Gains below this are rounding errors, as in XGBoost. */
const LEAST_GAIN: f64 = 1e-6;

const SECOND: i64 = 0xffffffff;

// the node, and the best split of the current slot; see searchSlots
let firstUnit: f64 = 0;
let secondUnit: f64 = 0;
let penalty: f64 = 0;
let least: i64 = 0;
let total: i64 = 0;
let first: f64 = 0;
let second: f64 = 0;
let bestScore: f64 = 0;
let bestBin: i32 = 0;
let bestMissingLeft: u32 = 0;
let bestLeft: i64 = 0;

@inline
function firstOf(sums: i64): f64 {
  return <f64> (sums >> 32) * firstUnit;
}

@inline
function secondOf(sums: i64): f64 {
  return <f64> (sums & SECOND) * secondUnit;
}

@inline
function consider(bin: i32, missingLeft: u32, left: i64): void {
  if ((left & SECOND) < least || ((total - left) & SECOND) < least) return;
  const leftFirst = firstOf(left);
  const leftSecond = secondOf(left);
  const rightFirst = first - leftFirst;
  const score = leftFirst * leftFirst / (leftSecond + penalty) +
    rightFirst * rightFirst / (second - leftSecond + penalty);
  if (score > bestScore) {
    bestScore = score;
    bestBin = bin;
    bestMissingLeft = missingLeft;
    bestLeft = left;
  }
}

/** Tries every threshold; missing values go to either side, or with the majority if there are none. */
function searchThresholds(entries: usize, bins: i32): void {
  const missing = load<i64>(entries);
  let left: i64 = 0;
  for (let bin = 0; bin < bins; bin++) {
    const sums = load<i64>(entries + (<usize> bin << 3), 8);
    if (sums == 0) continue; // no rows: the same sides as before
    left += sums;
    if (missing == 0) {
      consider(bin, u32(2 * (left & SECOND) > (total & SECOND)), left);
    } else {
      consider(bin < bins - 1 ? bin : ALL_NUMBERS, 0, left);
      consider(bin, 1, left + missing);
    }
  }
}

/** Tries every category against the others and missing. */
function searchCategories(entries: usize, bins: i32): void {
  for (let bin = 0; bin < bins; bin++) consider(bin, 0, load<i64>(entries + (<usize> bin << 3), 8));
}

/**
 * Writes the best split in each slot from `slots` to `end`; a bin of −1 means that there is none.
 *
 * @param sums packed sums of the node.
 * @param l2 penalty on squared leaf scores.
 * @param leastSecond minimum sum of second derivatives on each side, in units, at least 1.
 */
export function searchSlots(
  histogram: usize,
  slots: usize,
  end: usize,
  splits: usize,
  sums: i64,
  unitOfFirst: f64,
  unitOfSecond: f64,
  l2: f64,
  leastSecond: f64,
): void {
  firstUnit = unitOfFirst;
  secondUnit = unitOfSecond;
  penalty = l2;
  least = <i64> leastSecond;
  total = sums;
  first = firstOf(sums);
  second = secondOf(sums);
  const before = first * first / (second + l2);
  for (let slot = slots; slot < end; slot += SLOT_BYTES, splits += SPLIT_BYTES) {
    bestScore = before + 2 * LEAST_GAIN;
    bestBin = -1;
    bestMissingLeft = 0;
    const entries = histogram + load<u32>(slot, 4);
    const bins = load<i32>(slot, 8);
    const kind = load<u32>(slot, 12) & 3;
    if (kind == NUMERIC) searchThresholds(entries, bins);
    else if (kind == CATEGORICAL) searchCategories(entries, bins);
    store<f64>(splits, (bestScore - before) / 2);
    store<i32>(splits, bestBin, 8);
    store<u32>(splits, bestMissingLeft, 12);
    store<i64>(splits, bestLeft, 16);
  }
}
