import { PRESETS } from "../../../config/presets/presets.ts";
import type { ModelKind } from "../../../config/parameters.ts";
import type { TreeEnsemble } from "../../../forest/tree_ensemble.ts";
import { calibrate, fitCalibration } from "../../../model/calibrate.ts";
import { bestF1Threshold } from "../../../metrics/classification.ts";
import { predictionMetrics } from "../../../metrics/prediction_metrics.ts";
import { REPEAT } from "../../../features/pairs/labelled_rows.ts";
import { correctSampling } from "../../../features/pairs/sampling_rates.ts";
import { type Model, type ModelSettings, usedThreshold } from "../../../model/model.ts";
import { scoreInputs } from "../../../model/tree_inputs.ts";
import type { CandidateInput } from "./candidate_input.ts";
import { learnedFrom, weekNames, weeksOf } from "../learned_from.ts";
import type { TrainOptions } from "../train_options.ts";
import type { CandidateResults, SearchResults } from "../training_results.ts";

/** A model fitted on the training weeks, and its results on the validation weeks. */
export interface Candidate {
  model: Model;
  results: CandidateResults;
}

/** The higher average precision on the validation weeks first. */
export function byPrecision(a: Candidate, b: Candidate): number {
  return b.results.validation.average_precision - a.results.validation.average_precision;
}

/** Calibrates fitted trees on the validation weeks, and sets their threshold. */
export async function calibratedCandidate(
  { kind, ensemble, settings, search }: {
    kind: ModelKind;
    ensemble: TreeEnsemble;
    settings: ModelSettings;
    search: SearchResults;
  },
  { learned, features, set, val, rates }: CandidateInput,
  { preset, engine, decision_threshold, seed, workers }: TrainOptions,
): Promise<Candidate> {
  const model: Model = {
    ensemble,
    preprocessing: set.preprocessing,
    facts: {
      preset,
      model: kind,
      engine,
      features,
      sampling: rates,
      calibration: null,
      decision_threshold: 0.5,
      settings,
      ...learnedFrom(learned),
      seed,
    },
  };
  const ofTrees = await scoreInputs(ensemble, val.inputs, { workers });
  const uncalibrated = correctSampling(ofTrees, val.repeat, rates);
  if (PRESETS[preset].calibrated) {
    const weeks = weeksOf(val).length;
    model.facts.calibration = fitCalibration(val.label, uncalibrated, { weeks });
  }
  const { calibration } = model.facts;
  const probability = calibration ? calibrate(uncalibrated, calibration) : uncalibrated;
  model.facts.decision_threshold = bestF1Threshold(val.label, probability).threshold;
  const metrics = predictionMetrics(
    { ...val, probability, repeat: features.includes(REPEAT) ? val.repeat : undefined },
    usedThreshold(model.facts, decision_threshold),
  );
  const validation = { weeks: weekNames(val), ...metrics };
  return { model, results: { model: kind, search, settings, calibration, validation } };
}
