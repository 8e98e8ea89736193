import type { SearchSpace, Settings } from "../tuning/search_space.ts";

/** Settings of boosting, named as in XGBoost. */
export type BoostingSettings = {
  /** Rounds, at most where validation weeks end them. */
  n_estimators: number;
  learning_rate: number;
  max_depth: number;
  min_child_weight: number;
  reg_lambda: number;
  /** Share of the rows that a tree draws. */
  subsample: number;
  /** Share of the features that a tree draws. */
  colsample_bytree: number;
};

/**
 * What the search varies, around what is known to do well: the few rounds of a trial like trees that
 * learn faster than is good for many. For the same reason the learning rate and the share of features
 * are not searched.
 */
export const BOOSTING_SPACE: SearchSpace = {
  max_depth: { kind: "int", low: 5, high: 7 },
  min_child_weight: { kind: "int", low: 10, high: 60, log: true },
  reg_lambda: { kind: "float", low: 2, high: 20, log: true },
};

/** Where the search starts, and what it leaves alone. */
export const FIRST_BOOSTING: BoostingSettings = {
  n_estimators: 400,
  learning_rate: 0.07,
  max_depth: 6,
  min_child_weight: 20,
  reg_lambda: 5,
  subsample: 0.7,
  colsample_bytree: 0.3,
};

/** Full settings from those that a search chose. */
export function boostingSettings(chosen: Settings): BoostingSettings {
  return { ...FIRST_BOOSTING, ...chosen };
}
