import type { SearchedKind } from "../../config/config.ts";
import { blend, blendSettings } from "../../model/model_kinds.ts";
import { byPrecision, calibratedCandidate, type Candidate } from "./calibrated_candidate.ts";
import type { CandidateInput } from "./candidate_input.ts";
import type { TrainOptions } from "./train_options.ts";

/**
 * The mean of both kinds of model in log-odds, without a fit of its own. Its search is that of the
 * better kind.
 */
export async function blendCandidates(
  candidates: readonly Candidate[],
  input: CandidateInput,
  options: TrainOptions,
): Promise<Candidate> {
  const of = (kind: SearchedKind) => candidates.find(({ results }) => results.model === kind)!;
  const { search } = candidates.toSorted(byPrecision)[0]!.results;
  return await calibratedCandidate(
    {
      kind: "blend",
      ensemble: blend((kind) => of(kind).model.ensemble),
      settings: blendSettings((kind) => of(kind).results.settings),
      search,
    },
    input,
    options,
  );
}
