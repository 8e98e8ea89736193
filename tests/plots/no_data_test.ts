import assert from "node:assert/strict";
import { calibrationFigure } from "../../lib/plots/scores/calibration_figure.ts";
import { categoryMovesFigure } from "../../lib/plots/drift/category_moves_figure.ts";
import { categorySharesFigure } from "../../lib/plots/drift/category_shares_figure.ts";
import { driftHistoryFigure } from "../../lib/plots/drift/drift_history_figure.ts";
import { driftOverviewFigure } from "../../lib/plots/drift/drift_overview_figure.ts";
import { ecdfFigure } from "../../lib/plots/drift/ecdf_figure.ts";
import type { Figure } from "../../lib/plots/drawing/figure.ts";
import { partialDependenceFigure } from "../../lib/plots/explaining/partial_dependence_figure.ts";
import { precisionRecallFigure } from "../../lib/plots/scores/precision_recall_figure.ts";
import { rankedBarsFigure } from "../../lib/plots/explaining/ranked_bars_figure.ts";
import { recallAtKFigure } from "../../lib/plots/scores/recall_at_k_figure.ts";
import { scoreByWeekFigure } from "../../lib/plots/scores/score_by_week_figure.ts";
import { scoreDistributionFigure } from "../../lib/plots/scores/score_distribution_figure.ts";
import { searchHistoryFigure } from "../../lib/plots/search/search_history_figure.ts";
import { searchParallelFigure } from "../../lib/plots/search/search_parallel_figure.ts";
import { searchSlicesFigure } from "../../lib/plots/search/search_slices_figure.ts";
import { shapDependenceFigure } from "../../lib/plots/explaining/shap_dependence_figure.ts";
import { shapSummaryFigure } from "../../lib/plots/explaining/shap_summary_figure.ts";
import { splitFigure } from "../../lib/plots/data/split_figure.ts";
import { weeklyCountsFigure } from "../../lib/plots/data/weekly_counts_figure.ts";
import { textFaults } from "./text_faults.ts";

const title = "Nothing";
const axis = "unit";
const one = { settings: { max_depth: 8 }, value: 0.6 };

const figures: Record<string, () => Figure> = {
  calibration: () => calibrationFigure([], { title }),
  categoryMoves: () => categoryMovesFigure([], { title, limit: 3 }),
  categoryShares: () => categorySharesFigure([], { title }),
  driftHistory: () => driftHistoryFigure([], { title, limit: 3 }),
  driftOverview: () => driftOverviewFigure([], { title, threshold: 0.05 }),
  ecdf: () => ecdfFigure({ reference: [], current: [1] }, { title, axis }),
  ecdfOfOneValue: () => ecdfFigure({ reference: [2, 2], current: [2] }, { title, axis }),
  partialDependence: () => partialDependenceFigure([], { title, axis }),
  precisionRecall: () => precisionRecallFigure([], { title, prior: 0.03, decisionThreshold: 0.5 }),
  rankedBars: () => rankedBarsFigure([], { title, axis }),
  rankedBarsOfZero: () => rankedBarsFigure([{ label: "a", value: 0 }], { title, axis }),
  recallAtK: () => recallAtKFigure([], { title }),
  scoreByWeek: () => scoreByWeekFigure([], { title, axis }),
  scoreDistribution: () => scoreDistributionFigure(new Float64Array(0), { title }),
  searchHistory: () => searchHistoryFigure([], { title, axis }),
  searchHistoryOfOne: () =>
    searchHistoryFigure([{ state: "complete", value: 0.6 }], { title, axis }),
  searchHistoryOfPruned: () =>
    searchHistoryFigure([{ state: "pruned", value: 0.6 }, { state: "failed", value: null }], {
      title,
      axis,
    }),
  searchParallel: () => searchParallelFigure([], { title, axis }),
  searchParallelOfOne: () => searchParallelFigure([{ ...one, state: "complete" }], { title, axis }),
  searchParallelOfPruned: () =>
    searchParallelFigure([{ ...one, state: "pruned" }], { title, axis }),
  searchSlices: () => searchSlicesFigure([], { title, axis }),
  searchSlicesOfOne: () => searchSlicesFigure([one], { title, axis }),
  shapDependence: () => shapDependenceFigure([], new Uint8Array(0), { title, axis }),
  shapSummary: () => shapSummaryFigure([], { title, axis }),
  shapSummaryOfZeros: () =>
    shapSummaryFigure([{ label: "a", contributions: [0, 0], values: [1, 1] }], { title, axis }),
  split: () => splitFigure([], { title }),
  weeklyCounts: () => weeklyCountsFigure([], { title, axis }),
};

for (const [name, draw] of Object.entries(figures)) {
  Deno.test(`figure ${name} is drawn with little or no data`, () => {
    const { svg, png } = draw();
    assert(svg.includes(`>${title}</text>`));
    assert(
      !/NaN|Infinity|undefined/.test(svg),
      svg.match(/.{60}(NaN|Infinity|undefined).{40}/)?.[0],
    );
    assert.deepEqual(textFaults(svg), []);
    png();
  });
}
