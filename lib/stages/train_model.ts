import type { Message } from "../language/message.ts";
import { predictionMetrics } from "../metrics/prediction_metrics.ts";
import {
  concatRows,
  type LabelledRows,
  pickRows,
  repeatFlags,
} from "../features/pairs/labelled_rows.ts";
import { sampleNegatives } from "../features/pairs/sample_negatives.ts";
import type { SamplingRates } from "../features/pairs/sampling_rates.ts";
import { parseWeek } from "../table/time/week.ts";
import { prepareTraining } from "../model/fit_forest.ts";
import { type Model, predictProbability, usedThreshold } from "../model/model.ts";
import { kindsToSearch, LEARNERS } from "../model/model_kinds.ts";
import { blendCandidates } from "./training/blend_candidates.ts";
import { byPrecision, type Candidate } from "./training/calibrated_candidate.ts";
import { fitCandidate } from "./training/fit_candidate.ts";
import { championChallenger } from "./training/champion_challenger.ts";
import { described, learnedFrom, weekNames, weeksOf } from "./training/learned_from.ts";
import type { TrainOptions } from "./training/train_options.ts";
import { testCurves } from "./training/test_curves.ts";
import type { TrainingResults } from "./training/training_results.ts";
import { trainingWarnings } from "./training/training_warnings.ts";

export interface TrainInput {
  train: LabelledRows;
  /** Functions that read the splits; each is called once, because a split takes 0.3 GB. */
  val: () => Promise<LabelledRows>;
  test: () => Promise<LabelledRows>;
  /** Shares of the negatives of each training week in `train`. */
  rates: SamplingRates;
  /** The model in use, if it reads the same features. */
  champion?: Model | undefined;
}

/**
 * Searches the settings with the best average precision on the validation weeks, evaluates the
 * model on the test weeks, compares it there with the model in use, and refits it on all weeks. If
 * both kinds of model are fitted, average precision on the validation weeks chooses one of them or
 * their blend.
 *
 * @returns the refitted model; `judged`, the model before its refit, which has not learned from the
 *   test weeks; results, and warnings. `results.champion_challenger` says whether the model
 *   replaces the one in use.
 */
export async function trainModel(
  { train, val, test, rates, champion }: TrainInput,
  options: TrainOptions,
): Promise<{ model: Model; judged: Model; results: TrainingResults; warnings: Message[] }> {
  const { preset, engine, seed, workers, onProgress = () => {} } = options;
  const { candidates, sampled } = await fitCandidates(train, await val(), rates, options);
  const [chosen, ...others] = candidates.toSorted(byPrecision) as [Candidate, ...Candidate[]];
  const fitted = chosen.model;
  const known = [train, ...sampled];
  const judged = await judge(fitted, await test(), { champion, known }, options);

  onProgress(0.85, "refitting on all weeks");
  const all = concatRows([...known, ...judged.sampled]);
  const set = await prepareTraining(all, { preset, engine, workers });
  const learner = LEARNERS[fitted.facts.model];
  const settings = learner.forRefit(fitted.facts.settings, all.length / train.length);
  const model: Model = {
    ensemble: await learner.fit(set, settings, { seed, workers }),
    preprocessing: set.preprocessing,
    facts: { ...fitted.facts, settings, ...learnedFrom(all) },
  };
  const results: TrainingResults = {
    preset,
    engine,
    seed,
    ...chosen.results,
    alternatives: others.map(({ results }) => results),
    decision_threshold: usedThreshold(fitted.facts, options.decision_threshold),
    decision_threshold_from: options.decision_threshold === "auto"
      ? "best F1 on the validation weeks"
      : "parameter",
    sampling: rates,
    features: model.facts.features,
    train: described(train),
    test: judged.metrics,
    curves: judged.curves,
    refit: { ...described(all), nodes: model.ensemble.nodes.feature.length },
    champion_challenger: judged.contest,
  };
  return { model, judged: fitted, results, warnings: trainingWarnings(results) };
}

/**
 * Each kind of model, fitted on the training weeks, their blend if there are two, and rows of the
 * validation weeks for the refit.
 */
