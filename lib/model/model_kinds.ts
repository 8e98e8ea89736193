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

/** What training must know of a kind of model. */
export interface Learner {
  /** Whether a trial reads the judged rows as bins. */
  judgesBins: boolean;
  space: (preset: PresetName) => SearchSpace;
  /** Where the search starts, and what it leaves alone. */
  first: (preset: PresetName) => ModelSettings;
  /** Full settings from those that a search chose. */
  settings: (preset: PresetName, chosen: Settings) => ModelSettings;
  /** The same with few trees, enough to tell settings apart, unless their number is searched. */
  forTrial: (preset: PresetName, settings: ModelSettings) => ModelSettings;
  /** Grows the trees of a trial and judges them week by week. */
  scoreTrial: (settings: ModelSettings, data: TrialData, onWeek: OnWeek) => Promise<void>;
  /** The settings for the refit, on `growth` times as many rows. */
  forRefit: (settings: ModelSettings, growth: number) => ModelSettings;
  /** @param options.held what may end the fit early; a forest needs no such rows. */
  fit: (
    set: TrainingSet,
    settings: ModelSettings,
    options: FitOptions & { held?: HeldOut },
  ) => Promise<TreeEnsemble>;
}

/** Fewer rounds need longer steps to get as far. */
const TRIAL_BOOSTING = { n_estimators: 60, learning_rate: 0.2 };

/** Both kinds as training sees them. */
export const LEARNERS: Record<ModelKind, Learner> = {
  random_forest: {
    judgesBins: false,
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
    judgesBins: true,
    space: () => BOOSTING_SPACE,
    first: () => FIRST_BOOSTING,
    settings: (_, chosen) => boostingSettings(chosen),
    forTrial: (_, settings) => ({ ...settings, ...TRIAL_BOOSTING }),
    scoreTrial: (settings, data, onWeek) =>
      scoreBoostingTrial(settings as BoostingSettings, data, onWeek),
    // as many rounds more as there are rows: AP .0004 and .0008 above the rounds as they were
    forRefit: (settings, growth) => ({
      ...settings,
      n_estimators: Math.round(settings["n_estimators"]! * growth),
    }),
    fit: (set, settings, options) => fitBoosting(set, settings as BoostingSettings, options),
  },
};

/**
 * The kinds that a run fits, each with its share of the trials: halves, the forest's the larger one,
 * and at least the settings known to do well. ml-random-forest grows forests alone.
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
