/**
 * SodAI forecasts which shop will buy which product in the coming week. This is its public surface: the
 * pipeline and its parts, as plain functions over plain data.
 *
 * ```ts
 * import { averagePrecision, BASELINES, fullCatalogue, purchased, simulatedSales } from "./mod.ts";
 * import { weeklyPurchases } from "./mod.ts";
 * import assert from "node:assert/strict";
 *
 * const sales = simulatedSales({ customers: 30, products: 12, weeks: 10 });
 * const pairs = fullCatalogue(sales);
 * // how well do past weeks foretell the last complete one?
 * const week = sales.predictedWeek - 1;
 * const label = purchased(weeklyPurchases(sales.lines), week, pairs);
 * assert.ok(averagePrecision(label, BASELINES.decay({ ...sales, predictedWeek: week }, pairs)) > 0.3);
 * ```
 *
 * @module
 */

// the pipeline
export { type GivenParameters, resolveConfig } from "./config/config.ts";
export {
  type Config,
  type Engine,
  type ModelChoice,
  type ModelKind,
  type ParameterName,
  PARAMETERS,
} from "./config/parameters.ts";
export type { Parameter } from "./config/parameter.ts";
export type { ForestSettings, Preset, PresetName } from "./config/presets/preset.ts";
export { PRESETS } from "./config/presets/presets.ts";
export { type PipelineOptions, runPipeline } from "./pipeline/run_pipeline.ts";
export type { Reporter, RunEvent } from "./dag/reporter.ts";
export type { RunResult } from "./dag/run_dag.ts";
export type { Output } from "./dag/runs/publish.ts";
export type {
  Facts,
  RunHeader,
  RunRecord,
  RunState,
  RunWarning,
  TaskRecord,
} from "./dag/runs/run_record.ts";
export type { Retry } from "./dag/tries/retry.ts";
export type { TaskState } from "./dag/task.ts";
export { UserError } from "./user_error.ts";

// the tables
export type { Entities, OrderLines, SalesData, WeeklyPurchases } from "./table/sales_data.ts";
export type {
  CategoricalColumn,
  Column,
  ColumnTable,
  NumericColumn,
} from "./table/column_table.ts";
export type { Id, Ids } from "./table/ids.ts";
export { parseWeek, weekName } from "./table/time/week.ts";
export type { SimulatedDrift } from "./simulator/forces.ts";
export type { SimulatorOptions } from "./simulator/simulator.ts";
export { simulatedSales } from "./simulator/simulated_sales.ts";
export { writeSimulation } from "./simulator/write_simulation.ts";

// features and labels
export { type Feature, FEATURES } from "./features/behavioural/behavioural_features.ts";
export { type FeatureSource, featureSource } from "./features/feature_source.ts";
export type { Pairs } from "./features/pairs/cross.ts";
export { fullCatalogue, knownUniverse } from "./features/pairs/known_universe.ts";
export { purchased } from "./features/pairs/purchased.ts";
export { correctPrior } from "./features/pairs/sampling_rates.ts";
export { weeklyPurchases } from "./features/purchases/weekly_purchases.ts";
export { splitWeeks, type WeekSplit } from "./stages/split_data.ts";

// trees
export type { BinLayout, BinnedFeature, BinnedTable } from "./forest/binning/binned_table.ts";
export { binTable } from "./forest/binning/bin_table.ts";
export {
  type GradientBoostingOptions,
  trainGradientBoosting,
} from "./forest/boosting/gradient_boosting.ts";
export { type Explanation, treeShap } from "./forest/explaining/tree_shap.ts";
export {
  type RandomForest,
  type RandomForestOptions,
  trainRandomForest,
} from "./forest/growing/random_forest.ts";
export type { EdgeIndex } from "./forest/binning/edge_index.ts";
export type { CodeColumn } from "./forest/scoring/code_columns.ts";
export type { CompactTrees } from "./forest/scoring/compact_trees.ts";
export { predictEnsemble, type ScoringCache } from "./forest/scoring/predict.ts";
export type { EnsembleFeature, TreeEnsemble, TreeNodes } from "./forest/tree_ensemble.ts";

// search
export { medianPruner } from "./tuning/median_pruner.ts";
export type { Choice, NumberRange, SearchSpace, Settings } from "./tuning/search_space.ts";
export type { Pruner, Reported, Sampler, Trial, TrialState } from "./tuning/trial.ts";
export {
  optimize,
  type Outcome,
  type PlannedTrial,
  type RunningTrial,
  type StudyOptions,
  type StudyRecord,
} from "./tuning/study.ts";
export { type TpeOptions, tpeSampler } from "./tuning/tpe_sampler.ts";

// metrics, baselines and statistics
export { type Baseline, BASELINES } from "./evaluation/baselines.ts";
export { averagePrecision } from "./metrics/average_precision.ts";
export { type Adjustment, adjustPValues } from "./stats/adjust_p_values.ts";
export { type ChiSquareContingency, chiSquareContingency } from "./stats/chi_square_contingency.ts";
export { type KolmogorovSmirnov, ksTwoSample } from "./stats/kolmogorov_smirnov.ts";
export { populationStabilityIndex } from "./stats/population_stability_index.ts";
export { type Random, random } from "./stats/random.ts";

// drift
export {
  type CategoryMove,
  type GivenCounts,
  type LargestCategoryMove,
  largestCategoryMove,
  type WeeklyCounts,
} from "./drift/measure/largest_category_move.ts";
export type { UsualMove, WeekSpan, Windows } from "./drift/measure/usual_move.ts";
export {
  type ClusteredPurchases,
  type ClusterPValue,
  withinCustomerPermutation,
} from "./drift/measure/within_customer_permutation.ts";
