import type { Figure } from "../../../lib/plots/drawing/figure.ts";
import { rankedBarsFigure } from "../../../lib/plots/explaining/ranked_bars_figure.ts";
import { partialDependenceFigure } from "../../../lib/plots/explaining/partial_dependence_figure.ts";
import { shapDependenceFigure } from "../../../lib/plots/explaining/shap_dependence_figure.ts";
import { shapSummaryFigure } from "../../../lib/plots/explaining/shap_summary_figure.ts";
import { shapWaterfallFigure } from "../../../lib/plots/explaining/shap_waterfall_figure.ts";
import { random } from "../../../lib/stats/random.ts";

const { uniform, normal } = random(1);
const rows = 120;
const numbers = (make: () => number) => Float64Array.from({ length: rows }, make);
const frequency = numbers(uniform), recency = numbers(() => Math.floor(40 * uniform() ** 2));
const brands = Array.from({ length: rows }, () =>
  ["PREMIUM", "A brand & Sons <Ltd.>", "C"][
    Math.floor(3 * uniform())
  ]!);
const labels = Uint8Array.from(frequency, (f) => f + 0.2 * normal() > 0.7 ? 1 : 0);
const sway = (values: ArrayLike<number>, slope: number) => {
  const { normal } = random(5); // created at each call, because figures are drawn several times
  return Float64Array.from(values, (value) => slope * (value - 0.4) + 0.01 * normal());
};

const decay = {
  label: "pair_share_of_activity_96",
  note:
    "its decayed weeks over the customer's decayed active weeks, 0.96^lag, <and a long remark " +
    "that does not fit in one line, nor in two & must not be cut>",
};
const grid = Array.from({ length: 12 }, (_, i) => i / 11);
const curve = (low: number, high: number) => grid.map((x) => low + (high - low) * x ** 2);

export const explanation: Record<string, () => Figure> = {
  feature_importance: () =>
    rankedBarsFigure([
      { ...decay, value: 0.31 },
      { label: "pair_weeks_since", note: "weeks since it was last bought", value: 0.22 },
      { label: "brand", value: 0.001 },
    ], { title: "What the trees split on", axis: "share of the impurity removed" }),
  permutation_importance: () =>
    rankedBarsFigure([
      { label: "brand", value: -0.002, low: -0.004, high: 0.001 },
      {
        label: "pair_weeks_since",
        note: "weeks since it was last bought",
        value: 0.0912,
        low: 0.085,
        high: 0.097,
      },
      { ...decay, value: 0.12, low: 0.115, high: 0.128 },
    ], {
      title: "What the model loses without a feature",
      subtitle: "Average precision is 0.634; each feature was shuffled 5 times",
      caption: "Lines: 95% interval of the mean over the shuffles.",
      axis: "loss of average precision",
    }),
  partial_dependence: () =>
    partialDependenceFigure([
      {
        ...decay,
        grid,
        mean: curve(0.02, 0.3),
        meanBought: curve(0.25, 0.8),
        individual: [
          { values: curve(0.3, 0.9), bought: true },
          { values: curve(0.01, 0.25), bought: false },
          { values: curve(0, 0.4), bought: false },
        ],
        deciles: [0, 0.05, 0.06, 0.07, 0.1, 0.12, 0.2, 0.3, 0.62],
      },
      {
        label: "items bought in the last year",
        grid: grid.map((x) => 40_000 * x),
        mean: curve(0.1, 0.2),
        meanBought: curve(0.2, 0.4),
        individual: [],
      },
      {
        label: "weeks between purchases",
        note: "999 with fewer than two",
        grid: [1, 2, 3, 5, 8, 14, 999],
        mean: [0.09, 0.08, 0.07, 0.05, 0.04, 0.03, 0.02],
        meanBought: [0.5, 0.5, 0.45, 0.4, 0.38, 0.36, 0.3],
        individual: [{ values: [0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.01], bought: false }],
        deciles: [2, 9, 999, 999, 999],
      },
      {
        label: "brand",
        grid: ["PREMIUM", "A brand & Sons <Ltd.> of somewhere far away", "C"],
        mean: [0.1, 0.05, 0.04],
        meanBought: [0.4, 0.36, 0.37],
        individual: [
          { values: [0.5, 0.4, 0.45], bought: true },
          { values: [0.05, 0.02, 0.01], bought: false },
        ],
      },
    ], {
      title: "How the probability changes with one feature",
      caption: "A value far from the others stands apart.",
      axis: "probability",
    }),
  shap_summary: () =>
    shapSummaryFigure([
      { ...decay, values: frequency, contributions: sway(frequency, 0.3) },
      {
        label: "pair_weeks_since",
        note: "weeks since it was last bought",
        values: recency.map((r) => r > 30 ? NaN : r),
        contributions: sway(recency.map((r) => r / 40), -0.2),
      },
      { label: "brand", contributions: sway(numbers(() => 0.4), 1) },
    ], {
      title: "What changes the score of a pair",
      subtitle: "120 pairs",
      caption: "Grey: text or missing values.",
      axis: "contribution to the probability",
    }),
  shap_customers: () =>
    shapWaterfallFigure([
      {
        label: "customer 12, product <7>",
        note: "bought, highest score: 0.700; probability 65.0%",
        baseValue: 0.1,
        contributions: Array.from({ length: 12 }, (_, f) => ({
          feature: f === 1 ? "pair_share_of_activity_96_and_more" : `feature_${f}`,
          value: f === 2 ? "missing" : String(f / 4),
          contribution: f === 1 ? 0.4 : 0.02 * (6 - f),
        })),
      },
      {
        label: "customer 3, product 1",
        baseValue: 0.1,
        contributions: [
          { feature: "brand", value: "A & B", contribution: -0.08 },
          { feature: "size", value: "0.5", contribution: 0.001 },
        ],
      },
    ], { title: "Why two pairs have their score", axis: "score, probability" }),
  shap_dependence: () =>
    shapDependenceFigure(
      [
        { ...decay, values: frequency, contributions: sway(frequency, 0.3) },
        { label: "weeks", values: recency, contributions: sway(recency.map((r) => r / 40), -0.2) },
        { label: "brand", values: brands, contributions: sway(frequency, 0.05) },
        {
          label: "constant and mostly missing",
          values: recency.map((r) => r > 20 ? 7 : NaN),
          contributions: sway(recency, 0.002),
        },
      ],
      labels,
      { title: "Contribution of a feature by its value", axis: "contribution" },
    ),
};