async function fitCandidates(
  train: LabelledRows,
  val: LabelledRows,
  rates: SamplingRates,
  options: TrainOptions,
): Promise<{ candidates: Candidate[]; sampled: LabelledRows[] }> {
  const { preset, model, engine, n_trials, seed, workers, onProgress = () => {} } = options;
  const set = await prepareTraining(train, { preset, engine, workers });
  const sampled = sampledWeeks(val, rates, seed);
  const kinds = kindsToSearch(model, engine, n_trials);
  const input = { train, set, val, sampled, rates };
  const candidates: Candidate[] = [];
  for (const [index, { kind, trials }] of kinds.entries()) {
    const candidate = await fitCandidate(kind, input, {
      ...options,
      n_trials: trials,
      onProgress: (fraction, text) =>
        onProgress(
          0.8 * (index + fraction) / kinds.length,
          kinds.length > 1 ? `${kind.replace("_", " ")}, ${text}` : text,
        ),
    });
    candidates.push(candidate);
  }
  if (candidates.length > 1) candidates.push(await blendCandidates(candidates, input, options));
  return { candidates, sampled };
}

/**
 * Evaluates a model on every pair of the test weeks, alone and against the model in use. Also
 * returns rows of these weeks for the refit.
 */
async function judge(
  model: Model,
  test: LabelledRows,
  { champion, known }: { champion: Model | undefined; known: LabelledRows[] },
  options: TrainOptions,
) {
  const { decision_threshold, seed, workers } = options;
  const probability = await predictProbability(model, test.features, { workers });
  const sampled = sampledWeeks(test, model.facts.sampling, seed);
  return {
    metrics: {
      weeks: weekNames(test),
      ...predictionMetrics(
        { ...test, probability },
        usedThreshold(model.facts, decision_threshold),
      ),
    },
    curves: testCurves({ ...test, probability }),
    contest: champion
      ? await contest({ champion, model, test, probability, rows: [...known, ...sampled] }, options)
      : null,
    sampled,
  };
}

/**
 * Compares the new model with the one in use, on the test weeks that the latter was not trained on.
 * If the model in use was trained on later weeks than the new one, the new one is first refitted on
 * all weeks before the compared ones. Otherwise it would be at a disadvantage that the final refit
 * removes: on 2024-W46, AP is .653 if trained up to W42, and .656 if trained up to W45.
 *
 * @param rows training rows of the final refit, oldest first.
 */
async function contest(
  { champion, model, test, probability, rows }: {
    champion: Model;
    model: Model;
    test: LabelledRows;
    probability: Float64Array;
    rows: LabelledRows[];
  },
  { preset, engine, seed, workers, onProgress = () => {} }: TrainOptions,
) {
  const seen = parseWeek(champion.facts.last_week)!;
  const stale = parseWeek(model.facts.last_week)! < seen;
  const before = rows.filter(({ week }) => week.length > 0 && week.at(-1)! <= seen);
  let challenger = model, probabilities = probability;
  if (stale && weeksOf(test).some((week) => week > seen)) {
    onProgress(0.82, "refitting up to the weeks of the model in use, to compare the two");
    const all = concatRows(before), set = await prepareTraining(all, { preset, engine, workers });
    const learner = LEARNERS[model.facts.model];
    const settings = learner.forRefit(model.facts.settings, all.length / rows[0]!.length);
    challenger = {
      ensemble: await learner.fit(set, settings, { seed, workers }),
      preprocessing: set.preprocessing,
      facts: { ...model.facts, settings, ...learnedFrom(all) },
    };
    probabilities = await predictProbability(challenger, test.features, { workers });
  }
  return await championChallenger({ champion, challenger, test, probability: probabilities }, {
    seed,
    workers,
  });
}

/** The rows of each week, with negatives sampled as in the training weeks. */
function sampledWeeks(rows: LabelledRows, rates: SamplingRates, seed: number): LabelledRows[] {
  return weeksOf(rows).map((week) => {
    // rows are sorted by week
    const start = rows.week.indexOf(week), end = rows.week.lastIndexOf(week) + 1;
    const places = sampleNegatives(
      rows.label.subarray(start, end),
      repeatFlags(rows.features)?.subarray(start, end),
      { ...rates, seed, week },
    );
    return pickRows(rows, places.map((place) => start + place));
  });
}
