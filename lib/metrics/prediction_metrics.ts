import { averagePrecision } from "./average_precision.ts";
import { brierScore } from "./brier_score.ts";
import { calibrationError } from "./calibration_error.ts";
import { precisionRecallF1 } from "./classification.ts";
import { logLoss } from "./log_loss.ts";
import { ndcgAtK, recallAtK } from "./ranking.ts";
import { rocAuc } from "./roc_auc.ts";

/** How good the probabilities of some pairs of some weeks are; names as in scikit-learn. */
export interface PredictionMetrics {
  pairs: number;
  positives: number;
  average_precision: number;
  roc_auc: number;
  decision_threshold: number;
  precision: number;
  recall: number;
  f1: number;
  recall_at_10: number;
  ndcg_at_10: number;
  log_loss: number;
  brier: number;
  /** Among pairs with a probability of at least 0.05. */
  calibration_error: number;
}

export interface JudgedPairs {
  /** Any number that names the customer. */
  customer: ArrayLike<number>;
  week: Int32Array;
  label: Uint8Array;
  probability: Float64Array;
}

/** Judges probabilities; recall@10 and NDCG@10 are means over the customers who buy, week by week. */
export function predictionMetrics(
  { customer, week, label, probability }: JudgedPairs,
  decisionThreshold: number,
): PredictionMetrics {
  const { precision, recall, f1 } = precisionRecallF1(label, probability, decisionThreshold);
  const baskets = { customers: customerWeeks(customer, week), labels: label, scores: probability };
  return {
    pairs: label.length,
    positives: label.reduce((sum, value) => sum + value, 0),
    average_precision: averagePrecision(label, probability),
    roc_auc: rocAuc(label, probability),
    decision_threshold: decisionThreshold,
    precision,
    recall,
    f1,
    recall_at_10: recallAtK(baskets),
    ndcg_at_10: ndcgAtK(baskets),
    log_loss: logLoss(label, probability),
    brier: brierScore(label, probability),
    calibration_error: calibrationError(label, probability),
  };
}

/** A number from 0 for each customer and week. */
function customerWeeks(customer: ArrayLike<number>, week: Int32Array): Int32Array {
  const numbers = new Map<string, number>();
  let lastKey = "", last = -1;
  return Int32Array.from(week, (w, i) => {
    const key = `${w} ${customer[i]}`;
    if (key === lastKey) return last;
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, number = numbers.size);
    lastKey = key;
    return last = number;
  });
}
