/**
 * The only import of a notebook: `import * as sodai from "../lib/notebook/mod.ts"`.
 *
 * The exports in order: runs and their files; showing results; summaries, tables and prose, which
 * turn results into numbers, rows and sentences; figures; and the parts of the library that
 * notebooks call to repeat a stage by hand. Nothing is defined here.
 *
 * @module
 */

// runs: recorded ones are read, others computed
export { narrowPermissions } from "../jupyter/narrow_permissions.ts";
export { type NotebookRun, openRun } from "./notebook_run.ts";
export { type Forecast, readForecast } from "./read_forecast.ts";
export { readLabels, type WeekLabels } from "./read_labels.ts";
export { featureNames, readSample } from "./read_sample.ts";

// words
export { weekSpan } from "./in_words.ts";

// showing: in a notebook and in the pages of a run
export { showFigure, showMarkdown, showTable } from "./display.ts";

// summaries: results as numbers
export { type AttributeCount, purchasesBy } from "./purchases_by.ts";
export { entitiesFrame, firstRows, sideBySide } from "./frames.ts";
export { qualityFigures } from "./quality/quality_figures.ts";
export { featureFamilies, type FeatureFamily } from "./feature_families.ts";
export { judgeBaselines, type JudgedBaseline } from "../evaluation/judge_baselines.ts";
export { type UsedWeek, weekUses } from "./week_uses.ts";
export { weeklyTotals, type WeekTotals } from "./weekly_totals.ts";
export { type CategoryMoves, categoryMoves } from "./drift/category_moves.ts";
export type { UnwatchedMove } from "./drift/unwatched_move.ts";
export {
  type ComparedWeeks,
  type DescribedFigure,
  featureFigures,
  purchaseFigures,
} from "./drift/distribution_figures.ts";
export { referenceWeeks, type WeekSpan } from "./drift/reference_weeks.ts";
export { replayedScores, replayedWeeks } from "./drift/replayed_weeks.ts";

// tables: results as rows
export { attributeLabel } from "./tables/attribute_label.ts";
export { checkTable } from "./tables/check_table.ts";
export {
  expectedByProduct,
  type ExpectedProduct,
  expectedTable,
  largestShop,
  pairsByShop,
  productsOfShop,
  surestPairs,
  unitsTable,
} from "./tables/forecast_tables.ts";
export { measuresTable } from "./tables/measures_table.ts";
export { qualityTable } from "./tables/quality_table.ts";
export { settingsTable } from "./tables/settings_table.ts";

// prose: results as sentences
export * from "./prose/calibration.ts";
export * from "./prose/drift_changes.ts";
export * from "./prose/drift_decision.ts";
export * from "./prose/extract_data.ts";
export { importancesProse, LEAST_TRIALS } from "./prose/importances.ts";
export * from "./prose/overview.ts";
export * from "./prose/predict.ts";
export * from "./prose/preprocess.ts";
export * from "./prose/search.ts";
export * from "./prose/shap_analysis.ts";
export * from "./prose/split_data.ts";
export * from "./prose/train_model.ts";

// figures: results as SVG
export { rankedBarsFigure } from "../plots/explaining/ranked_bars_figure.ts";
export { splitFigure } from "../plots/data/split_figure.ts";
export { weeklyCountsFigure } from "../plots/data/weekly_counts_figure.ts";
export { categoryMovesFigure } from "../plots/drift/category_moves_figure.ts";
export { driftHistoryFigure } from "../plots/drift/drift_history_figure.ts";
export { driftOverviewFigure } from "../plots/drift/drift_overview_figure.ts";
export { scoreByWeekFigure } from "../plots/scores/score_by_week_figure.ts";
export { scoreDistributionFigure } from "../plots/scores/score_distribution_figure.ts";
export { searchHistoryFigure } from "../plots/search/search_history_figure.ts";
export { searchParallelFigure } from "../plots/search/search_parallel_figure.ts";
export { searchSlicesFigure } from "../plots/search/search_slices_figure.ts";

