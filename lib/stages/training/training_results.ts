import type { Engine, ModelKind, SearchedKind } from "../../config/parameters.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import type { Calibration } from "../../model/calibrate.ts";
import type { PredictionMetrics } from "../../metrics/prediction_metrics.ts";
import type { SamplingRates } from "../../features/pairs/sampling_rates.ts";
import type { ModelSettings } from "../../model/model.ts";
import type { SearchSpace } from "../../tuning/search_space.ts";
import type { Trial } from "../../tuning/trial.ts";
import type { ChampionChallenger } from "./contest.ts";
import type { TestCurves } from "./test_curves.ts";

/** A search of settings and its trials. */
export interface SearchResults {
  /** The kind of model; in the results of a blend the better one of its kinds. */
  model: SearchedKind;
  /** Searched settings and their bounds. */
  space: SearchSpace;
  /** Name of the sampler of settings. */
  sampler: string;
  /** Name of the pruner of trials. */
  pruner: string;
  /** Trees of the first trial, and training and validation rows of all trials. */
  trees: number;
  /** Training rows of each trial. */
  training_rows: number;
  /** Validation rows of each trial. */
  validation_rows: number;
  /** Sorted by number. */
  trials: Trial[];
  /** Number of the best trial. */
  best_trial: number;
}

/** Results of a kind of model before the test weeks. */
export interface CandidateResults {
  /** The kind of model. */
  model: ModelKind;
  /** The search of its settings. */
  search: SearchResults;
  /** For boosting with the number of rounds after early stopping. */
  settings: ModelSettings;
  /** Null if the preset does not calibrate. */
  calibration: Calibration | null;
  /** Measured on the validation weeks. */
  validation: { weeks: string[] } & PredictionMetrics;
}

/** The content of `training_results.json`. */
export interface TrainingResults extends CandidateResults {
  /** The preset of the run. */
  preset: PresetName;
  /** Engine that trained the trees. */
  engine: Engine;
  /** Seed of all random choices. */
  seed: number;
  /** The kinds of model that were not chosen on the validation weeks. */
  alternatives: CandidateResults[];
  /** Pairs with a higher probability are predicted. */
  decision_threshold: number;
  /** Origin of the threshold. */
  decision_threshold_from: "best F1 on the validation weeks" | "parameter";
  /** Shares of the negatives in the training rows. */
  sampling: SamplingRates;
  /** Names of the features, in the order of the model. */
  features: string[];
  /** The training weeks and their rows. */
  train: { weeks: string[]; rows: number; purchases: number };
  /** Measured on the test weeks. */
  test: { weeks: string[] } & PredictionMetrics;
  /** Measured on the test weeks. Results of older versions omit this field. */
  curves?: TestCurves;
  /** The model that predicts: the settings above, trained on all included weeks. */
  refit: { weeks: string[]; rows: number; purchases: number; nodes: number };
  /** Comparison with the model in use; null if there is none that fits. */
  champion_challenger: ChampionChallenger | null;
}
