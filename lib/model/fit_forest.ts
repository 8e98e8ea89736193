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
import { joinEnsembles, type TreeEnsemble } from "../forest/tree_ensemble.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { modelInputs } from "./model.ts";
import { rowGroups } from "./row_groups.ts";
import { ALONE, treesUnit, type Unit, type Units } from "./units.ts";
import type { ForestSettings } from "../config/presets/preset.ts";

/** 64 bins per feature lose no average precision against 255, and their histograms are faster. */
const MAX_BINS = 64;

/** Maximum for ml-random-forest: it takes 1.7 s for 10 trees on 1,000 rows of 4 features. */
export const ML_RANDOM_FOREST = { rows: 1_000, trees: 10 };

/** Trees of a unit: two, four and five threads share them equally. */
const UNIT_TREES = 20;

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
  /** Parts of the fit that are stored or shared: none by default. */
  units?: Units;
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
  set: TrainingSet,
  settings: ForestSettings,
  options: FitOptions,
): Promise<TreeEnsemble> {
  const { n_estimators: trees, max_depth, min_samples_leaf } = settings;
  const { seed, units = ALONE } = options;
  if (set.binned === null) {
    return trainMlRandomForest(set.table!, set.labels, {
      trees: Math.min(trees, ML_RANDOM_FOREST.trees),
      maxDepth: max_depth,
      minSamplesLeaf: min_samples_leaf,
      maxRows: ML_RANDOM_FOREST.rows,
      seed,
    }).ensemble;
  }
  const blocks = forestUnits(set, settings, options);
  await units.share(blocks);
  const parts: TreeEnsemble[] = [];
  let next = 0;
  // trees between stored ones grow together, so that threads wait for each other once
  const growTo = async (end: number) => {
    if (end > next) parts.push(await growTrees(set, settings, options, [next, end]));
  };
  for (const [i, block] of blocks.entries()) {
    const stored = units.find(block);
    if (!stored) continue;
    await growTo(i * UNIT_TREES);
    parts.push(stored);
    next = Math.min(trees, (i + 1) * UNIT_TREES);
  }
  await growTo(trees);
  return parts.length === 1 ? parts[0]! : { ...parts[0]!, ...joinEnsembles(parts) };
}

/** Blocks of trees: each tree depends on the seed and its number only. */
export function forestUnits(
  set: TrainingSet,
  settings: ForestSettings,
  options: FitOptions,
): Unit<TreeEnsemble>[] {
  const { n_estimators: trees } = settings;
  if (set.binned === null) return [];
  return Array.from({ length: Math.ceil(trees / UNIT_TREES) }, (_, i) => {
    const begin = i * UNIT_TREES, end = Math.min(trees, begin + UNIT_TREES);
    return treesUnit(
      `random_forest.${begin}-${end}`,
      [settings, options.seed],
      () => growTrees(set, settings, options, [begin, end]),
    );
  });
}

/** The trees of a forest from a number to before another. */
async function growTrees(
  { binned, labels }: TrainingSet,
  settings: ForestSettings,
  { seed, workers, onProgress }: FitOptions,
  [begin, end]: [number, number],
): Promise<TreeEnsemble> {
  return await trainRandomForest(binned!, labels, {
    trees: end - begin,
    firstTree: begin,
    maxDepth: settings.max_depth,
    minSamplesLeaf: settings.min_samples_leaf,
    minSamplesSplit: settings.min_samples_split,
    maxFeatures: settings.max_features,
    maxSamples: settings.max_samples,
    seed,
    workers,
    ...(onProgress ? { onProgress } : {}),
  });
}
