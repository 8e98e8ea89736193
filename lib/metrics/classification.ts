import { rankedCounts } from "./ranked_counts.ts";

/** Measures of a binary decision, and the four counts behind them. */
export interface Classification {
  precision: number;
  recall: number;
  f1: number;
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
}

/**
 * Precision, recall and F1 of predicting 1 where the score is **above** the threshold. Each is 0 if
 * its denominator is 0, as in scikit-learn with `zero_division=0`.
 *
 * @example
 * ```ts
 * import { precisionRecallF1 } from "./classification.ts";
 * import assert from "node:assert/strict";
 *
 * const { precision, recall } = precisionRecallF1(
 *   Uint8Array.of(1, 1, 0),
 *   Float64Array.of(0.9, 0.5, 0.6),
 *   0.5,
 * );
 * assert.deepEqual([precision, recall], [0.5, 0.5]);
 * ```
 */
export function precisionRecallF1(
  labels: Uint8Array,
  scores: Float64Array,
  threshold: number,
): Classification {
  let truePositives = 0, falsePositives = 0, falseNegatives = 0;
  for (let row = 0; row < labels.length; row++) {
    const yes = scores[row]! > threshold;
    if (labels[row]) {
      if (yes) truePositives++;
      else falseNegatives++;
    } else if (yes) falsePositives++;
  }
  const ratio = (part: number, whole: number) => whole === 0 ? 0 : part / whole;
  return {
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives: labels.length - truePositives - falsePositives - falseNegatives,
  };
}

/**
 * The threshold with the best F1 if 1 is predicted above it; the highest of several. It lies midway
 * between two neighbouring scores, so that rounding of stored scores has no effect.
 *
 * @returns the threshold and its F1; `{ threshold: 0.5, f1: 0 }` if there is no positive.
 *
 * @example
 * ```ts
 * import { bestF1Threshold } from "./classification.ts";
 * import assert from "node:assert/strict";
 *
 * const best = bestF1Threshold(Uint8Array.of(1, 1, 0), Float64Array.of(0.75, 0.5, 0.25));
 * assert.deepEqual(best, { threshold: 0.375, f1: 1 });
 * ```
 */
export function bestF1Threshold(
  labels: Uint8Array,
  scores: Float64Array,
): { threshold: number; f1: number } {
  const { thresholds, truePositives, falsePositives } = rankedCounts(labels, scores);
  const positives = truePositives.at(-1) ?? 0;
  if (positives === 0) return { threshold: 0.5, f1: 0 };
  let best = 0, bestF1 = -1;
  for (let i = 0; i < thresholds.length; i++) {
    const f1 = 2 * truePositives[i]! / (truePositives[i]! + falsePositives[i]! + positives);
    if (f1 > bestF1) {
      best = i;
      bestF1 = f1;
    }
  }
  const score = thresholds[best]!;
  const below = thresholds[best + 1] ?? (score > 0 ? 0 : score - 1);
  const middle = below + (score - below) / 2;
  // neighbouring doubles have no midpoint; the lower one excludes its own rows
  return { threshold: middle < score ? middle : below, f1: bestF1 };
}
