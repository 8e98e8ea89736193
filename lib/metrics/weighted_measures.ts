import { CALIBRATION, calibrationBin } from "./calibration_error.ts";
import { brierScore } from "./brier_score.ts";
import { logLoss } from "./log_loss.ts";
import { ndcgByCustomer, recallByCustomer } from "./ranking.ts";
import {
  type RankedPairs,
  weightedAveragePrecision,
  type WeightedMeasure,
} from "./weighted_average_precision.ts";

/** The measures with intervals, by their names in a record. */
export const INTERVAL_MEASURES = [
  "average_precision",
  "average_precision_full_catalogue",
  "average_precision_repeat",
  "average_precision_new",
  "recall_at_10",
  "ndcg_at_10",
  "f1",
  "log_loss",
  "brier",
  "calibration_error",
] as const;

export type IntervalMeasure = (typeof INTERVAL_MEASURES)[number];

export interface WeekToMeasure {
  /** The known universe, its repeat pairs, and its new pairs. */
  known: RankedPairs;
  repeat: RankedPairs;
  fresh: RankedPairs;
  catalogue: RankedPairs;
  decisionThreshold: number;
}

/**
 * The measures of one week as functions of customer weights. All except average precision are
 * ratios of sums over customers: these sums are computed once, so the cost of a resample depends on
 * the number of customers, not of pairs.
 */
export function weightedMeasures(
  { known, repeat, fresh, catalogue, decisionThreshold }: WeekToMeasure,
): Record<IntervalMeasure, WeightedMeasure> {
  const { customer, label, probability } = known;
  const size = customer.reduce((most, c) => Math.max(most, c), -1) + 1;
  const sums = (value: (row: number) => number) => {
    const total = new Float64Array(size);
    for (let row = 0; row < customer.length; row++) total[customer[row]!]! += value(row);
    return total;
  };
  const single = (row: number) =>
    [label.subarray(row, row + 1), probability.subarray(row, row + 1)] as const;
  const pairs = sums(() => 1);
  const chosen = (row: number) => probability[row]! > decisionThreshold ? 1 : 0;
  const baskets = { customers: customer, labels: label, scores: probability };
  return {
    average_precision: weightedAveragePrecision(known),
    average_precision_full_catalogue: weightedAveragePrecision(catalogue),
    average_precision_repeat: weightedAveragePrecision(repeat),
    average_precision_new: weightedAveragePrecision(fresh),
    recall_at_10: meanOfBuyers(recallByCustomer(baskets)),
    ndcg_at_10: meanOfBuyers(ndcgByCustomer(baskets)),
    f1: ratio(
      sums((row) => 2 * chosen(row) * label[row]!),
      sums((row) => chosen(row) + label[row]!),
    ),
    log_loss: ratio(sums((row) => logLoss(...single(row))), pairs),
    brier: ratio(sums((row) => brierScore(...single(row))), pairs),
    calibration_error: weightedCalibrationError(known, size),
  };
}

function ratio(top: Float64Array, bottom: Float64Array): WeightedMeasure {
  return (weights) => {
    let above = 0, below = 0;
    for (let c = 0; c < top.length; c++) {
      above += weights[c]! * top[c]!;
      below += weights[c]! * bottom[c]!;
    }
    return below === 0 && above === 0 ? 0 : above / below;
  };
}

function meanOfBuyers(values: Float64Array): WeightedMeasure {
  const buys = values.map((value) => value === value ? 1 : 0);
  return ratio(values.map((value) => value === value ? value : 0), buys);
}

function weightedCalibrationError(
  { customer, label, probability }: RankedPairs,
  size: number,
): WeightedMeasure {
  const { from, bins } = CALIBRATION;
  const gaps = new Float64Array(size * bins), pairs = new Float64Array(size);
  for (let row = 0; row < customer.length; row++) {
    const p = probability[row]!, c = customer[row]!;
    if (!(p >= from)) continue;
    gaps[c * bins + calibrationBin(p, bins)]! += p - label[row]!;
    pairs[c]!++;
  }
  return (weights) => {
    const gap = new Float64Array(bins);
    let rows = 0;
    for (let c = 0; c < size; c++) {
      const weight = weights[c]!;
      if (weight === 0 || pairs[c] === 0) continue;
      rows += weight * pairs[c]!;
      for (let bin = 0; bin < bins; bin++) gap[bin]! += weight * gaps[c * bins + bin]!;
    }
    return rows === 0 ? 0 : gap.reduce((sum, value) => sum + Math.abs(value), 0) / rows;
  };
}
