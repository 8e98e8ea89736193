import { calibrationFigure } from "../../plots/scores/calibration_figure.ts";
import { precisionRecallFigure } from "../../plots/scores/precision_recall_figure.ts";
import type { TrainingResults } from "../../stages/training/training_results.ts";
import type { DescribedFigure } from "../drift/distribution_figures.ts";
import { percent, points, weekSpan } from "../in_words.ts";

/**
 * Precision and recall, with the decision threshold marked, and the calibration of a model, both on
 * its test weeks; empty for results of older versions, which have no curves.
 */
export function qualityFigures(
  { test, curves }: Pick<TrainingResults, "test" | "curves">,
): DescribedFigure[] {
  if (curves === undefined || curves.precision_recall.length === 0) return [];
  const weeks = weekSpan(test.weeks), { decision_threshold: threshold, precision, recall } = test;
  const marked = { threshold, precision, recall };
  const subtitle = `Test weeks ${weeks}, before the model learned from them`;
  const { svg } = precisionRecallFigure([{
    label: "this model",
    // the curve is thinned, and the marked point is exact
    points: [...curves.precision_recall, marked]
      .sort((a, b) => a.recall - b.recall || b.threshold - a.threshold),
  }], {
    title: "How long a list should be",
    subtitle,
    prior: test.positives / test.pairs,
    decisionThreshold: threshold,
  });
  const calibration = calibrationFigure(curves.calibration, {
    title: "Predicted probability, and share that was bought",
    subtitle,
    caption: "Pairs with a probability of at least 5%. Bars: 95% intervals of the shares.",
  });
  return [
    {
      svg,
      alt: `Precision and recall in ${weeks}: at the threshold of ${threshold.toFixed(3)}, ` +
        `${percent(precision)} of the listed pairs are bought, ${percent(recall)} of the purchases`,
    },
    {
      svg: calibration.svg,
      alt: `Share bought by probability in ${weeks}: off by ` +
        `${points(test.calibration_error)} on average`,
    },
  ];
}
