import { calibrationFigure } from "../../../lib/plots/scores/calibration_figure.ts";
import type { Figure } from "../../../lib/plots/drawing/figure.ts";
import { precisionRecallFigure } from "../../../lib/plots/scores/precision_recall_figure.ts";
import { scoreDistributionFigure } from "../../../lib/plots/scores/score_distribution_figure.ts";
import { rankedBarsFigure } from "../../../lib/plots/explaining/ranked_bars_figure.ts";
import { searchHistoryFigure } from "../../../lib/plots/search/search_history_figure.ts";
import { searchParallelFigure } from "../../../lib/plots/search/search_parallel_figure.ts";
import { searchSlicesFigure } from "../../../lib/plots/search/search_slices_figure.ts";
import { random } from "../../../lib/stats/random.ts";

const { uniform } = random(3);
const trials = Array.from({ length: 18 }, (_, i) => ({
  settings: {
    n_estimators: 100,
    max_depth: 6 + Math.floor(14 * uniform()),
    min_samples_leaf: Math.round(10 ** (3 * uniform())),
    max_features: uniform() < 0.5 ? "sqrt" : "log2",
  },
  value: 0.6 + 0.03 * uniform() + 0.001 * i,
  state: i % 5 === 4 ? "pruned" : "complete",
}));
const curve = (power: number) =>
  Array.from({ length: 50 }, (_, i) => {
    const recall = (i + 1) / 50;
    return { recall, precision: 0.03 + 0.95 * (1 - recall) ** power, threshold: 1 - recall };
  });
const scores = Float64Array.from({ length: 5_000 }, () => uniform() ** 6);
const labels = Uint8Array.from(scores, (score) => uniform() < score ? 1 : 0);

export const training: Record<string, () => Figure> = {
  search_history: () =>
    searchHistoryFigure(trials, {
      title: "Search for settings",
      subtitle: "18 trials",
      axis: "average precision on the validation weeks",
    }),
  search_parallel: () =>
    searchParallelFigure(trials, {
      title: "From settings to average precision",
      axis: "average precision",
      logarithmic: ["min_samples_leaf"],
    }),
  search_importances: () =>
    rankedBarsFigure([
      { label: "min_samples_leaf", value: 0.61 },
      { label: "max_features", value: 0.3 },
      { label: "max_depth", value: 0.09 },
    ], { title: "Which settings tell the best trials from the others", axis: "share" }),
  search_slices: () =>
    searchSlicesFigure(trials, {
      title: "Which settings matter",
      axis: "average precision",
      logarithmic: ["min_samples_leaf"],
    }),
  precision_recall: () =>
    precisionRecallFigure([
      { label: "random forest (AP 0.634)", points: curve(0.6) },
      { label: "personal frequency (AP 0.582)", points: curve(0.9) },
    ], { title: "Precision and recall", prior: 0.027, decisionThreshold: 0.331 }),
  calibration: () =>
    calibrationFigure([
      { meanPredicted: 0.07, shareOfPositives: 0.06, count: 40_000 },
      { meanPredicted: 0.3, shareOfPositives: 0.33, count: 2_100 },
      { meanPredicted: 0.55, shareOfPositives: 0.5, count: 300 },
      { meanPredicted: 0.91, shareOfPositives: 0.95, count: 40 },
    ], { title: "Calibration of the probabilities", caption: "Pairs with p ≥ 0.05." }),
  score_distribution: () =>
    scoreDistributionFigure(scores, {
      title: "Probabilities of pairs",
      labels,
      decisionThreshold: 0.331,
    }),
};