// the tables: contracts, weeks, purchases
export { firstIncompleteWeek } from "../table/time/complete_weeks.ts";
export { dayName, parseWeek, weekName } from "../table/time/week.ts";
export { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";

// the rows: pairs, labels, features, splits, sampling
export { boughtBefore } from "../features/pairs/bought_before.ts";
export { labelPairs } from "../features/pairs/labelled_pairs.ts";
export { pickRows } from "../features/pairs/labelled_rows.ts";
export { matrixPairs } from "../features/pairs/matrix_pairs.ts";
export { sampleNegatives } from "../features/pairs/sample_negatives.ts";
export { correctPrior } from "../features/pairs/sampling_rates.ts";
export { FEATURE_MEANINGS } from "../features/feature_source.ts";
export { splitWeeks } from "../stages/split_data.ts";

// drift: statistics and what a run reports of them
export { ecdfDistance } from "../stats/ecdf_distance.ts";
export { ksTwoSample } from "../stats/kolmogorov_smirnov.ts";
export { quantiles } from "../stats/quantile.ts";
export { random } from "../stats/random.ts";
export { studentTQuantile } from "../stats/student_t_quantile.ts";

// the model: search, forest, evaluation, explanation
export { parameterImportances } from "../tuning/parameter_importances.ts";
export { binTable } from "../forest/binning/bin_table.ts";
export { trainRandomForest } from "../forest/growing/random_forest.ts";
export { predictEnsemble } from "../forest/scoring/predict.ts";
export { treeShap } from "../forest/explaining/tree_shap.ts";
export { averagePrecision } from "../metrics/average_precision.ts";
export { decodeModelFile, modelInputs, probabilitySteps } from "../model/model.ts";

// types: what the functions above take and give
export type * from "../config/config.ts";
export type * from "../config/parameters.ts";
export type { Parameter } from "../config/parameter.ts";
export type { Preset, PresetName } from "../config/presets/preset.ts";
export { PRESETS } from "../config/presets/presets.ts";
export type { Output } from "../dag/runs/publish.ts";
export type * from "../dag/runs/run_record.ts";
export type { TaskState } from "../dag/task.ts";
export type { DecisionCause } from "../drift/decide/retrain.ts";
export type * from "../drift/describe/drift_report.ts";
export type { DriftWeek } from "../drift/study/drift_year.ts";
export type { KBins } from "../features/encoders/k_bins.ts";
export type { OneHot } from "../features/encoders/one_hot.ts";
export type {
  NumericPreprocessing,
  Preprocessing,
  PreprocessingSteps,
} from "../features/encoders/preprocessing.ts";
export type { StandardScaler } from "../features/encoders/standard_scaler.ts";
export type { Winsorizer } from "../features/encoders/winsorizer.ts";
export type { Pairs } from "../features/pairs/cross.ts";
export type { LabelledPairs } from "../features/pairs/labelled_pairs.ts";
export type { LabelledRows, RowKeys } from "../features/pairs/labelled_rows.ts";
export type { SamplingRates } from "../features/pairs/sampling_rates.ts";
export type * from "../forest/binning/binned_table.ts";
export type { EdgeIndex } from "../forest/binning/edge_index.ts";
export type * from "../forest/explaining/tree_shap.ts";
export type * from "../forest/growing/random_forest.ts";
export type { CodeColumn } from "../forest/scoring/code_columns.ts";
export type { CompactTrees } from "../forest/scoring/compact_trees.ts";
export type * from "../forest/scoring/predict.ts";
export type * from "../forest/tree_ensemble.ts";
export type { Interval } from "../metrics/customer_draws.ts";
export type { PredictionMetrics } from "../metrics/prediction_metrics.ts";
export type { Calibration } from "../model/calibrate.ts";
export type { Model, ModelFacts, ModelSettings, ProbabilitySteps } from "../model/model.ts";
export type * from "../plots/data/split_figure.ts";
export type * from "../plots/data/weekly_counts_figure.ts";
export type { Figure } from "../plots/drawing/figure.ts";
export type { FigureText } from "../plots/drawing/lay_out.ts";
export type { RowLabel } from "../plots/drawing/row_labels.ts";
export type * from "../plots/drift/category_moves_figure.ts";
export type * from "../plots/drift/drift_history_figure.ts";
export type * from "../plots/drift/drift_overview_figure.ts";
export type { RankedBar } from "../plots/explaining/ranked_bars_figure.ts";
export type * from "../plots/scores/score_by_week_figure.ts";
export type * from "../plots/search/search_history_figure.ts";
export type * from "../plots/search/search_parallel_figure.ts";
export type * from "../plots/search/search_slices_figure.ts";
export type {
  InterpretabilityStats,
  SampleStats,
} from "../stages/explaining/interpretability_stats.ts";
export type { MemoryEstimate } from "../stages/memory_estimate.ts";
export type { ExpectedItemsReport } from "../stages/expected_items.ts";
export type { Expected } from "../quantity/volume_forecast.ts";
export type { QualityReport } from "../stages/checking/quality_report.ts";
export type { WeekSplit } from "../stages/split_data.ts";
export type * from "../stages/task_facts.ts";
export type { ChampionChallenger, Contest } from "../stages/training/contest.ts";
export type { CalibrationBin } from "../metrics/calibration_error.ts";
export type { PrecisionRecallPoint } from "../metrics/precision_recall_curve.ts";
export type * from "../stages/training/test_curves.ts";
export type * from "../stages/training/training_results.ts";
export type * from "../stats/ecdf_distance.ts";
export type * from "../stats/kolmogorov_smirnov.ts";
export type { QuantileMethod } from "../stats/quantile.ts";
export type * from "../stats/random.ts";
export type * from "../table/column_table.ts";
export type { TableName } from "../table/contracts/contracts.ts";
export type { EntityQuality } from "../table/entities.ts";
export type { LineQuality } from "../table/line_quality.ts";
export type * from "../table/sales_data.ts";
export type * from "../tuning/parameter_importances.ts";
export type * from "../tuning/search_space.ts";
export type * from "../tuning/trial.ts";
export type { Frame, PlainTable } from "./views.ts";
