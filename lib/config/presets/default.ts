import type { Preset } from "./preset.ts";

/** The choices that measure best on the real data. */
export const DEFAULT: Preset = {
  features: "behavioural",
  encoded: false,
  pairs: "known_then",
  // measured: see SamplingRates
  sampling: { byRepeat: true, repeatRate: 1, newRate: 0.15 },
  search: {
    forest: {
      max_depth: { kind: "int", low: 12, high: 20 },
      min_samples_leaf: { kind: "int", low: 10, high: 80, log: true },
      // more than .15 takes longer for nothing: on 2024-W36 to W43 .15 and .25 have .6096 and .6094
      max_features: { kind: "float", low: 0.06, high: 0.15, log: true },
    },
    firstForest: {
      n_estimators: 100,
      max_depth: 14,
      min_samples_leaf: 20,
      min_samples_split: 2,
      max_features: 0.1,
      // a quarter of the rows makes trees more diverse: same quality as all rows, a third of the
      // time
      max_samples: 0.25,
    },
    trialTrees: 60,
    multivariate: true,
  },
  calibrated: true,
  contest: true,
  scores: "traded",
  holdsDoubtful: true,
  drift: { compares: "purchases", modelsAge: true },
};
