import { PRESETS } from "../config/presets/presets.ts";
import {
  type Engine,
  type ModelChoice,
  type ModelKind,
  SEARCHED_KINDS,
  type SearchedKind,
} from "../config/parameters.ts";
import { additiveTrees } from "../forest/linear/additive_trees.ts";
import { fitLogisticRegression } from "../forest/linear/logistic_regression.ts";
import { meanInLogOdds } from "../forest/log_odds.ts";
import type { ForestSettings, PresetName } from "../config/presets/preset.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import {
  BOOSTING_SPACE,
  type BoostingSettings,
  boostingSettings,
  FIRST_BOOSTING,
} from "./boosting_settings.ts";
import { boostingUnits, fitBoosting, type HeldOut } from "./fit_boosting.ts";
import { fitForest, type FitOptions, forestUnits, type TrainingSet } from "./fit_forest.ts";
import type { ModelSettings } from "./model.ts";
import {
  type OnWeek,
  scoreBoostingTrial,
  scoreForestTrial,
  type TrialData,
} from "./score_trial.ts";
import { ALONE, findOrMake, treesUnit, type Unit } from "./units.ts";
import type { SearchSpace, Settings } from "../tuning/search_space.ts";

/** Fits one kind of model with given settings. */
export interface Learner {
  /** The settings for the refit, on `growth` times as many rows. */
  forRefit: (settings: ModelSettings, growth: number) => ModelSettings;
  /** @param options.held rows for early stopping; ignored by forests. */
  fit: (
    set: TrainingSet,
    settings: ModelSettings,
    options: FitOptions & { held?: HeldOut },
  ) => Promise<TreeEnsemble>;
  /** The parts of such a fit that do not depend on each other, the longest first. */
  units: (
    set: TrainingSet,
    settings: ModelSettings,
    options: FitOptions & { held?: HeldOut },
  ) => Unit<TreeEnsemble>[];
}

/** Also searches the settings. */
export interface SearchedLearner extends Learner {
  space: (preset: PresetName) => SearchSpace;
  /** The first trial of the search, and the settings that are not searched. */
  first: (preset: PresetName) => ModelSettings;
  /** Full settings from the searched ones. */
  settings: (preset: PresetName, chosen: Settings) => ModelSettings;
  /** The settings with fewer trees for a trial, unless the number of trees is searched. */
  forTrial: (preset: PresetName, settings: ModelSettings) => ModelSettings;
  /** Trains the trees of a trial and evaluates them week by week. */
  scoreTrial: (settings: ModelSettings, data: TrialData, onWeek: OnWeek) => Promise<void>;
}

/** Fewer rounds need a higher learning rate. */
const TRIAL_BOOSTING = { n_estimators: 60, learning_rate: 0.2 };

/** The members of a blend: both searched kinds, and a regression whose one setting is not searched. */
const BLENDED_KINDS = [...SEARCHED_KINDS, "logistic_regression"] as const;
/** A member of a blend. */
export type BlendedKind = (typeof BLENDED_KINDS)[number];

/**
 * Weights of a blend. Means of average precision on 2024-W36 to W43 with fixed settings, and among
 * new pairs: forest .6103 and .083, boosting .6127 and .081, regression .6043 and .084, the first
 * two 1:2 .6137 and .085, all three 1:2:1 .6139 and .089. With 1:2:2 it is .6134 and .090. In a
 * simulated grocery market, where pairs have little history, 1:2 has .259 and 1:2:1 .262 (six weeks).
 */
export const BLEND_WEIGHTS: Record<BlendedKind, number> = {
  random_forest: 1,
  gradient_boosting: 2,
  logistic_regression: 1,
};

/** The learner of each searched kind of model. */
export const SEARCHED_LEARNERS: Record<SearchedKind, SearchedLearner> = {
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
    units: (set, settings, options) => forestUnits(set, settings as ForestSettings, options),
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
    units: (set, settings, options) => boostingUnits(set, settings as BoostingSettings, options),
  },
};

/** The regression of a blend; `C` is the inverse of its penalty. */
export const LOGISTIC_REGRESSION: Learner & { settings: ModelSettings } = {
  settings: { C: 0.01 },
  forRefit: (settings) => settings,
  fit: (set, settings, { units = ALONE }) => findOrMake(units, regressionUnit(set, settings)),
  units: (set, settings) => [regressionUnit(set, settings)],
};

function regressionUnit({ binned, labels }: TrainingSet, { C }: ModelSettings): Unit<TreeEnsemble> {
  return treesUnit("logistic_regression", C, async () => {
    if (binned === null) {
      throw new RangeError("a regression needs a training set of the engine forest");
    }
    const fitted = await fitLogisticRegression(binned, labels, { penalty: 1 / C! });
    return additiveTrees(fitted, binned.features);
  });
}

/** The weighted mean of all members in log-odds. */
export function blend(of: (kind: BlendedKind) => TreeEnsemble): TreeEnsemble {
  return meanInLogOdds(BLENDED_KINDS.map(of), BLENDED_KINDS.map((kind) => BLEND_WEIGHTS[kind]));
}

/** On the real data a bag takes 15 s of one thread, a regression 4, and 20 trees of a forest .8. */
const LONGEST_FIRST: BlendedKind[] = ["gradient_boosting", "logistic_regression", "random_forest"];

const MEMBERS: Record<BlendedKind, Learner> = {
  ...SEARCHED_LEARNERS,
  logistic_regression: LOGISTIC_REGRESSION,
};

/** Fits every member, each with its own settings, and takes their mean. */
const BLEND: Learner = {
  forRefit: (settings, growth) =>
    blendSettings((kind) => MEMBERS[kind].forRefit(settingsOf(kind, settings), growth)),
  units: (set, settings, options) =>
    LONGEST_FIRST.flatMap((kind) => MEMBERS[kind].units(set, settingsOf(kind, settings), options)),
  fit: async (set, settings, options) => {
    await options.units?.share(BLEND.units(set, settings, options));
    const fitted = new Map<BlendedKind, TreeEnsemble>();
    for (const kind of BLENDED_KINDS) {
      fitted.set(kind, await MEMBERS[kind].fit(set, settingsOf(kind, settings), options));
    }
    return blend((kind) => fitted.get(kind)!);
  },
};

/** The learner of each kind of model. */
export const LEARNERS: Record<ModelKind, Learner> = { ...SEARCHED_LEARNERS, blend: BLEND };

/** The settings of a blend: those of each member, under names such as `random_forest.max_depth`. */
export function blendSettings(of: (kind: BlendedKind) => ModelSettings): ModelSettings {
  return Object.fromEntries(
    BLENDED_KINDS.flatMap((kind) =>
      Object.entries(of(kind)).map(([name, value]) => [`${kind}.${name}`, value])
    ),
  );
}

/** The settings of one member, from those of a blend. */
function settingsOf(kind: BlendedKind, settings: ModelSettings): ModelSettings {
  const prefix = `${kind}.`;
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

/**
 * The kinds of model that a run searches, with their trials. Under `best`, each kind gets half of
 * them, rounded up for the forest, and at least one. ml-random-forest fits forests only.
 */
export function kindsToSearch(
  model: ModelChoice,
  engine: Engine,
  trials: number,
): { kind: SearchedKind; trials: number }[] {
  if (engine === "ml-random-forest") return [{ kind: "random_forest", trials }];
  if (model !== "best") return [{ kind: model, trials }];
  const kinds = SEARCHED_KINDS.length;
  return SEARCHED_KINDS.map((kind, i) => ({
    kind,
    trials: Math.max(1, Math.floor((trials + kinds - 1 - i) / kinds)),
  }));
}
