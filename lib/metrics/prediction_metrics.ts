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
  /** Sum of the probabilities, to compare with `positives`. Older results omit this field. */
  expected?: number;
  /** Of the pairs bought before. Absent if that is unknown, or if none of them was bought. */
  average_precision_repeat?: number;
  /** Of the pairs never bought before; absent as above. */
  average_precision_new?: number;
  /** Purchases of pairs never bought before; absent if that is unknown. */
  positives_new?: number;
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
  /** Above 0 if the pair was bought before. */
  repeat?: ArrayLike<number> | undefined;
}

/** Evaluates probabilities; recall@10 and NDCG@10 are means over customer-weeks with a purchase. */
export function predictionMetrics(
  { customer, week, label, probability, repeat }: JudgedPairs,
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
    expected: probability.reduce((sum, p) => sum + p, 0),
    ...(repeat && byHistory({ label, probability, repeat })),
  };
}

/** Repeat and new pairs ranked apart: together, an easy kind hides that the other is not found. */
function byHistory(
  { label, probability, repeat }:
    & { repeat: ArrayLike<number> }
    & Pick<
      JudgedPairs,
      "label" | "probability"
    >,
) {
  const ranked = (bought: boolean) => {
    const isOf = (_: number, row: number) => repeat[row]! > 0 === bought;
    return [label.filter(isOf), probability.filter(isOf)] as const;
  };
  const again = ranked(true), first = ranked(false);
  return {
    ...(again[0].includes(1) && { average_precision_repeat: averagePrecision(...again) }),
    ...(first[0].includes(1) && { average_precision_new: averagePrecision(...first) }),
    positives_new: first[0].reduce((sum, value) => sum + value, 0),
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
