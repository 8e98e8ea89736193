import type { Engine, ModelKind } from "../../config/config.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import type { Calibration } from "../../model/calibrate.ts";
import type { PredictionMetrics } from "../../metrics/prediction_metrics.ts";
import type { SamplingRates } from "../../features/pairs/training_rows.ts";
import { ML_RANDOM_FOREST } from "../../model/fit_forest.ts";
import type { ModelSettings } from "../../model/model.ts";
import type { SearchSpace } from "../../tuning/search_space.ts";
import type { Trial } from "../../tuning/trial.ts";
import type { ChampionChallenger } from "./champion_challenger.ts";

const LEAKAGE_AP = 0.9;

/** A search of settings and its trials. */
export interface SearchResults {
  /** What was varied, and between which bounds. */
  space: SearchSpace;
  /** How settings were chosen. */
  sampler: string;
  /** How trials were ended early. */
  pruner: string;
  /** Trees of the first trial, and training and validation rows of all trials. */
  trees: number;
  /** Rows that each trial learned from. */
  training_rows: number;
  /** Rows that each trial was evaluated on. */
  validation_rows: number;
  /** In the order of their numbers. */
  trials: Trial[];
  /** The number of the best one. */
  best_trial: number;
}

/** Results of a kind of model before the test weeks. */
export interface CandidateResults {
  /** The kind of model. */
  model: ModelKind;
  /** How its settings were found. */
  search: SearchResults;
  /** For boosting with the number of rounds after early stopping. */
  settings: ModelSettings;
  /** Null where the preset does not calibrate. */
  calibration: Calibration | null;
  /** Measured on the validation weeks. */
  validation: { weeks: string[] } & PredictionMetrics;
}

/** The content of `training_results.json`. */
export interface TrainingResults extends CandidateResults {
  /** The preset of the run. */
  preset: PresetName;
  /** What grew its trees. */
  engine: Engine;
  /** Of all random choices. */
  seed: number;
  /** The kinds of model that were not chosen on the validation weeks. */
  alternatives: CandidateResults[];
  /** Pairs with a higher probability are predicted. */
  decision_threshold: number;
  /** Where the threshold comes from. */
  decision_threshold_from: "best F1 on the validation weeks" | "parameter";
  /** Shares of the negatives that the model learned from. */
  sampling: SamplingRates;
  /** Their names, in the order of the model. */
  features: string[];
  /** The training weeks and their rows. */
  train: { weeks: string[]; rows: number; purchases: number };
  /** Measured on the test weeks. */
  test: { weeks: string[] } & PredictionMetrics;
  /** The model that predicts: the settings above, trained on all included weeks. */
  refit: { weeks: string[]; rows: number; purchases: number; nodes: number };
  /** Comparison with the model in use; null if there is none that fits. */
  champion_challenger: ChampionChallenger | null;
}

/** Warnings about the results. */
export function trainingWarnings({ test, engine, refit }: TrainingResults): string[] {
  const warnings: string[] = [];
  if (test.average_precision > LEAKAGE_AP) {
    warnings.push(
      `test average precision ${test.average_precision.toFixed(3)} is implausibly high ` +
        `(above ${LEAKAGE_AP}): look for a feature that contains data of the predicted week`,
    );
  }
  if (engine === "ml-random-forest") {
    warnings.push(
      `ml-random-forest trained at most ${ML_RANDOM_FOREST.trees} trees on ${
        Math.min(refit.rows, ML_RANDOM_FOREST.rows)
      } of the ${refit.rows} rows: its time grows faster than the square of the rows`,
    );
  }
  return warnings;
}
