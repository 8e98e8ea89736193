import { averagePrecision } from "./average_precision.ts";
import { brierScore } from "./brier_score.ts";
import { calibrationError } from "./calibration_error.ts";
import { precisionRecallF1 } from "./classification.ts";
import { logLoss } from "./log_loss.ts";
import { ndcgAtK, recallAtK } from "./ranking.ts";
import { rocAuc } from "./roc_auc.ts";

/** Metrics of the probabilities of some pairs; names as in scikit-learn. */
export interface PredictionMetrics {
  /** Number of scored pairs. */
  pairs: number;
  /** Number of bought pairs. */
  positives: number;
  /** Mean precision at the purchases. */
  average_precision: number;
  /** Probability that a purchase scores above a negative. */
  roc_auc: number;
  /** Pairs with a higher probability are predicted. */
  decision_threshold: number;
  /** Share of the predicted pairs that were bought. */
  precision: number;
  /** Share of the purchases that were predicted. */
  recall: number;
  /** Harmonic mean of precision and recall. */
  f1: number;
  /** Share of a customer's purchases among its ten best pairs. */
  recall_at_10: number;
  /** NDCG of a customer's ten best pairs: higher ranks have more weight. */
  ndcg_at_10: number;
  /** Negative mean log-likelihood; lower is better. */
  log_loss: number;
  /** Mean squared error of the probability; lower is better. */
  brier: number;
  /** Among pairs with a probability of at least 0.05. */
  calibration_error: number;
}

/** Pairs with their probability and label. */
export interface JudgedPairs {
  /** Customer index or id. */
  customer: ArrayLike<number | string>;
  /** Week index. */
  week: Int32Array;
  /** 1 if the pair was bought, else 0. */
  label: Uint8Array;
  /** One per row. */
  probability: Float64Array;
}

/** Evaluates probabilities; recall@10 and NDCG@10 are means over customer-weeks with a purchase. */
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
function customerWeeks(customer: ArrayLike<number | string>, week: Int32Array): Int32Array {
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
