import type { Figure } from "../../../lib/plots/drawing/figure.ts";
import { rankedBarsFigure } from "../../../lib/plots/explaining/ranked_bars_figure.ts";
import { recallAtKFigure } from "../../../lib/plots/scores/recall_at_k_figure.ts";
import { scoreByWeekFigure } from "../../../lib/plots/scores/score_by_week_figure.ts";
import { scoreDistributionFigure } from "../../../lib/plots/scores/score_distribution_figure.ts";
import { splitFigure, type WeekUse } from "../../../lib/plots/data/split_figure.ts";
import { weeklyCountsFigure } from "../../../lib/plots/data/weekly_counts_figure.ts";
import { random } from "../../../lib/stats/random.ts";
import { parseWeek } from "../../../lib/table/time/week.ts";

const { uniform } = random(4);
const probabilities = Float64Array.from({ length: 20_000 }, () => uniform() ** 8);
const noise = Array.from({ length: 12 }, () => 0.04 * uniform());
const start = parseWeek("2024-W30")!;
const weeks = Array.from({ length: 30 }, (_, i) => ({
  week: start + i,
  count: Math.round(3_400 + 900 * uniform()),
}));
const use = (i: number): WeekUse =>
  i < 14 ? "history" : i < 23 ? "train" : i < 26 ? "validation" : i < 29 ? "test" : "predicted";

export const data: Record<string, () => Figure> = {
  weekly_purchases: () =>
    weeklyCountsFigure(weeks, {
      title: "Purchases by week",
      subtitle: "A purchase is a customer and a product in a week",
      axis: "purchases",
      lowest: 5,
    }),
  weekly_expected: () =>
    weeklyCountsFigure([
      ...weeks,
      { week: start + 30, count: 3_950.4, expected: true, low: 3_300, high: 4_800 },
    ], {
      title: "What the forecast adds up to",
      axis: "purchases",
    }),
  top_products: () =>
    rankedBarsFigure([
      { label: "product 34092", note: "BRAND 35, 330 ml, BOTELLA", value: 21_034 },
      { label: "product 1", note: "BRAND 4 & Co., 0.5 l", value: 14_210 },
      { label: "product 120", value: 12_999 },
    ], { title: "Best-selling products", axis: "purchases" }),
  split: () =>
    splitFigure(weeks.map(({ week }, i) => ({ week, use: use(i), rows: i < 14 ? 0 : 140_000 })), {
      title: "Which week is used for what",
    }),
  probability_histogram: () =>
    scoreDistributionFigure(probabilities, {
      title: "Probabilities of all pairs of the predicted week",
    }),
  score_by_week: () =>
    scoreByWeekFigure(
      ["random forest", "personal frequency", "popularity"].flatMap((model, m) =>
        weeks.slice(20, 24).map(({ week }, i) => {
          const score = 0.63 - 0.1 * m + noise[4 * m + i]!;
          return { week, model, score, low: score - 0.01, high: score + 0.01 };
        })
      ),
      { title: "Average precision by week", axis: "average precision" },
    ),
  recall_at_k: () =>
    recallAtKFigure(
      ["random forest", "personal frequency"].map((label, m) => ({
        label,
        points: [1, 3, 5, 10, 20].map((k) => ({
          k,
          recall: (1 - Math.exp(-k / 5)) * (0.95 - 0.1 * m),
        })),
      })),
      { title: "Purchases found by a short list" },
    ),
};
