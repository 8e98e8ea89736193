import { PRESETS } from "../../config/presets/presets.ts";
import type { SearchedKind } from "../../config/parameters.ts";
import { averagePrecision } from "../../metrics/average_precision.ts";
import { samplePlaces } from "../../features/pairs/sample_places.ts";
import { correctSampling, type SamplingRates } from "../../features/pairs/sampling_rates.ts";
import { releaseMemory } from "../../table/release_memory.ts";
import { batchStart } from "../../tuning/batches.ts";
import { medianPruner } from "../../tuning/median_pruner.ts";
import type { ModelSettings } from "../../model/model.ts";
import { pickTraining } from "../../model/fit_forest.ts";
import { SEARCHED_LEARNERS } from "../../model/model_kinds.ts";
import type { TrialData } from "../../model/score_trial.ts";
import { takeInputs } from "../../model/tree_inputs.ts";
import { optimize, type PlannedTrial } from "../../tuning/study.ts";
import { tpeSampler } from "../../tuning/tpe_sampler.ts";
import { bestTrial, type Trial } from "../../tuning/trial.ts";
import { ALONE } from "../../model/units.ts";
import type { CandidateInput } from "./candidates/candidate_input.ts";
import { type JudgeTrial, reportTrial, trialUnit } from "./judged_trial.ts";
import { weekNames, weeksOf } from "./learned_from.ts";
import type { TrainOptions } from "./train_options.ts";
import type { SearchResults } from "./training_results.ts";

/**
 * Rows per trial. Of 20 settings of a forest on the real data, the average precision of such a trial
 * has a rank correlation of .79 with that of a whole fit. With twice the rows it is .82, and a trial
 * takes 2.4 times as long. On 2024-W36 to W43 the forest of the best trial has .6088 and .6091, that
 * of the first trial .6089.
 */
const TRIAL = { trainingRows: 40_000, validationRows: 60_000 };

/**
 * Searches the settings with the highest average precision on validation rows, as a mean over their
 * weeks. No other code searches settings.
 *
 * A trial is evaluated week by week, and reports the mean average precision so far. It does not
 * report that of the single week, because weeks differ more (.62 to .66) than settings (.01), and a
 * trial is pruned by its best report. The last report is the value of the trial.
 */
export async function searchSettings(
  kind: SearchedKind,
  { set, val, rates }: CandidateInput,
  { preset, n_trials, seed, workers, study, units = ALONE, onProgress = () => {} }: TrainOptions,
): Promise<{ settings: ModelSettings; search: SearchResults }> {
  const learner = SEARCHED_LEARNERS[kind];
  const space = learner.space(preset);
  const rows = samplePlaces(set.labels.length, TRIAL.trainingRows, seed);
  const places = samplePlaces(val.length, TRIAL.validationRows, seed);
  const weekOf = Int32Array.from(places, (place) => val.week[place]!);
  const weeks = weeksOf({ week: weekOf }).map((week) => ({
    // the rows are sorted by week
    start: weekOf.indexOf(week),
    end: weekOf.lastIndexOf(week) + 1,
  }));
  const precision = meanPrecision({
    label: Uint8Array.from(places, (place) => val.label[place]!),
    repeat: Uint8Array.from(places, (place) => val.repeat[place]!),
  }, rates);
  const data: TrialData = {
    set: pickTraining(set, rows),
    judged: takeInputs(val.inputs, places),
    weeks,
    seed,
    workers,
  };
  const first = learner.first(preset);
  const { multivariate } = PRESETS[preset].search;
  const facts = {
    sampler: multivariate ? "multivariate TPE" : "TPE",
    pruner: "median of the earlier trials, after each validation week",
    trees: learner.forTrial(preset, first)["n_estimators"]!,
    training_rows: rows.length,
    validation_rows: places.length,
  };
  const record = study?.({
    name: kind,
    space,
    attributes: { preset, seed, ...facts, validation_weeks: weekNames(val) },
  });
  const planned = ({ number, settings: chosen }: PlannedTrial) => {
    const settings = learner.forTrial(preset, learner.settings(preset, chosen));
    const judge: JudgeTrial = async (onWeek) => {
      let judged = 0;
      await learner.scoreTrial(settings, data, (probability, trees) => {
        onWeek({ value: precision(probability, weeks.slice(0, ++judged)), trees });
      });
      await releaseMemory();
    };
    return { judge, unit: trialUnit(`${kind}.trial-${number}`, settings, judge) };
  };
  const trials = await optimize(space, async (settings, trial) => {
    const { judge, unit } = planned({ number: trial.number, settings });
    return await reportTrial(trial, weeks.length, { stored: units.find(unit), judge });
  }, {
    trials: n_trials,
    sampler: tpeSampler({ seed, multivariate }),
    pruner: medianPruner(),
    first: Object.fromEntries(Object.keys(space).map((name) => [name, first[name]!])),
    batchStart,
    onBatch: (batch) => units.share(batch.map((trial) => planned(trial).unit)),
    ...(record ? { record } : {}),
    onTrial: ({ number, state, value }) =>
      onProgress(
        (number + 1) / n_trials,
        `trial ${number + 1} of ${n_trials}: ${outcome(state, value)}`,
      ),
  });
  const best = bestTrial(trials);
  return {
    settings: learner.settings(preset, best.settings),
    search: { model: kind, space, ...facts, trials, best_trial: best.number },
  };
}

/** Mean average precision over some weeks, from the trees' probabilities. */
function meanPrecision(
  { label, repeat }: { label: Uint8Array; repeat: Uint8Array },
  rates: SamplingRates,
): (ofTrees: Float64Array, weeks: TrialData["weeks"]) => number {
  return (ofTrees, weeks) => {
    const probability = correctSampling(ofTrees, repeat, rates);
    const precisions = weeks.map(({ start, end }) =>
      averagePrecision(label.subarray(start, end), probability.subarray(start, end))
    );
    return precisions.reduce((sum, value) => sum + value, 0) / weeks.length;
  };
}

function outcome(state: Trial["state"], value: number | null): string {
  if (value === null) return state;
  return `AP ${value.toFixed(3)}${state === "pruned" ? ", pruned" : ""}`;
}
