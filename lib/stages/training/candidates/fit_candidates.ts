import type { SearchedKind } from "../../../config/parameters.ts";
import {
  blendSettings,
  kindsToSearch,
  LEARNERS,
  LOGISTIC_REGRESSION,
} from "../../../model/model_kinds.ts";
import type { TreeEnsemble } from "../../../forest/tree_ensemble.ts";
import type { HeldOut } from "../../../model/fit_boosting.ts";
import type { FitOptions, TrainingSet } from "../../../model/fit_forest.ts";
import type { ModelSettings } from "../../../model/model.ts";
import { ALONE, type Unit } from "../../../model/units.ts";
import { unitsOn } from "../learned_from.ts";
import { searchSettings } from "../search_settings.ts";
import type { TrainOptions } from "../train_options.ts";
import type { SearchResults } from "../training_results.ts";
import { blendCandidates } from "./blend_candidates.ts";
import { calibratedCandidate, type Candidate } from "./calibrated_candidate.ts";
import { type CandidateInput, candidateInput } from "./candidate_input.ts";

/** A kind of model with the best settings. */
interface Searched {
  kind: SearchedKind;
  settings: ModelSettings;
  search: SearchResults;
}

/**
 * Searches the settings of each kind of model, fits the best on the training weeks, and blends the
 * kinds if there are two.
 *
 * @returns the candidates; of the data, what is needed later.
 */
export async function fitCandidates(
  splits: Parameters<typeof candidateInput>[0],
  options: TrainOptions,
): Promise<{ candidates: Candidate[] } & Pick<CandidateInput, "learned" | "sampled">> {
  const { model, engine, n_trials, seed, workers, onProgress = () => {} } = options;
  const input = await candidateInput(splits, options);
  const { set, val, sampledPlaces, learned, sampled } = input;
  const kinds = kindsToSearch(model, engine, n_trials);
  const named = (kind: SearchedKind, text: string) =>
    kinds.length > 1 ? `${kind.replace("_", " ")}, ${text}` : text;
  const searched: Searched[] = [];
  for (const [index, { kind, trials }] of kinds.entries()) {
    const found = await searchSettings(kind, input, {
      ...options,
      n_trials: trials,
      onProgress: (fraction, text) =>
        onProgress(0.5 * (index + fraction) / kinds.length, named(kind, text)),
    });
    searched.push({ kind, ...found });
  }
  const { binned } = val.inputs;
  const rows = Int32Array.from(sampledPlaces.flatMap((places) => [...places]));
  const fitOptions = {
    seed,
    workers,
    units: unitsOn(learned, options.units ?? ALONE),
    ...(binned ? { held: { binned, labels: val.label, rows } } : {}),
  };
  await fitOptions.units.share(unitsOf(searched, set, fitOptions));
  const candidates: Candidate[] = [];
  for (const [index, { kind, settings: chosen, search }] of searched.entries()) {
    onProgress(
      0.5 + 0.3 * index / kinds.length,
      named(kind, "fitting the best settings on the training weeks"),
    );
    const ensemble = await LEARNERS[kind].fit(set, chosen, fitOptions);
    const trees = ensemble.offsets.length - 1;
    const settings = { ...chosen, n_estimators: trees / (chosen["n_bags"] ?? 1) };
    candidates.push(
      await calibratedCandidate({ kind, ensemble, settings, search }, input, options),
    );
  }
  if (candidates.length > 1) candidates.push(await blendCandidates(candidates, input, options));
  return { candidates, learned, sampled };
}

/** The units of the fits, and of the regression if there is a blend. */
function unitsOf(
  searched: Searched[],
  set: TrainingSet,
  options: FitOptions & { held?: HeldOut },
): Unit<TreeEnsemble>[] {
  const [first, ...others] = searched;
  if (others.length === 0) return LEARNERS[first!.kind].units(set, first!.settings, options);
  const settings = blendSettings((of) =>
    searched.find(({ kind }) => kind === of)?.settings ?? LOGISTIC_REGRESSION.settings
  );
  return LEARNERS.blend.units(set, settings, options);
}
