import { roundedAveragePrecision } from "../metrics/rounded_average_precision.ts";
import type { BinnedTable } from "../forest/binning/binned_table.ts";
import { trainGradientBoosting } from "../forest/boosting/gradient_boosting.ts";
import { meanInLogOdds } from "../forest/log_odds.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import { random } from "../stats/random.ts";
import type { BoostingSettings } from "./boosting_settings.ts";
import type { FitOptions, TrainingSet } from "./fit_forest.ts";
import { ALONE, findOrMake, treesUnit, type Unit } from "./units.ts";

/**
 * Boosting stops after this many rounds without a higher average precision. Log loss would stop it
 * too early if the validation weeks have more or fewer purchases than the weeks before: on 2024-W44
 * after 43 rounds, while average precision and log loss of the week itself still improved.
 */
const PATIENCE = 40;

/** Rows for early stopping, sampled like the training rows. */
export interface HeldOut {
  /** A table with the bins of the training set, and its labels. */
  binned: BinnedTable;
  labels: Uint8Array;
  /** The rows of it that are held out, by index; all by default. */
  rows?: Int32Array;
}

/**
 * Fits boosted trees on a training set, `n_bags` times with other seeds, and takes their mean in
 * log-odds. On 2024-W36 to W43 the mean average precision is .6127 with one, .6143 with three;
 * with three a run takes 2.4 times as long as with a forest.
 *
 * @param options.held rows for early stopping by average precision, which sets the rounds of every
 *   fit; without them all `n_estimators` rounds are trained.
 */
export async function fitBoosting(
  set: TrainingSet,
  settings: BoostingSettings,
  options: FitOptions & { held?: HeldOut },
): Promise<TreeEnsemble> {
  const { units = ALONE } = options;
  await units.share(boostingUnits(set, settings, options));
  const first = await findOrMake(units, bagUnit(0, set, settings, options));
  const members = [first], n_estimators = first.offsets.length - 1;
  const others = otherBags(set, { ...settings, n_estimators }, options);
  await units.share(others);
  for (const bag of others) members.push(await findOrMake(units, bag));
  return members.length === 1 ? first : meanInLogOdds(members);
}

/** The fits that can begin at once: all, or only the first if it sets the rounds of the others. */
export function boostingUnits(
  set: TrainingSet,
  settings: BoostingSettings,
  options: FitOptions & { held?: HeldOut },
): Unit<TreeEnsemble>[] {
  const first = bagUnit(0, set, settings, options);
  return options.held ? [first] : [first, ...otherBags(set, settings, options)];
}

function otherBags(
  set: TrainingSet,
  settings: BoostingSettings,
  { held: _, ...options }: FitOptions & { held?: HeldOut },
): Unit<TreeEnsemble>[] {
  return Array.from({ length: settings.n_bags - 1 }, (_, i) => {
    const seed = random(options.seed, i + 1).uint32();
    return bagUnit(i + 1, set, settings, { ...options, seed });
  });
}

function bagUnit(
  bag: number,
  set: TrainingSet,
  settings: BoostingSettings,
  options: FitOptions & { held?: HeldOut },
): Unit<TreeEnsemble> {
  return treesUnit(
    `gradient_boosting.bag-${bag}`,
    [settings, options.seed, options.held !== undefined],
    () => fitOnce(set, settings, options),
  );
}

async function fitOnce(
  { binned, labels, groupings }: TrainingSet,
  settings: BoostingSettings,
  { seed, workers, held, onProgress }: FitOptions & { held?: HeldOut },
): Promise<TreeEnsemble> {
  if (binned === null) throw new RangeError("boosting needs a training set of the engine forest");
  return await trainGradientBoosting(binned, labels, {
    ...boostingOptions(settings),
    groupings,
    seed,
    workers,
    ...(onProgress ? { onProgress } : {}),
    ...(held
      ? {
        earlyStopping: {
          ...held,
          patience: PATIENCE,
          loss: (labels, logOdds) => -roundedAveragePrecision(labels, logOdds),
        },
      }
      : {}),
  });
}

/** Settings under the names of `trainGradientBoosting`. */
export function boostingOptions(settings: BoostingSettings) {
  return {
    rounds: settings.n_estimators,
    learningRate: settings.learning_rate,
    maxDepth: settings.max_depth,
    minChildWeight: settings.min_child_weight,
    l2: settings.reg_lambda,
    subsample: settings.subsample,
    colsample: settings.colsample_bytree,
  };
}
