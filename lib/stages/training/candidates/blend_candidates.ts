import {
  blend,
  type BlendedKind,
  blendSettings,
  LOGISTIC_REGRESSION,
} from "../../../model/model_kinds.ts";
import { ALONE } from "../../../model/units.ts";
import { unitsOn } from "../learned_from.ts";
import { byPrecision, calibratedCandidate, type Candidate } from "./calibrated_candidate.ts";
import type { CandidateInput } from "./candidate_input.ts";
import type { TrainOptions } from "../train_options.ts";

/**
 * The weighted mean of both searched kinds and a regression in log-odds. Only the regression is
 * fitted here; the search is that of the better kind.
 */
export async function blendCandidates(
  candidates: readonly Candidate[],
  input: CandidateInput,
  options: TrainOptions,
): Promise<Candidate> {
  const { seed, workers } = options;
  const { fit, settings: fixed } = LOGISTIC_REGRESSION;
  const units = unitsOn(input.learned, options.units ?? ALONE);
  const regression = await fit(input.set, fixed, { seed, workers, units });
  const of = (kind: BlendedKind) => {
    const found = candidates.find(({ results }) => results.model === kind);
    return found
      ? { ensemble: found.model.ensemble, settings: found.results.settings }
      : { ensemble: regression, settings: fixed };
  };
  const { search } = candidates.toSorted(byPrecision)[0]!.results;
  return await calibratedCandidate(
    {
      kind: "blend",
      ensemble: blend((kind) => of(kind).ensemble),
      settings: blendSettings((kind) => of(kind).settings),
      search,
    },
    input,
    options,
  );
}
