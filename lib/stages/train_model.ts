import type { Engine, Preset } from "../config.ts";
import { averagePrecision } from "../evaluation/average_precision.ts";
import {
  calibrate,
  type Calibration,
  fitCalibration,
  NO_CALIBRATION,
} from "../evaluation/calibrate.ts";
import { bestF1Threshold } from "../evaluation/classification.ts";
import { type PredictionMetrics, predictionMetrics } from "../evaluation/prediction_metrics.ts";
import { concatRows, type LabelledRows, pickRows, repeatFlags } from "../features/labelled_rows.ts";
import { samplePlaces } from "../features/sample_places.ts";
import { sampleNegatives } from "../features/sample_negatives.ts";
import { correctSampling, type SamplingRates } from "../features/training_rows.ts";
import { predictEnsemble } from "../forest/predict.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { weekName } from "../table/week.ts";
import { fitForest, prepareTraining } from "../tuning/fit_forest.ts";
import { type Model, type ModelFacts, modelInputs, predictProbability } from "../tuning/model.ts";
import { bestTrial, randomSearch, type Trial } from "../tuning/random_search.ts";
import type { SearchSpace } from "../tuning/search_space.ts";
import {
  FIRST_SETTINGS,
  type ForestSettings,
  forestSettings,
  SEARCH_SPACES,
} from "../tuning/search_spaces.ts";

/** Rows and trees of one trial: enough to tell settings apart, a fifth of the time of a full fit. */
const TRIAL = { trainingRows: 100_000, validationRows: 200_000, trees: 40 };
const LEAKAGE_AP = 0.9;

export interface TrainInput {
  train: LabelledRows;
  val: LabelledRows;
  test: LabelledRows;
  /** Shares of the negatives of each training week that `train` holds. */
  rates: SamplingRates;
}

export interface TrainOptions {
  preset: Preset;
  engine: Engine;
  nTrials: number;
  decisionThreshold: "auto" | number;
  seed: number;
  workers: number;
  onProgress?: (fraction: number, text: string) => void;
}

/** What `training_results.json` holds. */
export interface TrainingResults {
  preset: Preset;
  engine: Engine;
  seed: number;
  search: {
    space: SearchSpace;
    trees: number;
    training_rows: number;
    validation_rows: number;
    trials: Omit<Trial, "duration_ms">[];
    best_trial: number;
  };
  settings: ForestSettings;
  decision_threshold: number;
  decision_threshold_from: "best F1 on the validation weeks" | "parameter";
  sampling: SamplingRates;
  calibration: Calibration;
  features: string[];
  train: { weeks: string[]; rows: number; purchases: number };
  validation: { weeks: string[] } & PredictionMetrics;
  test: { weeks: string[] } & PredictionMetrics;
  /** The model that predicts: the settings above, learned from all included weeks. */
  refit: { weeks: string[]; rows: number; purchases: number; nodes: number };
}

/**
 * Searches settings on training weeks by their average precision on validation weeks, judges the
 * best on test weeks, and refits it on all of them.
 *
 * @returns the refitted model, its results, and warnings.
 */
