import { alarmRateFigure } from "../../../lib/plots/drift/alarm_rate_figure.ts";
import { categoryMovesFigure } from "../../../lib/plots/drift/category_moves_figure.ts";
import { categorySharesFigure } from "../../../lib/plots/drift/category_shares_figure.ts";
import { driftHistoryFigure } from "../../../lib/plots/drift/drift_history_figure.ts";
import { driftOverviewFigure } from "../../../lib/plots/drift/drift_overview_figure.ts";
import { driftYearFigure } from "../../../lib/plots/drift/drift_year_figure.ts";
import { falseAlarmsFigure } from "../../../lib/plots/drift/false_alarms_figure.ts";
import type { Figure } from "../../../lib/plots/drawing/figure.ts";
import { partialDependenceFigure } from "../../../lib/plots/explaining/partial_dependence_figure.ts";
import { rankedBarsFigure } from "../../../lib/plots/explaining/ranked_bars_figure.ts";
import { shapDependenceFigure } from "../../../lib/plots/explaining/shap_dependence_figure.ts";
import { shapSummaryFigure } from "../../../lib/plots/explaining/shap_summary_figure.ts";
import { shapWaterfallFigure } from "../../../lib/plots/explaining/shap_waterfall_figure.ts";
import { precisionRecallFigure } from "../../../lib/plots/scores/precision_recall_figure.ts";
import { recallAtKFigure } from "../../../lib/plots/scores/recall_at_k_figure.ts";
import { scoreByWeekFigure } from "../../../lib/plots/scores/score_by_week_figure.ts";
import { searchHistoryFigure } from "../../../lib/plots/search/search_history_figure.ts";
import { searchParallelFigure } from "../../../lib/plots/search/search_parallel_figure.ts";
import { searchSlicesFigure } from "../../../lib/plots/search/search_slices_figure.ts";
import { weeklyCountsFigure } from "../../../lib/plots/data/weekly_counts_figure.ts";

/**
 * Every figure that shows names, with any names.
 *
 * @param names at least one, all different.
 */
export function labelledFigures(names: string[]): Record<string, Figure> {
  const name = names[0]!;
  const text = { title: name, subtitle: name, caption: name };
  const axis = `${name} score`;
  const share = (i: number) => (i + 1) / (names.length + 1);
  const around = (i: number) => ({ rate: share(i), low: 0, high: 1 });
  const labels = Uint8Array.from(names, (_, i) => i % 2);
  const each = Float64Array.from(names, (_, i) => share(i) - 0.3);
  const trials = names.map((setting, i) => ({
    settings: { [name]: i + 1, [`${name} kind`]: setting, depth: 8 },
    value: share(i),
    state: "complete",
  }));
  return {
    alarm_rate: alarmRateFigure(
      names.map((rule, i) => ({ shift: rule, note: rule, rule, size: 0.1, ...around(i) })),
      text,
    ),
    category_moves: categoryMovesFigure(
      names.map((category, i) => ({
        variable: name,
        category,
        share_reference: share(i),
        share_recent: share(i + 1),
        score: i - 1.5,
      })),
      { ...text, limit: 2 },
    ),
    category_shares: categorySharesFigure(
      names.map((category, i) => ({ category, reference: 10 + i, current: 20 - i })),
      text,
    ),
    drift_history: driftHistoryFigure(
      names.flatMap((run, i) =>
        names.map((variable, j) => ({ run, variable, score: share(i) + share(j) }))
      ),
      { ...text, limit: 1 },
    ),
    drift_overview: driftOverviewFigure(
      names.map((variable, i) => ({
        name: variable,
        p_value: share(i),
        effect_size: share(i),
        effect_name: "cramers_v",
      })),
      { ...text, threshold: 0.05 },
    ),
    drift_year: driftYearFigure(
      [2800, 2801, 2802].map((week) => ({
        week,
        purchases: 10,
        low: false,
        rules: names.map((rule, i) => ({ name: rule, strength: share(i), alarm: false })),
        gain: { estimate: 0.1, low: 0, high: 0.2 },
      })),
      { ...text, gain: name },
    ),
    false_alarms: falseAlarmsFigure(
      names.flatMap((what, i) => names.map((rule) => ({ what, note: what, rule, ...around(i) }))),
      { ...text, level: 0.05 },
    ),
    partial_dependence: partialDependenceFigure(
      names.map((label) => ({
        label,
        note: label,
        grid: names,
        mean: names.map((_, i) => share(i)),
        meanBought: names.map((_, i) => share(i)),
        individual: [],
      })),
      { ...text, axis },
    ),
    ranked_bars: rankedBarsFigure(
      names.map((label, i) => ({ label, note: label, value: share(i) })),
      { ...text, axis },
    ),
    shap_dependence: shapDependenceFigure(
      names.map((label) => ({ label, note: label, values: names, contributions: each })),
      labels,
      { ...text, axis },
    ),
    shap_summary: shapSummaryFigure(
      names.map((label) => ({ label, note: label, contributions: each })),
      { ...text, axis },
    ),
    shap_waterfall: shapWaterfallFigure(
      names.map((label) => ({
        label,
        note: label,
        baseValue: 0.1,
        contributions: names.map((feature, i) => ({
          feature,
          value: feature,
          contribution: share(i),
        })),
      })),
      { ...text, axis },
    ),
    precision_recall: precisionRecallFigure(
      names.map((label, i) => ({
        label,
        points: [{ recall: 0, precision: 1, threshold: 1 }, {
          recall: 1,
          precision: share(i),
          threshold: 0,
        }],
      })),
      { ...text, prior: 0.1 },
    ),
    recall_at_k: recallAtKFigure(
      names.map((label, i) => ({ label, points: [1, 2, 8].map((k) => ({ k, recall: share(i) })) })),
      text,
    ),
    score_by_week: scoreByWeekFigure(
      names.flatMap((model, i) => [2800, 2801].map((week) => ({ week, model, score: share(i) }))),
      { ...text, axis },
    ),
    search_history: searchHistoryFigure(trials, { ...text, axis }),
    search_parallel: searchParallelFigure(trials, { ...text, axis }),
    search_slices: searchSlicesFigure(trials, { ...text, axis }),
    weekly_counts: weeklyCountsFigure(
      names.map((_, i) => ({ week: 2800 + i, count: i + 1 })),
      { ...text, axis },
    ),
  };
}
