/** Rows of similar probability: their mean prediction and the share of positives. */
export interface CalibrationBin {
  /** Mean probability. */
  meanPredicted: number;
  /** Share of positives. */
  shareOfPositives: number;
  /** Number of rows. */
  count: number;
}

/** Which rows count (`probability >= from`), and the number of equal bins over [0, 1]. */
export interface CalibrationOptions {
  from?: number;
  bins?: number;
}

/** Defaults: rows with a probability of at least 0.05, in ten bins. */
export const CALIBRATION = { from: 0.05, bins: 10 };

/**
 * The calibration curve: bins of equal width over [0, 1], without empty ones, lowest first. Equal
 * to scikit-learn's `calibration_curve(strategy="uniform")` on the rows that count.
 *
 * @example
 * ```ts
 * import { calibrationCurve } from "./calibration_error.ts";
 * import assert from "node:assert/strict";
 *
 * const curve = calibrationCurve(Uint8Array.of(1, 0, 0), Float64Array.of(0.25, 0.25, 0.01));
 * assert.deepEqual(curve, [{ meanPredicted: 0.25, shareOfPositives: 0.5, count: 2 }]);
 * ```
 */
export function calibrationCurve(
  labels: Uint8Array,
  probabilities: Float64Array,
  { from = CALIBRATION.from, bins = CALIBRATION.bins }: CalibrationOptions = {},
): CalibrationBin[] {
  const counts = new Float64Array(bins);
  const predicted = new Float64Array(bins);
  const positives = new Float64Array(bins);
  for (let row = 0; row < labels.length; row++) {
    const p = probabilities[row]!;
    if (!(p >= from)) continue;
    const bin = calibrationBin(p, bins);
    counts[bin]!++;
    predicted[bin]! += p;
    positives[bin]! += labels[row]!;
  }
  const curve: CalibrationBin[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const count = counts[bin]!;
    if (count === 0) continue;
    const meanPredicted = predicted[bin]! / count, shareOfPositives = positives[bin]! / count;
    curve.push({ meanPredicted, shareOfPositives, count });
  }
  return curve;
}

/** The bin of a probability among `bins` equal ones over [0, 1], from 0. */
export function calibrationBin(p: number, bins: number): number {
  // a value on an edge belongs to the bin below; edges are multiples of a rounded step
  let bin = Math.min(bins - 1, Math.floor(p * bins));
  while (bin > 0 && p <= bin * (1 / bins)) bin--;
  while (bin < bins - 1 && p > (bin + 1) * (1 / bins)) bin++;
  return bin;
}

/**
 * Expected calibration error: the mean distance between mean prediction and share of positives,
 * over the bins of `calibrationCurve`, weighted by their rows.
 *
 * Source: Naeini, Cooper & Hauskrecht (2015), "Obtaining well calibrated probabilities using
 * Bayesian binning".
 *
 * @returns in [0, 1]; 0 if no row counts.
 */
export function calibrationError(
  labels: Uint8Array,
  probabilities: Float64Array,
  options: CalibrationOptions = {},
): number {
  let error = 0, rows = 0;
  for (const bin of calibrationCurve(labels, probabilities, options)) {
    error += bin.count * Math.abs(bin.meanPredicted - bin.shareOfPositives);
    rows += bin.count;
  }
  return rows === 0 ? 0 : error / rows;
}
