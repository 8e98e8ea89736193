import type { Engine, Preset } from "../config.ts";
import { averagePrecision } from "../evaluation/average_precision.ts";
import { calibrate, fitCalibration } from "../evaluation/calibrate.ts";
import { bestF1Threshold } from "../evaluation/classification.ts";
import { predictionMetrics } from "../evaluation/prediction_metrics.ts";
import { concatRows, type LabelledRows, pickRows, repeatFlags } from "../features/labelled_rows.ts";
import { samplePlaces } from "../features/sample_places.ts";
import { sampleNegatives } from "../features/sample_negatives.ts";
import { correctSampling, type SamplingRates } from "../features/training_rows.ts";
import { predictEnsemble } from "../forest/predict.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { weekName } from "../table/week.ts";
import { fitForest, prepareTraining } from "../tuning/fit_forest.ts";
import { type Model, modelInputs, predictProbability, usedThreshold } from "../tuning/model.ts";
import { bestTrial, randomSearch } from "../tuning/random_search.ts";
import { FIRST_SETTINGS, forestSettings, SEARCH_SPACES } from "../tuning/search_spaces.ts";
import { type TrainingResults, trainingWarnings } from "./training_results.ts";

/** Rows and trees of one trial: enough to tell settings apart, in a fifth of the time of a full fit. */
const TRIAL = { trainingRows: 80_000, validationRows: 120_000, trees: 30 };

export interface TrainInput {
  train: LabelledRows;
  /** Asked for once each, so that two lots of 0.3 GB are never in memory together. */
  val: () => Promise<LabelledRows>;
  test: () => Promise<LabelledRows>;
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

/**
 * Searches settings on training weeks by their average precision on validation weeks, judges the
 * best on test weeks, and refits it on all of them.
 *
 * @returns the refitted model, its results, and warnings.
 */
export async function trainModel(
  { train, val, test, rates }: TrainInput,
  options: TrainOptions,
): Promise<{ model: Model; results: TrainingResults; warnings: string[] }> {
  const { preset, engine, seed, workers, onProgress = () => {} } = options;
  const fitted = await searchAndFit(train, await val(), rates, options);
  const { settings, calibration } = fitted.model.facts;
  const judged = await judge(fitted.model, await test(), options);

  onProgress(0.85, "refitting on all weeks");
  const all = concatRows([train, ...fitted.sampled, ...judged.sampled]);
  const set = prepareTraining(all, { preset, engine });
  const model: Model = {
    ensemble: await fitForest(set, settings, { seed, workers }),
    preprocessing: set.preprocessing,
    facts: { ...fitted.model.facts, ...learnedFrom(all) },
  };
  const results: TrainingResults = {
    preset,
    engine,
    seed,
    search: fitted.search,
    settings,
    decision_threshold: usedThreshold(fitted.model.facts, options.decisionThreshold),
    decision_threshold_from: options.decisionThreshold === "auto"
      ? "best F1 on the validation weeks"
      : "parameter",
    sampling: rates,
    calibration,
    features: model.facts.features,
    train: described(train),
    validation: fitted.validation,
    test: judged.metrics,
    refit: { ...described(all), nodes: model.ensemble.nodes.feature.length },
  };
  return { model, results, warnings: trainingWarnings(results) };
}

/** The search, the best settings fitted on the training weeks, their calibration and threshold. */
async function searchAndFit(
  train: LabelledRows,
  val: LabelledRows,
  rates: SamplingRates,
  { preset, engine, nTrials, decisionThreshold, seed, workers, onProgress = () => {} }:
    TrainOptions,
) {
  const set = prepareTraining(train, { preset, engine });
  const rows = samplePlaces(train.length, TRIAL.trainingRows, seed);
  const judged = pickRows(val, samplePlaces(val.length, TRIAL.validationRows, seed));
  const inputs = modelInputs(set, judged.features);
  const repeat = repeatFlags(judged.features) ?? new Uint8Array(judged.length);
  const trees = Math.min(TRIAL.trees, FIRST_SETTINGS[preset].n_estimators);
  const trials = await randomSearch(
    SEARCH_SPACES[preset],
    async (chosen) => {
      const settings = { ...forestSettings(preset, chosen), n_estimators: trees };
      const ensemble = await fitForest(set, settings, { seed, workers, rows });
      const raw = await predictEnsemble(ensemble, inputs, { workers });
      await releaseMemory();
      return averagePrecision(judged.label, correctSampling(raw, repeat, rates));
    },
    {
      trials: nTrials,
      seed,
      first: startOf(preset),
      onTrial: ({ number, value }) =>
        onProgress(
          0.5 * (number + 1) / nTrials,
          `trial ${number + 1} of ${nTrials}: AP ${value.toFixed(3)}`,
        ),
    },
  );
  const best = bestTrial(trials);
  const settings = forestSettings(preset, best.settings);

  onProgress(0.5, "fitting the best settings on the training weeks");
  const model: Model = {
    ensemble: await fitForest(set, settings, { seed, workers }),
    preprocessing: set.preprocessing,
    facts: {
      preset,
      engine,
      features: train.features.columns.map(({ name }) => name),
      sampling: rates,
      calibration: null,
      decision_threshold: 0.5,
      settings,
      ...learnedFrom(train),
      seed,
    },
  };
  const uncalibrated = await predictProbability(model, val.features, { workers });
  // the original knew no calibration
  if (preset !== "original") {
    const weeks = weeksOf(val).length;
    model.facts.calibration = fitCalibration(val.label, uncalibrated, { weeks });
  }
  const { calibration } = model.facts;
  const probability = calibration ? calibrate(uncalibrated, calibration) : uncalibrated;
  model.facts.decision_threshold = bestF1Threshold(val.label, probability).threshold;
  const search: TrainingResults["search"] = {
    space: SEARCH_SPACES[preset],
    trees,
    training_rows: rows.length,
    validation_rows: judged.length,
    trials: trials.map(({ number, settings, value }) => ({ number, settings, value })),
    best_trial: best.number,
  };
  return {
    model,
    search,
    validation: {
      weeks: described(val).weeks,
      ...predictionMetrics(
        { ...val, probability },
        usedThreshold(model.facts, decisionThreshold),
      ),
    },
    sampled: sampledWeeks(val, rates, seed),
  };
}

/** How good a model is on every pair of some weeks; and rows of them to learn from in the refit. */
async function judge(
  model: Model,
  lot: LabelledRows,
  { decisionThreshold, seed, workers }: TrainOptions,
) {
  const probability = await predictProbability(model, lot.features, { workers });
  return {
    metrics: {
      weeks: described(lot).weeks,
      ...predictionMetrics(
        { ...lot, probability },
        usedThreshold(model.facts, decisionThreshold),
      ),
    },
    sampled: sampledWeeks(lot, model.facts.sampling, seed),
  };
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

function learnedFrom(lot: LabelledRows) {
  const { weeks, rows, purchases } = described(lot);
  return { first_week: weeks[0]!, last_week: weeks.at(-1)!, rows, purchases };
}

function described(lot: LabelledRows) {
  return {
    weeks: weeksOf(lot).map(weekName),
    rows: lot.length,
    purchases: lot.label.reduce((sum, value) => sum + value, 0),
  };
}

function weeksOf(rows: LabelledRows): number[] {
  return [...new Set(rows.week)].sort((a, b) => a - b);
}
