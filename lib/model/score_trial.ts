import type { BinnedTable } from "../forest/binning/binned_table.ts";
import { trainGradientBoosting } from "../forest/boosting/gradient_boosting.ts";
import { predictEnsemble } from "../forest/scoring/predict.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import { random } from "../stats/random.ts";
import type { ColumnTable } from "../table/column_table.ts";
import type { BoostingSettings } from "./boosting_settings.ts";
import { boostingOptions } from "./fit_boosting.ts";
import { fitForest, ML_RANDOM_FOREST, type TrainingSet } from "./fit_forest.ts";
import type { ForestSettings } from "../config/presets/preset.ts";

/** The data that the trials of a search share. */
export interface TrialData {
  /** The training rows of a trial. */
  set: TrainingSet;
  /** The rows that it is evaluated on, as inputs of the trees. */
  judged: ColumnTable;
  /** The same rows, binned once; used by boosting only. */
  judgedBins: BinnedTable | null;
  /** Range of the judged rows of each validation week, oldest first. */
  weeks: { start: number; end: number }[];
  seed: number;
  workers: number;
}

/**
 * Called after each week; throwing ends the trial.
 *
 * @param probability of every judged row; rows of later weeks may not have one yet.
 * @param trees number of trees.
 */
export type OnWeek = (probability: Float64Array, trees: number) => void;

/**
 * Fits half of the trees and scores week by week with them. Before the last week it fits the other
 * half and scores all weeks. A pruned trial saves more than half of its time: 30 of 60 trees take
 * .42 CPU-s, and .12 to score a week.
 *
 * Fewer trees would mislead, as they favour large leaves: of 22 settings on the real data, the
 * average precision of the trial had a rank correlation with that of a whole fit of −.1 with 10
 * trees, .2 with 20, .5 with 30 (.6 on the first week alone), .8 with 40, .9 with 50 and .95 with
 * 60.
 */
export async function scoreForestTrial(
  settings: ForestSettings,
  { set, judged, weeks, seed, workers }: TrialData,
  onWeek: OnWeek,
): Promise<void> {
  const trees = set.binned === null
    ? Math.min(settings.n_estimators, ML_RANDOM_FOREST.trees)
    : settings.n_estimators;
  const half = weeks.length > 1 ? Math.ceil(trees / 2) : 0;
  const grow = (n_estimators: number, part: number) =>
    fitForest(set, { ...settings, n_estimators }, {
      seed: random(seed, part).uint32(),
      workers,
    });
  const mean = new Float64Array(judged.length);
  /** Adds the probabilities of some trees for some rows to the mean of all trees. */
  const addScores = async (
    ensemble: TreeEnsemble,
    share: number,
    { start, end }: TrialData["weeks"][0],
  ) => {
    const scores = await predictEnsemble(ensemble, sliceRows(judged, start, end), { workers });
    scores.forEach((value, i) => (mean[start + i]! += share * (value - mean[start + i]!)));
  };
  if (half > 0) {
    const first = await grow(half, 0);
    for (const week of weeks) {
      await addScores(first, 1, week);
      if (week !== weeks.at(-1)) onWeek(mean, half);
    }
  }
  if (half < trees) {
    const rest = await grow(trees - half, 1);
    await addScores(rest, (trees - half) / trees, { start: 0, end: judged.length });
  }
  onWeek(mean, trees);
}

/**
 * Boosts trees: scores all weeks but the last after half of the rounds, and all at the end.
 */
export async function scoreBoostingTrial(
  settings: BoostingSettings,
  { set, judgedBins, weeks, seed, workers }: TrialData,
  onWeek: OnWeek,
): Promise<void> {
  const rounds = settings.n_estimators, half = Math.ceil(rounds / 2);
  let trees = 0;
  await trainGradientBoosting(set.binned!, set.labels, {
    ...boostingOptions(settings),
    seed,
    workers,
    earlyStopping: {
      binned: judgedBins!,
      labels: new Uint8Array(judgedBins!.length),
      patience: Infinity,
      loss(_, logOdds) {
        trees++;
        const judged = trees === rounds ? 1 : trees === half ? weeks.length - 1 : 0;
        if (judged > 0) {
          const probability = logOdds.map((value) => 1 / (1 + Math.exp(-value)));
          for (let week = 0; week < judged; week++) onWeek(probability, trees);
        }
        return -trees;
      },
    },
  });
}

function sliceRows({ columns }: ColumnTable, start: number, end: number): ColumnTable {
  return {
    length: end - start,
    columns: columns.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: column.values.subarray(start, end) }
        : { ...column, codes: column.codes.subarray(start, end) }
    ),
  };
}
