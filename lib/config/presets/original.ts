import type { Preset } from "./preset.ts";

/**
 * The original system, unchanged: 13 attributes, encoders, textbook tests, a new model each time.
 */
export const ORIGINAL: Preset = {
  features: "static",
  encoded: true,
  pairs: "known_now",
  sampling: { byRepeat: false, repeatRate: 1, newRate: 1 },
  search: {
    forest: {
      n_estimators: { kind: "int", low: 50, high: 150, step: 50 },
      max_depth: { kind: "int", low: 5, high: 20 },
      min_samples_leaf: { kind: "int", low: 1, high: 10 },
      min_samples_split: { kind: "int", low: 2, high: 20 },
      max_features: { kind: "float", low: 0.1, high: 0.5 },
    },
    firstForest: {
      n_estimators: 100,
      max_depth: 12,
      min_samples_leaf: 5,
      min_samples_split: 2,
      max_features: 0.2,
      max_samples: 1,
    },
    trialTrees: null,
    multivariate: false,
  },
  calibrated: false,
  contest: false,
  scores: "everything",
  holdsDoubtful: false,
  drift: { compares: "matrix", modelsAge: false },
};
