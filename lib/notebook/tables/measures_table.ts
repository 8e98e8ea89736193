import type { PredictionMetrics } from "../../metrics/prediction_metrics.ts";
import type { TrainingResults } from "../../stages/training/training_results.ts";
import type { PlainTable } from "../views.ts";

const MEANINGS: Partial<Record<keyof PredictionMetrics, string>> = {
  average_precision: "mean precision over all recalls",
  average_precision_repeat: "the same, of the pairs bought before",
  average_precision_new: "the same, of the pairs never bought before",
  roc_auc: "chance that a purchase ranks above another pair",
  recall_at_10: "share of a shop's purchases among its ten best pairs, mean over shops",
  ndcg_at_10: "the same, with more weight on earlier places",
  precision: "share of the pairs above the threshold that are bought",
  recall: "share of the purchases that are above the threshold",
  f1: "harmonic mean of precision and recall",
  log_loss: "negative mean log-likelihood; lower is better",
  brier: "mean squared error of the probability; lower is better",
  calibration_error: "mean distance between probabilities and observed shares",
};

/** The measures of the validation and test weeks that the results have, with their meanings. */
export function measuresTable(
  { validation, test, calibration }:
    & Record<"validation" | "test", PredictionMetrics>
    & Pick<TrainingResults, "calibration">,
): PlainTable {
  const names = (Object.keys(MEANINGS) as (keyof PredictionMetrics)[])
    .filter((name) => test[name] !== undefined);
  return {
    columns: ["measure", "validation", "test", "meaning"],
    rows: names.map((name) => [
      name,
      validation[name],
      test[name],
      MEANINGS[name] +
      (name === "calibration_error" && calibration !== null
        ? "; the calibration was fitted on the validation weeks"
        : ""),
    ]),
  };
}
