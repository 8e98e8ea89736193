import { PRESETS } from "../../config/presets/presets.ts";
import type { ModelKind } from "../../config/config.ts";
import { calibrate, fitCalibration } from "../../model/calibrate.ts";
import { bestF1Threshold } from "../../metrics/classification.ts";
import { predictionMetrics } from "../../metrics/prediction_metrics.ts";
import { concatRows } from "../../features/pairs/labelled_rows.ts";
import { type Model, modelInputs, predictProbability, usedThreshold } from "../../model/model.ts";
import { LEARNERS } from "../../model/model_kinds.ts";
import type { CandidateInput } from "./candidate_input.ts";
import { learnedFrom, weekNames, weeksOf } from "./learned_from.ts";
import { searchSettings } from "./search_settings.ts";
import type { TrainOptions } from "./train_options.ts";
import type { CandidateResults } from "./training_results.ts";

/** A model fitted on the training weeks, and its results on the validation weeks. */
export interface Candidate {
  model: Model;
  results: CandidateResults;
}

/**
 * Searches the settings of a kind of model, fits the best, calibrates it and sets its threshold.
 */
export async function fitCandidate(
  kind: ModelKind,
  input: CandidateInput,
  options: TrainOptions,
): Promise<Candidate> {
  const { train, set, val, sampled, rates } = input;
  const { preset, engine, decision_threshold, seed, workers, onProgress = () => {} } = options;
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
  if (PRESETS[preset].calibrated) {
    const weeks = weeksOf(val).length;
    model.facts.calibration = fitCalibration(val.label, uncalibrated, { weeks });
  }
  const { calibration } = model.facts;
  const probability = calibration ? calibrate(uncalibrated, calibration) : uncalibrated;
  model.facts.decision_threshold = bestF1Threshold(val.label, probability).threshold;
  const metrics = predictionMetrics(
    { ...val, probability },
    usedThreshold(model.facts, decision_threshold),
  );
  const validation = { weeks: weekNames(val), ...metrics };
  return { model, results: { model: kind, search, settings, calibration, validation } };
}
