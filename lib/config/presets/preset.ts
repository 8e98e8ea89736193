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

/** How a run goes about its work: every choice in which the two presets differ, but for parameters. */
export interface Preset {
  /** What describes a pair: its behaviour up to now, or attributes of customer and product. */
  features: "behavioural" | "static";
  /** Whether features are encoded (winsorized, scaled, one-hot); trees need no such thing. */
  encoded: boolean;
  /**
   * The pairs of a week in `dataset_limpio`: of the customers and products known before that week, or
   * of those known by now.
   */
  pairs: "known_then" | "known_now";
  /** Negatives of a training week: the shares that are kept. */
  sampling: {
    /** Whether pairs that were bought before have a share of their own. */
    byRepeat: boolean;
    repeatRate: number;
    newRate: number;
  };
  /** How settings are searched. */
  search: {
    /** What the search of a forest varies. */
    forest: SearchSpace;
    /** Where it starts, and what it leaves alone. */
    firstForest: ForestSettings;
    /** Trees of a trial where their number is not searched; null: as many as the trial asks for. */
    trialTrees: number | null;
    /** Whether the sampler looks at all settings together: Optuna's default since 5.0. */
    multivariate: boolean;
  };
  /** Whether probabilities are calibrated on the validation weeks. */
  calibrated: boolean;
  /** Whether a new model must be better than the one in use. */
  contest: boolean;
  /** What the model scores: the customers and products that have traded, or the whole catalogue. */
  scores: "traded" | "everything";
  /** How drift is judged. */
  drift: {
    /**
     * `largest_move`: the newest week's purchases, by the largest category move against its usual
     * moves. `any_p_value`: the whole matrix, drift where any variable has p < threshold.
     */
    rule: "largest_move" | "any_p_value";
    /** Whether a model of `max_model_age_weeks` is trained again although nothing drifted. */
    modelsAge: boolean;
  };
}
