import type { SearchedKind } from "../../config/parameters.ts";
import { concatRows } from "../../features/pairs/labelled_rows.ts";
import { modelInputs } from "../../model/model.ts";
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
  const { set, sampled } = input;
  const { seed, workers, onProgress = () => {} } = options;
  const { settings: chosen, search } = await searchSettings(kind, input, options);
  onProgress(0.6, "fitting the best settings on the training weeks");
  const held = concatRows(sampled);
  const ensemble = await SEARCHED_LEARNERS[kind].fit(set, chosen, {
    seed,
    workers,
    held: { table: modelInputs(set, held.features), labels: held.label },
  });
  const trees = ensemble.offsets.length - 1;
  const settings = { ...chosen, n_estimators: trees / (chosen["n_bags"] ?? 1) };
  return await calibratedCandidate({ kind, ensemble, settings, search }, input, options);
}
