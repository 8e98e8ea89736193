import { rankedCounts } from "./ranked_counts.ts";

/** Precision and recall of the rows with a score of at least `threshold`. */
export interface PrecisionRecallPoint {
  /** Smallest score that counts as predicted. */
  threshold: number;
  /** Share of the predicted rows that are positive. */
  precision: number;
  /** Share of the positive rows that are predicted. */
  recall: number;
}

/**
 * The precision–recall curve, highest threshold first, thinned for figures: the first point in each
 * of at most `points` equal steps of recall, and the last point. Unthinned it is scikit-learn's
 * `precision_recall_curve`, reversed and without its artificial end.
 *
 * @param options.points maximum number of steps; `Infinity` keeps every distinct score.
 * @returns empty if there is no positive.
 *
 * @example
 * ```ts
 * import { precisionRecallCurve } from "./precision_recall_curve.ts";
 * import assert from "node:assert/strict";
 *
 * const curve = precisionRecallCurve(Uint8Array.of(1, 0), Float64Array.of(0.8, 0.3));
 * assert.deepEqual(curve[0], { threshold: 0.8, precision: 1, recall: 1 });
 * ```
 */
export function precisionRecallCurve(
  labels: Uint8Array,
  scores: Float64Array,
  { points = 200 }: { points?: number } = {},
): PrecisionRecallPoint[] {
  const { thresholds, truePositives, falsePositives } = rankedCounts(labels, scores);
  const positives = truePositives.at(-1) ?? 0;
  if (positives === 0) return [];
  const curve: PrecisionRecallPoint[] = [];
  let lastStep = -1;
  for (let i = 0; i < thresholds.length; i++) {
    const hits = truePositives[i]!, recall = hits / positives;
    const step = points === Infinity ? i : Math.floor(recall * points);
    if (step === lastStep && i < thresholds.length - 1) continue;
    lastStep = step;
    const precision = hits / (hits + falsePositives[i]!);
    curve.push({ threshold: thresholds[i]!, precision, recall });
  }
  return curve;
}
