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

/** What was searched, how, and what was found. */
export interface SearchResults {
  space: SearchSpace;
  sampler: string;
  pruner: string;
  /** Trees of the first trial, and rows that all learn from and are judged on. */
  trees: number;
  training_rows: number;
  validation_rows: number;
  trials: Trial[];
  best_trial: number;
}

/** What is known of a kind of model before the test weeks. */
export interface CandidateResults {
  model: ModelKind;
  search: SearchResults;
  /** Of boosting with the rounds that the validation weeks ended. */
  settings: ModelSettings;
  calibration: Calibration | null;
  validation: { weeks: string[] } & PredictionMetrics;
}

/** What `training_results.json` holds. */
export interface TrainingResults extends CandidateResults {
  preset: PresetName;
  engine: Engine;
  seed: number;
  /** The kinds of model that the validation weeks did not choose. */
  alternatives: CandidateResults[];
  decision_threshold: number;
  decision_threshold_from: "best F1 on the validation weeks" | "parameter";
  sampling: SamplingRates;
  features: string[];
  train: { weeks: string[]; rows: number; purchases: number };
  test: { weeks: string[] } & PredictionMetrics;
  /** The model that predicts: the settings above, learned from all included weeks. */
  refit: { weeks: string[]; rows: number; purchases: number; nodes: number };
  /** This model against the one in use before; null where there was none that fits. */
  champion_challenger: ChampionChallenger | null;
}

/** What a person should know of the results. */
export function trainingWarnings({ test, engine, refit }: TrainingResults): string[] {
  const warnings: string[] = [];
  if (test.average_precision > LEAKAGE_AP) {
    warnings.push(
      `test average precision ${test.average_precision.toFixed(3)} is too good to be true ` +
        `(above ${LEAKAGE_AP}): look for a feature that knows the week it predicts`,
    );
  }
  if (engine === "ml-random-forest") {
    warnings.push(
      `ml-random-forest grew at most ${ML_RANDOM_FOREST.trees} trees on ${
        Math.min(refit.rows, ML_RANDOM_FOREST.rows)
      } of the ${refit.rows} rows: its time grows faster than their square`,
    );
  }
  return warnings;
}