export async function trainModel(
  { train, val, test, rates }: TrainInput,
  { preset, engine, nTrials, decisionThreshold, seed, workers, onProgress = () => {} }:
    TrainOptions,
): Promise<{ model: Model; results: TrainingResults; warnings: string[] }> {
  const set = prepareTraining(train, { preset, engine });
  const rows = samplePlaces(train.length, TRIAL.trainingRows, seed);
  const judged = pickRows(val, samplePlaces(val.length, TRIAL.validationRows, seed));
  const judgedInputs = modelInputs(set, judged.features);
  const judgedRepeat = repeatFlags(judged.features) ?? new Uint8Array(judged.length);
  const trialTrees = Math.min(TRIAL.trees, FIRST_SETTINGS[preset].n_estimators);
  const trials = await randomSearch(
    SEARCH_SPACES[preset],
    async (chosen) => {
      const settings = { ...forestSettings(preset, chosen), n_estimators: trialTrees };
      const ensemble = await fitForest(set, settings, { seed, workers, rows });
      const raw = await predictEnsemble(ensemble, judgedInputs, { workers });
      await releaseMemory();
      return averagePrecision(judged.label, correctSampling(raw, judgedRepeat, rates));
    },
    {
      trials: nTrials,
      seed,
      first: startOf(preset),
      onTrial: ({ number, value }) =>
        onProgress(
          0.7 * (number + 1) / nTrials,
          `trial ${number + 1} of ${nTrials}: AP ${value.toFixed(3)}`,
        ),
    },
  );
  const best = bestTrial(trials);
  const settings = forestSettings(preset, best.settings);

  onProgress(0.7, "fitting the best settings on the training weeks");
  const facts = (lot: LabelledRows, threshold: number, calibration: Calibration): ModelFacts => ({
    preset,
    engine,
    features: lot.features.columns.map(({ name }) => name),
    sampling: rates,
    calibration,
    decision_threshold: threshold,
    settings,
    first_week: weekName(Math.min(...weeksOf(lot))),
    last_week: weekName(Math.max(...weeksOf(lot))),
    rows: lot.length,
    purchases: purchasesOf(lot),
    seed,
  });
  const fitted: Model = {
    ensemble: await fitForest(set, settings, { seed, workers }),
    preprocessing: set.preprocessing,
    facts: facts(train, 0.5, NO_CALIBRATION),
  };
  const uncalibrated = await predictProbability(fitted, val.features, { workers });
  // the original preset knows no calibration
  const calibration = preset === "original"
    ? NO_CALIBRATION
    : fitCalibration(val.label, uncalibrated);
  const valProbability = calibrate(uncalibrated, calibration);
  fitted.facts = facts(train, 0.5, calibration);
  const threshold = decisionThreshold === "auto"
    ? bestF1Threshold(val.label, valProbability).threshold
    : decisionThreshold;
  const validation = predictionMetrics({ ...val, probability: valProbability }, threshold);
  const testProbability = await predictProbability(fitted, test.features, { workers });
  const tested = predictionMetrics({ ...test, probability: testProbability }, threshold);

  onProgress(0.85, "refitting on all weeks");
  const all = concatRows([
    train,
    ...[val, test].flatMap((lot) => sampledWeeks(lot, rates, seed)),
  ]);
  const allSet = prepareTraining(all, { preset, engine });
  const model: Model = {
    ensemble: await fitForest(allSet, settings, { seed, workers }),
    preprocessing: allSet.preprocessing,
    facts: facts(all, threshold, calibration),
  };
  const results: TrainingResults = {
    preset,
    engine,
    seed,
    search: {
      space: SEARCH_SPACES[preset],
      trees: trialTrees,
      training_rows: rows.length,
      validation_rows: judged.length,
      trials: trials.map(({ number, settings, value }) => ({ number, settings, value })),
      best_trial: best.number,
    },
    settings,
    decision_threshold: threshold,
    decision_threshold_from: decisionThreshold === "auto"
      ? "best F1 on the validation weeks"
      : "parameter",
    sampling: rates,
    calibration,
    features: model.facts.features,
    train: { weeks: weekNames(train), rows: train.length, purchases: purchasesOf(train) },
    validation: { weeks: weekNames(val), ...validation },
    test: { weeks: weekNames(test), ...tested },
    refit: {
      weeks: weekNames(all),
      rows: all.length,
      purchases: purchasesOf(all),
      nodes: model.ensemble.nodes.feature.length,
    },
  };
  return { model, results, warnings: warningsOf(results) };
}

/** The weeks of a lot with every pair, thinned as the training weeks were. */
function sampledWeeks(lot: LabelledRows, rates: SamplingRates, seed: number): LabelledRows[] {
  return weeksOf(lot).map((week) => {
    // a lot is sorted by week
    const start = lot.week.indexOf(week), end = lot.week.lastIndexOf(week) + 1;
    const places = sampleNegatives(
      lot.label.subarray(start, end),
      repeatFlags(lot.features)?.subarray(start, end),
      { ...rates, seed, week },
    );
    return pickRows(lot, places.map((place) => start + place));
  });
}

function startOf(preset: Preset): Record<string, number> {
  const first = FIRST_SETTINGS[preset] as unknown as Record<string, number>;
  return Object.fromEntries(Object.keys(SEARCH_SPACES[preset]).map((name) => [name, first[name]!]));
}

function warningsOf({ test, engine, refit }: TrainingResults): string[] {
  const warnings: string[] = [];
  if (test.average_precision > LEAKAGE_AP) {
    warnings.push(
      `test average precision ${test.average_precision.toFixed(3)} is too good to be true ` +
        `(above ${LEAKAGE_AP}): look for a feature that knows the week it predicts`,
    );
  }
  if (engine === "ml-random-forest") {
    warnings.push(
      `ml-random-forest learned from a sample of the ${refit.rows} rows: its time grows faster ` +
        "than their square",
    );
  }
  return warnings;
}

function weeksOf(rows: LabelledRows): number[] {
  return [...new Set(rows.week)].sort((a, b) => a - b);
}

function weekNames(rows: LabelledRows): string[] {
  return weeksOf(rows).map(weekName);
}

function purchasesOf(rows: LabelledRows): number {
  return rows.label.reduce((sum, value) => sum + value, 0);
}
