import { MISSING_BIN } from "../binning/bin_values.ts";
import { ROW_UNIT } from "./entry_layout.ts";
import { BINS } from "./node_histogram.ts";

/** Rules for splits. */
export interface SplitRules {
  /** Minimum number of distinct rows on each side. */
  minSamplesLeaf: number;
  criterion: "gini" | "entropy";
  /** Weights of the rows of class 0 and 1. */
  classWeight: [number, number];
}

/** The best split of a node so far; counts are packed as in node_histogram.ts. */
export interface Split {
  /** Weighted impurity of the two sides; lower is better, +∞ before the first split. */
  impurity: number;
  feature: number;
  /** Bins up to this go left; for a category, the bin that goes left. */
  bin: number;
  missingLeft: boolean;
  leftPositives: number;
  leftNegatives: number;
}

/** To multiply is three times as fast as to divide, and exact for a power of 2. */
const PER_UNIT = 1 / ROW_UNIT;

const rowsOf = (count: number) => Math.floor(count * PER_UNIT);
const drawsOf = (count: number) => count - rowsOf(count) * ROW_UNIT;

/** Half of the Gini impurity, or the entropy in nats, times the weight of the rows. */
export function weightedImpurity(
  positives: number,
  negatives: number,
  { criterion, classWeight }: SplitRules,
): number {
  const p = drawsOf(positives) * classWeight[1];
  const n = drawsOf(negatives) * classWeight[0];
  if (p === 0 || n === 0) return 0;
  const w = p + n;
  return criterion === "gini" ? p * n / w : -p * Math.log(p / w) - n * Math.log(n / w);
}

/**
 * Tries every threshold between the bins that occur in the node, with missing values on either
 * side, and all values against the missing ones. A threshold is halfway between the two bins.
 *
 * @param counts histogram of the feature at `at`: 256 counts of class 1, then 256 of class 0.
 * @param present the bins that occur, ascending, except that of missing values.
 * @returns whether the feature takes more than one value in the node.
 */
export function searchThresholds(
  counts: Float64Array,
  at: number,
  present: Uint8Array,
  bins: number,
  feature: number,
  positives: number,
  negatives: number,
  rules: SplitRules,
  best: Split,
): boolean {
  const missingPositives = counts[at + MISSING_BIN]!;
  const missingNegatives = counts[at + BINS + MISSING_BIN]!;
  const missing = missingPositives + missingNegatives > 0;
  if (bins + Number(missing) < 2) return false;
  const rows = rowsOf(positives + negatives);
  const { minSamplesLeaf, classWeight: [negativeWeight, positiveWeight] } = rules;
  const gini = rules.criterion === "gini";
  const allP = drawsOf(positives) * positiveWeight;
  const allN = drawsOf(negatives) * negativeWeight;
  for (let missingLeft = 0; missingLeft < (missing ? 2 : 1); missingLeft++) {
    let leftPositives = missingLeft ? missingPositives : 0;
    let leftNegatives = missingLeft ? missingNegatives : 0;
    const end = missing && !missingLeft ? bins : bins - 1;
    for (let k = 0; k < end; k++) {
      const bin = present[k]!;
      leftPositives += counts[at + bin]!;
      leftNegatives += counts[at + BINS + bin]!;
      const positiveRows = rowsOf(leftPositives);
      const negativeRows = rowsOf(leftNegatives);
      const leftRows = positiveRows + negativeRows;
      if (leftRows < minSamplesLeaf) continue;
      if (rows - leftRows < minSamplesLeaf) break;
      const lp = (leftPositives - positiveRows * ROW_UNIT) * positiveWeight;
      const ln = (leftNegatives - negativeRows * ROW_UNIT) * negativeWeight;
      const rp = allP - lp;
      const rn = allN - ln;
      const l = lp + ln;
      const r = rp + rn;
      const impurity = gini
        ? (lp * ln * r + rp * rn * l) / (l * r)
        : weightedImpurity(leftPositives, leftNegatives, rules) +
          weightedImpurity(positives - leftPositives, negatives - leftNegatives, rules);
      if (impurity < best.impurity) {
        best.impurity = impurity;
        best.feature = feature;
        best.bin = k < bins - 1 ? (bin + present[k + 1]! - 1) >> 1 : MISSING_BIN - 1;
        // no missing values here: those of later rows follow the majority
        best.missingLeft = missing ? missingLeft === 1 : 2 * leftRows > rows;
        best.leftPositives = leftPositives;
        best.leftNegatives = leftNegatives;
      }
    }
  }
  return true;
}

/**
 * Tries one category against all others and the missing values.
 *
 * @returns whether some rows of the node have the category and others do not.
 */
export function searchCategory(
  counts: Float64Array,
  at: number,
  category: number,
  feature: number,
  positives: number,
  negatives: number,
  rules: SplitRules,
  best: Split,
): boolean {
  const leftPositives = counts[at + category]!;
  const leftNegatives = counts[at + BINS + category]!;
  const leftRows = rowsOf(leftPositives + leftNegatives);
  const rightRows = rowsOf(positives + negatives) - leftRows;
  if (leftRows === 0 || rightRows === 0) return false;
  if (leftRows < rules.minSamplesLeaf || rightRows < rules.minSamplesLeaf) return true;
  const impurity = weightedImpurity(leftPositives, leftNegatives, rules) +
    weightedImpurity(positives - leftPositives, negatives - leftNegatives, rules);
  if (impurity < best.impurity) {
    best.impurity = impurity;
    best.feature = feature;
    best.bin = category;
    best.missingLeft = false;
    best.leftPositives = leftPositives;
    best.leftNegatives = leftNegatives;
  }
  return true;
}
