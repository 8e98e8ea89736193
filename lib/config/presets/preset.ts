import type { SearchSpace } from "../../tuning/search_space.ts";

/** The name of a preset. */
export type PresetName = "default" | "original";

/** Settings of a random forest, named as in scikit-learn. */
export type ForestSettings = {
  n_estimators: number;
  max_depth: number;
  min_samples_leaf: number;
  min_samples_split: number;
  /** Share of the features that a split may choose from. */
  max_features: number;
  /** Share of the rows that a tree draws. */
  max_samples: number;
};

/** Every choice in which the two presets differ, except parameters. */
export interface Preset {
  /** Features of a pair: its purchases so far, or attributes of customer and product. */
  features: "behavioural" | "static";
  /** Whether features are encoded (winsorized, scaled, one-hot); trees do not need it. */
  encoded: boolean;
  /**
   * The pairs of a week in `dataset_limpio`: customers and products known before that week, or
   * known now.
   */
  pairs: "known_then" | "known_now";
  /** Shares of the negatives of a training week that are kept. */
  sampling: {
    /** Whether repeat pairs have a separate share. */
    byRepeat: boolean;
    repeatRate: number;
    newRate: number;
  };
  /** Hyperparameter search. */
  search: {
    /** Settings that the search of a forest varies. */
    forest: SearchSpace;
    /** Settings of the first trial; those not searched stay fixed. */
    firstForest: ForestSettings;
    /** Trees of a trial if their number is not searched; null: as the trial sets it. */
    trialTrees: number | null;
    /** Whether the sampler models all settings jointly: Optuna's default since 5.0. */
    multivariate: boolean;
  };
  /** Whether probabilities are calibrated on the validation weeks. */
  calibrated: boolean;
  /** Whether a new model is compared with the one in use, and must not be significantly worse. */
  contest: boolean;
  /** Pairs that the model scores: customers and products with purchases, or the whole catalogue. */
  scores: "traded" | "everything";
  /** Whether a doubtful forecast is held; otherwise it is published with a warning. */
  holdsDoubtful: boolean;
  /** Drift decision. */
  drift: {
    /**
     * What is compared, and so by which rule. `purchases`: those of the newest week, by the largest
     * category move against its usual moves. `matrix`: all pairs; drift if any variable has
     * p < threshold.
     */
    compares: "purchases" | "matrix";
    /** Whether a model older than `max_model_age_weeks` is retrained without drift. */
    modelsAge: boolean;
  };
}
