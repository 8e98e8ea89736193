import type { Preset } from "../config/config.ts";
import type { SearchSpace, Settings } from "../tuning/search_space.ts";

/** Settings of a forest, named as in scikit-learn. */
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

/** What the search varies. */
export const SEARCH_SPACES: Record<Preset, SearchSpace> = {
  default: {
    max_depth: { kind: "int", low: 12, high: 20 },
    min_samples_leaf: { kind: "int", low: 10, high: 80, log: true },
    max_features: { kind: "float", low: 0.06, high: 0.3, log: true },
  },
  original: {
    n_estimators: { kind: "int", low: 50, high: 150, step: 50 },
    max_depth: { kind: "int", low: 5, high: 20 },
    min_samples_leaf: { kind: "int", low: 1, high: 10 },
    min_samples_split: { kind: "int", low: 2, high: 20 },
    max_features: { kind: "float", low: 0.1, high: 0.5 },
  },
};

/** Where the search starts, and what it leaves alone. */
export const FIRST_SETTINGS: Record<Preset, ForestSettings> = {
  default: {
    n_estimators: 100,
    max_depth: 14,
    min_samples_leaf: 20,
    min_samples_split: 2,
    max_features: 0.1,
    // trees of a quarter of the rows differ more: as good as all, in a third of the time
    max_samples: 0.25,
  },
  original: {
    n_estimators: 100,
    max_depth: 12,
    min_samples_leaf: 5,
    min_samples_split: 2,
    max_features: 0.2,
    max_samples: 1,
  },
};

/** Full settings from those that a search chose. */
export function forestSettings(preset: Preset, chosen: Settings): ForestSettings {
  return { ...FIRST_SETTINGS[preset], ...chosen };
}
