import type { ModelKind } from "../config.ts";
import { averagePrecision } from "../evaluation/average_precision.ts";
import { type LabelledRows, pickRows, repeatFlags } from "../features/labelled_rows.ts";
import { samplePlaces } from "../features/sample_places.ts";
import { correctSampling, type SamplingRates } from "../features/training_rows.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { medianPruner } from "../tuning/median_pruner.ts";
import { modelInputs, type ModelSettings } from "../tuning/model.ts";
import { LEARNERS } from "../tuning/model_kinds.ts";
import { trialLot } from "../tuning/score_trial.ts";
import { optimize, TrialPruned } from "../tuning/study.ts";
import { tpeSampler } from "../tuning/tpe_sampler.ts";
import { bestTrial, type Trial } from "../tuning/trial.ts";
import type { CandidateInput } from "./fit_candidate.ts";
import { weekNames, weeksOf } from "./learned_from.ts";
import type { TrainOptions } from "./train_options.ts";
import type { SearchResults } from "./training_results.ts";

/** Rows of one trial: enough to tell settings apart. */
const TRIAL = { trainingRows: 80_000, validationRows: 120_000 };

/**
 * The settings with the highest average precision on validation rows, a mean over their weeks: the
 * one place that searches.
 *
 * A trial grows its trees in as many parts as there are validation weeks. After part i the trees so
 * far are judged on weeks 0 to i, and the mean of their average precisions is reported: not that of
 * week i alone, for weeks differ more from each other (.62 to .66) than settings do (.01), and a
 * trial is pruned by its best report. The last report is the value of the trial.
 */
export async function searchSettings(
  kind: ModelKind,
  { train, set, val, rates }: CandidateInput,
  { preset, nTrials, seed, workers, study, onProgress = () => {} }: TrainOptions,
): Promise<{ settings: ModelSettings; search: SearchResults }> {
  const learner = LEARNERS[kind];
  const space = learner.space(preset);
  const rows = samplePlaces(train.length, TRIAL.trainingRows, seed);
  const judged = pickRows(val, samplePlaces(val.length, TRIAL.validationRows, seed));
  const precision = meanPrecision(judged, rates);
  const lot = trialLot(
    {
      set,
      rows,
      judged: modelInputs(set, judged.features),
      parts: weeksOf(judged).length,
      seed,
      workers,
    },
    { binned: kind === "gradient_boosting" },
  );
  const first = learner.first(preset);
  // Optuna's independent densities were its default until 5.0, and so the first system's
  const multivariate = preset !== "original";
  const facts = {
    sampler: multivariate ? "multivariate TPE" : "TPE",
    pruner: "median of the trials before, after each validation week",
    trees: learner.forTrial(first)["n_estimators"]!,
    training_rows: rows.length,
    validation_rows: judged.length,
  };
  const record = study?.({
    name: kind,
    space,
    attributes: { preset, seed, ...facts, validation_weeks: weekNames(val) },
  });
  const trials = await optimize(space, async (chosen, trial) => {
    const settings = learner.forTrial(learner.settings(preset, chosen));
    let weeks = 0, value = 0;
    await learner.scoreTrial(settings, lot, (probability, trees) => {
      value = precision(probability, ++weeks);
      trial.note("trees", trees);
      trial.report(value);
      if (weeks < lot.parts && trial.shouldPrune()) throw new TrialPruned();
    });
    await releaseMemory();
    return value;
  }, {
    trials: nTrials,
    sampler: tpeSampler({ seed, multivariate }),
    pruner: medianPruner(),
    first: Object.fromEntries(Object.keys(space).map((name) => [name, first[name]!])),
    ...(record ? { record } : {}),
    onTrial: ({ number, state, value }) =>
      onProgress(
        0.6 * (number + 1) / nTrials,
        `trial ${number + 1} of ${nTrials}: ${told(state, value)}`,
      ),
  });
  const best = bestTrial(trials);
  return {
    settings: learner.settings(preset, best.settings),
    search: { space, ...facts, trials, best_trial: best.number },
  };
}

/** The mean of the average precisions of a lot's first weeks, from what trees say of its rows. */
function meanPrecision(lot: LabelledRows, rates: SamplingRates) {
  const repeat = repeatFlags(lot.features) ?? new Uint8Array(lot.length);
  // a lot is sorted by week
  const weeks = weeksOf(lot).map((week) =>
    [lot.week.indexOf(week), lot.week.lastIndexOf(week) + 1] as const
  );
  return (ofTrees: Float64Array, count: number): number => {
    const probability = correctSampling(ofTrees, repeat, rates);
    const precisions = weeks.slice(0, count).map(([start, end]) =>
      averagePrecision(lot.label.subarray(start, end), probability.subarray(start, end))
    );
    return precisions.reduce((sum, value) => sum + value, 0) / count;
  };
}

function told(state: Trial["state"], value: number | null): string {
  if (value === null) return state;
  return `AP ${value.toFixed(3)}${state === "pruned" ? ", pruned" : ""}`;
}
