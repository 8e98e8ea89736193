import type { PredictionMetrics } from "../../metrics/prediction_metrics.ts";
import type { PlainTable } from "../views.ts";

const MEANINGS: Partial<Record<keyof PredictionMetrics, string>> = {
  average_precision: "mean precision over all recalls",
  roc_auc: "chance that a purchase ranks above another pair",
  recall_at_10: "share of a shop's purchases among its ten best pairs",
  ndcg_at_10: "the same, with more weight on earlier places",
  precision: "share of the pairs above the threshold that are bought",
  recall: "share of the purchases that are above the threshold",
  f1: "harmonic mean of precision and recall",
  log_loss: "negative mean log-likelihood; lower is better",
  brier: "mean squared error of the probability; lower is better",
  calibration_error: "mean distance between probabilities and observed shares",
};

/** The measures of the validation and test weeks, with their meanings. */
export function measuresTable(
  { validation, test }: Record<"validation" | "test", PredictionMetrics>,
): PlainTable {
  const names = Object.keys(MEANINGS) as (keyof PredictionMetrics)[];
  return {
    columns: ["measure", "validation", "test", "meaning"],
    rows: names.map((name) => [name, validation[name], test[name], MEANINGS[name]]),
  };
}
