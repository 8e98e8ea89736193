import { PRESETS } from "../config/presets/presets.ts";
import type { Engine } from "../config/parameters.ts";
import type { PresetName } from "../config/presets/preset.ts";
import { featureGroups, rowsOf, type RowSource } from "../features/pairs/row_source.ts";
import {
  fitPreprocessing,
  ORIGINAL_STEPS,
  type Preprocessing,
  stepsFor,
} from "../features/encoders/preprocessing.ts";
import { binTable } from "../forest/binning/bin_table.ts";
import { joinBinned } from "../forest/binning/join_binned.ts";
import type { BinnedTable } from "../forest/binning/binned_table.ts";
import { trainMlRandomForest } from "../forest/ml_random_forest/ml_random_forest.ts";
import { trainRandomForest } from "../forest/growing/random_forest.ts";
import { pickBinned } from "../forest/binning/bin_layouts.ts";
import { numberGroups } from "../forest/boosting/number_groups.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { modelInputs } from "./model.ts";
import { rowGroups } from "./row_groups.ts";
import type { ForestSettings } from "../config/presets/preset.ts";

/** 64 bins per feature lose no average precision against 255, and their histograms are faster. */
const MAX_BINS = 64;

/** Maximum for ml-random-forest: it takes 1.7 s for 10 trees on 1,000 rows of 4 features. */
export const ML_RANDOM_FOREST = { rows: 1_000, trees: 10 };

/** Training rows, encoded and binned once for any number of fits. */
export interface TrainingSet {
  preprocessing: Preprocessing | null;
  labels: Uint8Array;
  /** Rows of one customer or product in one week; see row_groups.ts. */
  groupings: Uint32Array[];
  /** Input of the engine forest; `null` for ml-random-forest. */
  binned: BinnedTable | null;
  /** Input of ml-random-forest; `null` for the engine forest. */
  table: ColumnTable | null;
}

export interface FitOptions {
  seed: number;
  workers: number;
  onProgress?: (trees: number, of: number) => void;
}

/**
 * Fits the preset's encoders on the rows, applies them, and bins the result. Where there are no
 * encoders, a few features are in memory at a time.
 */
export async function prepareTraining(
  source: RowSource,
  { preset, engine, workers = 1 }: { preset: PresetName; engine: Engine; workers?: number },
): Promise<TrainingSet> {
  const set = { preprocessing: null, labels: source.label, groupings: rowGroups(source) };
  const bin = (table: ColumnTable) => binTable(table, { maxBins: MAX_BINS, workers });
  if (PRESETS[preset].encoded || engine !== "forest") {
    const { features } = await rowsOf(source);
    const preprocessing = PRESETS[preset].encoded
      ? fitPreprocessing(features, stepsFor(features, ORIGINAL_STEPS))
      : null;
    const table = modelInputs({ preprocessing }, features);
    const made = engine === "forest"
      ? { binned: await bin(table), table: null }
      : { binned: null, table };
    return { ...set, preprocessing, ...made };
  }
  const groups: BinnedTable[] = [];
  for await (const group of featureGroups(source)) groups.push(await bin(group));
  return { ...set, binned: joinBinned(groups), table: null };
}

/** The training set of some rows, for any number of fits; ml-random-forest samples by itself. */
export function pickTraining(set: TrainingSet, rows: Int32Array): TrainingSet {
  if (set.binned === null) return set;
  return {
    ...set,
    labels: Uint8Array.from(rows, (row) => set.labels[row]!),
    groupings: set.groupings.map((groups) =>
      numberGroups(Uint32Array.from(rows, (row) => groups[row]!))
    ),
    binned: pickBinned(set.binned, rows),
  };
}

/** Fits a forest with the engine of the training set. */
export async function fitForest(
  { table, labels, binned }: TrainingSet,
  settings: ForestSettings,
  { seed, workers, onProgress }: FitOptions,
): Promise<TreeEnsemble> {
  const { n_estimators, max_depth, min_samples_leaf, min_samples_split } = settings;
  const { max_features, max_samples } = settings;
  if (binned === null) {
    return trainMlRandomForest(table!, labels, {
      trees: Math.min(n_estimators, ML_RANDOM_FOREST.trees),
      maxDepth: max_depth,
      minSamplesLeaf: min_samples_leaf,
      maxRows: ML_RANDOM_FOREST.rows,
      seed,
    }).ensemble;
  }
  return await trainRandomForest(binned, labels, {
    trees: n_estimators,
    maxDepth: max_depth,
    minSamplesLeaf: min_samples_leaf,
    minSamplesSplit: min_samples_split,
    maxFeatures: max_features,
    maxSamples: max_samples,
    seed,
    workers,
    ...(onProgress ? { onProgress } : {}),
  });
}
