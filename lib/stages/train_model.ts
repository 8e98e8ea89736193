import type { Message } from "../language/message.ts";
import { predictionMetrics } from "../metrics/prediction_metrics.ts";
import { repeatedIn, type RowSource, sourceOf } from "../features/pairs/row_source.ts";
import type { SamplingRates } from "../features/pairs/sampling_rates.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { parseWeek } from "../table/time/week.ts";
import { type Model, predictSource, usedThreshold } from "../model/model.ts";
import { byPrecision, type Candidate } from "./training/candidates/calibrated_candidate.ts";
import { fitCandidates } from "./training/candidates/fit_candidates.ts";
import { championChallenger } from "./training/champion_challenger.ts";
import { weekNames, weeksOf } from "./training/learned_from.ts";
import { refit } from "./training/refit.ts";
import { keepingSample, sampledPlaces } from "./training/sampled_weeks.ts";
import type { TrainOptions } from "./training/train_options.ts";
import { testCurves } from "./training/test_curves.ts";
import type { TrainingResults } from "./training/training_results.ts";
import { trainingWarnings } from "./training/training_warnings.ts";

export interface TrainInput {
  /**
   * Functions that read the splits. Few of their features are in memory at a time; `train` is read a
   * second time for the refit.
   */
  train: () => Promise<RowSource>;
  val: () => Promise<RowSource>;
  test: () => Promise<RowSource>;
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
  const { preset, engine, seed, onProgress = () => {} } = options;
  const { candidates, learned, sampled } = await fitCandidates({ train, val, rates }, options);
  const [chosen, ...others] = candidates.toSorted(byPrecision) as [Candidate, ...Candidate[]];
  const fitted = chosen.model;
  const known = async () => [await train(), ...sampled.map(sourceOf)];
  const judged = await judge(fitted, await test(), { champion, known }, options);

  await releaseMemory();
  onProgress(0.85, "refitting on all weeks");
  const { model, learned: all } = await refit(
    fitted,
    async () => [...await known(), ...judged.sampled.map(sourceOf)],
    options,
  );
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
    train: learned,
    test: judged.metrics,
    curves: judged.curves,
    refit: { ...all, nodes: model.ensemble.nodes.feature.length },
    champion_challenger: judged.contest,
  };
  return { model, judged: fitted, results, warnings: trainingWarnings(results) };
}

/**
 * Evaluates a model on every pair of the test weeks, alone and against the model in use. Also
 * returns rows of these weeks for the refit.
 */
async function judge(
  model: Model,
  test: RowSource,
  { champion, known }: { champion: Model | undefined; known: () => Promise<RowSource[]> },
  options: TrainOptions,
) {
  const { decision_threshold, seed, workers } = options;
  const kept = keepingSample(test, sampledPlaces(test, model.facts.sampling, seed));
  const probability = await predictSource(model, kept.source, { workers });
  const sampled = kept.sampled();
  return {
    metrics: {
      weeks: weekNames(test),
      ...predictionMetrics(
        { ...test, probability, repeat: repeatedIn(test) },
        usedThreshold(model.facts, decision_threshold),
      ),
    },
    curves: testCurves({ ...test, probability }),
    contest: champion
      ? await contest({
        champion,
        model,
        test,
        probability,
        rows: async () => [...await known(), ...sampled.map(sourceOf)],
      }, options)
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
 * @param rows reads the training rows of the final refit, oldest first.
 */
async function contest(
  { champion, model, test, probability, rows }: {
    champion: Model;
    model: Model;
    test: RowSource;
    probability: Float64Array;
    rows: () => Promise<RowSource[]>;
  },
  options: TrainOptions,
) {
  const { seed, workers, onProgress = () => {} } = options;
  const seen = parseWeek(champion.facts.last_week)!;
  const stale = parseWeek(model.facts.last_week)! < seen;
  let challenger = model, probabilities = probability;
  if (stale && weeksOf(test).some((week) => week > seen)) {
    onProgress(0.82, "refitting up to the weeks of the model in use, to compare the two");
    const before = async () =>
      (await rows()).filter(({ week }) => week.length > 0 && week.at(-1)! <= seen);
    ({ model: challenger } = await refit(model, before, options));
    probabilities = await predictSource(challenger, test, { workers });
  }
  return await championChallenger({ champion, challenger, test, probability: probabilities }, {
    seed,
    workers,
  });
}
