import type { ModelKind } from "../config.ts";
import { averagePrecision } from "../evaluation/average_precision.ts";
import { calibrate, fitCalibration } from "../evaluation/calibrate.ts";
import { bestF1Threshold } from "../evaluation/classification.ts";
import { predictionMetrics } from "../evaluation/prediction_metrics.ts";
import { concatRows, type LabelledRows, pickRows, repeatFlags } from "../features/labelled_rows.ts";
import { samplePlaces } from "../features/sample_places.ts";
import { correctSampling, type SamplingRates } from "../features/training_rows.ts";
import { predictEnsemble } from "../forest/predict.ts";
import { releaseMemory } from "../table/release_memory.ts";
import type { TrainingSet } from "../tuning/fit_forest.ts";
import {
  type Model,
  modelInputs,
  type ModelSettings,
  predictProbability,
  usedThreshold,
} from "../tuning/model.ts";
import { LEARNERS } from "../tuning/model_kinds.ts";
import { bestTrial, randomSearch } from "../tuning/random_search.ts";
import { learnedFrom, weekNames, weeksOf } from "./learned_from.ts";
import type { TrainOptions } from "./train_options.ts";
import type { CandidateResults } from "./training_results.ts";

/** Rows of one trial: enough to tell settings apart. */
const TRIAL = { trainingRows: 80_000, validationRows: 120_000 };

/** What every kind of model learns from and is chosen by. */
export interface CandidateInput {
  train: LabelledRows;
  /** `train` made ready. */
  set: TrainingSet;
  /** Every pair of the validation weeks. */
  val: LabelledRows;
  /** Rows of the validation weeks, thinned as the training weeks were. */
  sampled: LabelledRows[];
  rates: SamplingRates;
}

/** A model of the training weeks, and how the validation weeks see it. */
export interface Candidate {
  model: Model;
  results: CandidateResults;
}

/** Searches the settings of a kind of model, fits the best, calibrates it and sets its threshold. */
export async function fitCandidate(
  kind: ModelKind,
  input: CandidateInput,
  options: TrainOptions,
): Promise<Candidate> {
  const { train, set, val, sampled, rates } = input;
  const { preset, engine, decisionThreshold, seed, workers, onProgress = () => {} } = options;
  const learner = LEARNERS[kind];
  const { settings: chosen, search } = await searchSettings(kind, input, options);

  onProgress(0.6, "fitting the best settings on the training weeks");
  const held = concatRows(sampled);
  const ensemble = await learner.fit(set, chosen, {
    seed,
    workers,
    held: { table: modelInputs(set, held.features), labels: held.label },
  });
  const settings = { ...chosen, n_estimators: ensemble.offsets.length - 1 };
  const model: Model = {
    ensemble,
    preprocessing: set.preprocessing,
    facts: {
      preset,
      model: kind,
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
  const metrics = predictionMetrics(
    { ...val, probability },
    usedThreshold(model.facts, decisionThreshold),
  );
  const validation = { weeks: weekNames(val), ...metrics };
  return { model, results: { model: kind, search, settings, calibration, validation } };
}

/** The settings with the highest average precision on validation rows: the one place that searches. */
async function searchSettings(
  kind: ModelKind,
  { train, set, val, rates }: CandidateInput,
  { preset, nTrials, seed, workers, onProgress = () => {} }: TrainOptions,
): Promise<{ settings: ModelSettings; search: CandidateResults["search"] }> {
  const learner = LEARNERS[kind];
  const space = learner.space(preset);
  const rows = samplePlaces(train.length, TRIAL.trainingRows, seed);
  const judged = pickRows(val, samplePlaces(val.length, TRIAL.validationRows, seed));
  const inputs = modelInputs(set, judged.features);
  const repeat = repeatFlags(judged.features) ?? new Uint8Array(judged.length);
  const first = learner.first(preset);
  const trials = await randomSearch(
    space,
    async (chosen) => {
      const settings = learner.forTrial(learner.settings(preset, chosen));
      const ensemble = await learner.fit(set, settings, { seed, workers, rows });
      const raw = await predictEnsemble(ensemble, inputs, { workers });
      await releaseMemory();
      return averagePrecision(judged.label, correctSampling(raw, repeat, rates));
    },
    {
      trials: nTrials,
      seed,
      first: Object.fromEntries(Object.keys(space).map((name) => [name, first[name]!])),
      onTrial: ({ number, value }) =>
        onProgress(
          0.6 * (number + 1) / nTrials,
          `trial ${number + 1} of ${nTrials}: AP ${value.toFixed(3)}`,
        ),
    },
  );
  const best = bestTrial(trials);
  return {
    settings: learner.settings(preset, best.settings),
    search: {
      space,
      trees: learner.forTrial(first)["n_estimators"]!,
      training_rows: rows.length,
      validation_rows: judged.length,
      trials: trials.map(({ number, settings, value }) => ({ number, settings, value })),
      best_trial: best.number,
    },
  };
}
