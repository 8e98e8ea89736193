import { categoryMovesFigure } from "../../../lib/plots/drift/category_moves_figure.ts";
import { categorySharesFigure } from "../../../lib/plots/drift/category_shares_figure.ts";
import { driftHistoryFigure } from "../../../lib/plots/drift/drift_history_figure.ts";
import { driftOverviewFigure } from "../../../lib/plots/drift/drift_overview_figure.ts";
import { ecdfFigure } from "../../../lib/plots/drift/ecdf_figure.ts";
import type { Figure } from "../../../lib/plots/drawing/figure.ts";
import { random } from "../../../lib/stats/random.ts";

const { uniform } = random(2);
const numbers = (length: number, make: () => number) => Array.from({ length }, make);
const values = {
  before: numbers(900, () => 4_000 * uniform() ** 2),
  after: numbers(300, () => 4_000 * uniform() ** 3),
  tailBefore: numbers(400, () => 0.5 + 4 / (0.002 + uniform())),
  tailAfter: numbers(400, () => 0.5 + 5 / (0.002 + uniform())),
  scores: numbers(56, () => 3 * uniform()),
};
const variables = ["brand", "package", "items per purchase", "customer_type"];
const runs = Array.from({ length: 14 }, (_, i) => `2024-W${35 + i}`);

export const drift: Record<string, () => Figure> = {
  drift_overview: () =>
    driftOverviewFigure([
      {
        name: "brand",
        p_value: 1e-30,
        cluster_p_value: 0.002,
        effect_size: 0.057,
        effect_name: "cramers_v",
      },
      {
        name: "package",
        p_value: 1e-4,
        cluster_p_value: 0.2,
        effect_size: 0.016,
        effect_name: "cramers_v",
      },
      { name: "size", p_value: null, effect_size: null, effect_name: "ks_distance" },
      { name: "items per purchase", p_value: 0.4, effect_size: 0.004, effect_name: "ks_distance" },
    ], {
      title: "Is the difference real?",
      subtitle: "2024-W47 compared with the four weeks before",
      threshold: 0.05,
    }),
  ecdf: () =>
    ecdfFigure({
      reference: values.before,
      current: values.after,
    }, { title: "Items per purchase", axis: "items" }),
  ecdf_long_tail: () =>
    ecdfFigure({
      reference: values.tailBefore,
      current: values.tailAfter,
    }, { title: "Items per purchase", axis: "items" }),
  category_shares: () =>
    categorySharesFigure([
      { category: "PREMIUM", reference: 5_200, current: 1_510 },
      {
        category: "a category with a name that is rather long for a label",
        reference: 900,
        current: 160,
      },
      { category: "new", reference: 0, current: 35 },
    ], { title: "Shares of segment", subtitle: "2024-W47 compared with its reference" }),
  category_moves: () =>
    categoryMovesFigure([
      {
        variable: "segment",
        category: "PREMIUM",
        share_reference: 0.2,
        share_recent: 0.225,
        score: 3.6,
      },
      {
        variable: "package",
        category: "KEG",
        share_reference: 0.1,
        share_recent: 0.082,
        score: -2,
      },
      { variable: "size", category: "330", share_reference: 0.3, share_recent: 0.303, score: 0.5 },
      { variable: "size", category: "new", share_reference: null, share_recent: 0.1, score: null },
    ], { title: "Is the difference unusual?", limit: 3.52 }),
  drift_history: () =>
    driftHistoryFigure(
      runs.flatMap((run, i) =>
        variables.map((variable, j) => ({
          run,
          variable,
          score: i === 11 && j === 1 ? 4.2 : values.scores[4 * i + j]!,
        }))
      ),
      { title: "Largest move by variable and run", limit: 3.52 },
    ),
};
