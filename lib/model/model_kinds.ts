import { PRESETS } from "../config/presets/presets.ts";
import { type Engine, MODEL_KINDS, type ModelChoice, type ModelKind } from "../config/config.ts";
import type { ForestSettings, PresetName } from "../config/presets/preset.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import {
  BOOSTING_SPACE,
  type BoostingSettings,
  boostingSettings,
  FIRST_BOOSTING,
} from "./boosting_settings.ts";
import { fitBoosting, type HeldOut } from "./fit_boosting.ts";
import { fitForest, type FitOptions, type TrainingSet } from "./fit_forest.ts";
import type { ModelSettings } from "./model.ts";
import {
  type OnWeek,
  scoreBoostingTrial,
  scoreForestTrial,
  type TrialData,
} from "./score_trial.ts";
import type { SearchSpace, Settings } from "../tuning/search_space.ts";

/** The operations of training for one kind of model. */
export interface Learner {
  space: (preset: PresetName) => SearchSpace;
  /** The first trial of the search, and the settings that are not searched. */
  first: (preset: PresetName) => ModelSettings;
  /** Full settings from the searched ones. */
  settings: (preset: PresetName, chosen: Settings) => ModelSettings;
  /** The settings with fewer trees for a trial, unless the number of trees is searched. */
  forTrial: (preset: PresetName, settings: ModelSettings) => ModelSettings;
  /** Trains the trees of a trial and evaluates them week by week. */
  scoreTrial: (settings: ModelSettings, data: TrialData, onWeek: OnWeek) => Promise<void>;
  /** The settings for the refit, on `growth` times as many rows. */
  forRefit: (settings: ModelSettings, growth: number) => ModelSettings;
  /** @param options.held rows for early stopping; ignored by forests. */
  fit: (
    set: TrainingSet,
    settings: ModelSettings,
    options: FitOptions & { held?: HeldOut },
  ) => Promise<TreeEnsemble>;
}

/** Fewer rounds need a higher learning rate. */
const TRIAL_BOOSTING = { n_estimators: 60, learning_rate: 0.2 };

/** The learner of each kind of model. */
export const LEARNERS: Record<ModelKind, Learner> = {
  random_forest: {
    space: (preset) => PRESETS[preset].search.forest,
    first: (preset) => PRESETS[preset].search.firstForest,
    settings: (preset, chosen) =>
      ({ ...PRESETS[preset].search.firstForest, ...chosen }) as ForestSettings,
    forTrial: (preset, settings) => {
      const { trialTrees } = PRESETS[preset].search;
      return trialTrees === null ? settings : { ...settings, n_estimators: trialTrees };
    },
    scoreTrial: (settings, data, onWeek) =>
      scoreForestTrial(settings as ForestSettings, data, onWeek),
    forRefit: (settings) => settings,
    fit: (set, settings, { held: _, ...options }) =>
      fitForest(set, settings as ForestSettings, options),
  },
  gradient_boosting: {
    space: () => BOOSTING_SPACE,
    first: () => FIRST_BOOSTING,
    settings: (_, chosen) => boostingSettings(chosen),
    forTrial: (_, settings) => ({ ...settings, ...TRIAL_BOOSTING }),
    scoreTrial: (settings, data, onWeek) =>
      scoreBoostingTrial(settings as BoostingSettings, data, onWeek),
    // rounds grow with the rows: AP is .0004 and .0008 higher than with unchanged rounds
    forRefit: (settings, growth) => ({
      ...settings,
      n_estimators: Math.round(settings["n_estimators"]! * growth),
    }),
    fit: (set, settings, options) => fitBoosting(set, settings as BoostingSettings, options),
  },
};

/**
 * The kinds of model that a run fits, with their trials. Under `best`, each kind gets half of them,
 * rounded up for the forest, and at least one. ml-random-forest fits forests only.
 */
export function kindsToFit(
  model: ModelChoice,
  engine: Engine,
  trials: number,
): { kind: ModelKind; trials: number }[] {
  if (engine === "ml-random-forest") return [{ kind: "random_forest", trials }];
  if (model !== "best") return [{ kind: model, trials }];
  const kinds = MODEL_KINDS.length;
  return MODEL_KINDS.map((kind, i) => ({
    kind,
    trials: Math.max(1, Math.floor((trials + kinds - 1 - i) / kinds)),
  }));
}
