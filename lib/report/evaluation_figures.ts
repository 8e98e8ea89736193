import type { JudgedWeek } from "../evaluation/backtest.ts";
import { calibrationCurve } from "../metrics/calibration_error.ts";
import { type ModelSummary, pooled } from "../evaluation/evaluation_summary.ts";
import { precisionRecallCurve } from "../metrics/precision_recall_curve.ts";
import { recallAtK } from "../metrics/ranking.ts";
import { calibrationFigure } from "../plots/scores/calibration_figure.ts";
import type { Figure } from "../plots/drawing/figure.ts";
import { precisionRecallFigure } from "../plots/scores/precision_recall_figure.ts";
import { recallAtKFigure } from "../plots/scores/recall_at_k_figure.ts";
import { scoreByWeekFigure } from "../plots/scores/score_by_week_figure.ts";

const LIST_LENGTHS = [1, 2, 3, 5, 8, 10, 15, 20, 30];

/**
 * The four figures of an evaluation, by file name: average precision by week, precision and recall,
 * calibration of the best model, recall by length of a customer's list.
 */
export function evaluationFigures(
  judged: JudgedWeek[],
  summaries: ModelSummary[],
): Record<string, Figure> {
  const models = summaries.map((summary) => ({
    ...summary,
    judged: judged.filter(({ model }) => model === summary.model),
  }));
  const weeks = summaries[0]!.weeks;
  const subtitle = weeks.length === 1
    ? `${weeks[0]}, each model fitted on earlier weeks only`
    : `${weeks[0]} to ${weeks.at(-1)}, each week by models fitted on earlier weeks only`;
  const best = models.reduce((a, b) =>
    b.mean.average_precision.estimate > a.mean.average_precision.estimate ? b : a
  );
  const { label, probability } = pooled(best.judged);
  const bought = label.reduce((sum, value) => sum + value, 0);
  return {
    average_precision: scoreByWeekFigure(
      judged.map(({ week, model, record }) => ({
        week,
        model,
        score: record.average_precision,
        low: record.average_precision_low,
        high: record.average_precision_high,
      })),
      {
        title: "Average precision by week",
        subtitle,
        axis: "average precision",
        caption: "Bars: 95% intervals by resampling customers.",
      },
    ),
    precision_recall: precisionRecallFigure(
      models.map(({ model, mean, judged }) => {
        const pairs = pooled(judged);
        return {
          label: `${model} (AP ${mean.average_precision.estimate.toFixed(3)})`,
          points: precisionRecallCurve(pairs.label, pairs.probability),
        };
      }),
      {
        title: "Precision and recall",
        subtitle,
        prior: bought / label.length,
        caption: "Pairs of all weeks together.",
      },
    ),
    calibration: calibrationFigure(calibrationCurve(label, probability), {
      title: "Calibration of the probabilities",
      subtitle: `${best.model}, ${subtitle}`,
      caption: "Pairs with p ≥ 0.05 of all weeks together; their calibration error is " +
        `${best.calibration_error_pooled.toFixed(3)}.`,
    }),
    recall_at_k: recallAtKFigure(
      models.map(({ model, judged }) => ({ label: model, points: recallPoints(judged) })),
      {
        title: "Recall by length of a customer's list",
        subtitle,
        caption: "Means over the customers who buy in a week, then over the weeks.",
      },
    ),
  };
}

function recallPoints(judged: JudgedWeek[]): { k: number; recall: number }[] {
  return LIST_LENGTHS.map((k) => {
    const recalls = judged.map(({ customer, label, probability }) =>
      recallAtK({ customers: customer, labels: label, scores: probability }, { k })
    );
    return { k, recall: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length };
  });
}
