import type { SearchedKind } from "../../config/parameters.ts";
import { SEARCHED_LEARNERS } from "../../model/model_kinds.ts";
import { calibratedCandidate, type Candidate } from "./calibrated_candidate.ts";
import type { CandidateInput } from "./candidate_input.ts";
import { searchSettings } from "./search_settings.ts";
import type { TrainOptions } from "./train_options.ts";

/** Searches the settings of a kind of model, and fits the best on the training weeks. */
export async function fitCandidate(
  kind: SearchedKind,
  input: CandidateInput,
  options: TrainOptions,
): Promise<Candidate> {
  const { set, val, sampledPlaces } = input;
  const { binned } = val.inputs;
  const { seed, workers, onProgress = () => {} } = options;
  const { settings: chosen, search } = await searchSettings(kind, input, options);
  onProgress(0.6, "fitting the best settings on the training weeks");
  const rows = Int32Array.from(sampledPlaces.flatMap((places) => [...places]));
  const ensemble = await SEARCHED_LEARNERS[kind].fit(set, chosen, {
    seed,
    workers,
    ...(binned ? { held: { binned, labels: val.label, rows } } : {}),
  });
  const trees = ensemble.offsets.length - 1;
  const settings = { ...chosen, n_estimators: trees / (chosen["n_bags"] ?? 1) };
  return await calibratedCandidate({ kind, ensemble, settings, search }, input, options);
}
