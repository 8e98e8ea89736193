import { binLike } from "../forest/bin_like.ts";
import type { BinnedTable } from "../forest/binning.ts";
import { trainGradientBoosting } from "../forest/gradient_boosting.ts";
import { predictEnsemble } from "../forest/predict.ts";
import { random } from "../stats/random.ts";
import type { ColumnTable } from "../table/column_table.ts";
import type { BoostingSettings } from "./boosting_settings.ts";
import { boostingOptions } from "./fit_boosting.ts";
import { fitForest, ML_RANDOM_FOREST, type TrainingSet } from "./fit_forest.ts";
import type { ForestSettings } from "./search_spaces.ts";

/** What the trials of a search share. */
export interface TrialLot {
  set: TrainingSet;
  /** Places of the rows that a trial learns from. */
  rows: Int32Array;
  /** The rows that it is judged on, as the trees read them, and as they are binned. */
  judged: ColumnTable;
  judgedBins: BinnedTable | null;
  /** Parts in which the trees of a trial are grown, about as many in each. */
  parts: number;
  seed: number;
  workers: number;
}

/**
 * The probabilities of the judged rows by the trees so far; throwing ends the trial.
 *
 * @param trees how many there are.
 */
export type OnPart = (probability: Float64Array, trees: number) => void;

/** Trees so far at the end of a part. */
const treesUntil = (part: number, parts: number, trees: number) =>
  Math.round(trees * (part + 1) / parts);

/** Makes the rows of a search ready once, for any number of trials. */
export function trialLot(
  lot: Omit<TrialLot, "judgedBins">,
  { binned }: { binned: boolean },
): TrialLot {
  const { set, judged } = lot;
  return { ...lot, judgedBins: binned ? binLike(set.binned!.features, judged) : null };
}

/** Grows a forest part by part: trees do not know of each other. */
export async function scoreForestTrial(
  settings: ForestSettings,
  { set, rows, judged, parts, seed, workers }: TrialLot,
  onPart: OnPart,
): Promise<void> {
  const wanted = set.binned === null
    ? Math.min(settings.n_estimators, ML_RANDOM_FOREST.trees)
    : settings.n_estimators;
  const mean = new Float64Array(judged.length);
  let trees = 0;
  for (let part = 0; part < parts; part++) {
    const n_estimators = treesUntil(part, parts, wanted) - trees;
    const ensemble = await fitForest(set, { ...settings, n_estimators }, {
      seed: random(seed, part).uint32(),
      workers,
      rows,
    });
    const probability = await predictEnsemble(ensemble, judged, { workers });
    trees += n_estimators;
    const share = n_estimators / trees;
    for (let i = 0; i < mean.length; i++) mean[i]! += share * (probability[i]! - mean[i]!);
    onPart(mean, trees);
  }
}

/** Boosts trees, stopping at the end of each part to be judged. */
export async function scoreBoostingTrial(
  settings: BoostingSettings,
  { set, rows, judgedBins, parts, seed, workers }: TrialLot,
  onPart: OnPart,
): Promise<void> {
  let trees = 0, part = 0;
  await trainGradientBoosting(set.binned!, set.labels, {
    ...boostingOptions(settings),
    seed,
    workers,
    rows,
    earlyStopping: {
      binned: judgedBins!,
      labels: new Uint8Array(judgedBins!.length),
      patience: Infinity,
      loss(_, logOdds) {
        if (++trees === treesUntil(part, parts, settings.n_estimators)) {
          onPart(logOdds.map((value) => 1 / (1 + Math.exp(-value))), trees);
          part++;
        }
        return -trees;
      },
    },
  });
}
