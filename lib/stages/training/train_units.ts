import type { LabelledRows } from "../../features/pairs/labelled_rows.ts";
import { featureGroups, type RowSource, sourceOf } from "../../features/pairs/row_source.ts";
import type { SamplingRates } from "../../features/pairs/sampling_rates.ts";
import type { Units } from "../../model/units.ts";
import { byPrecision } from "./candidates/calibrated_candidate.ts";
import { fitCandidates } from "./candidates/fit_candidates.ts";
import { refit } from "./refit.ts";
import { keepingSample, sampledPlaces } from "./sampled_weeks.ts";
import type { TrainOptions } from "./train_options.ts";

/**
 * Does of `trainModel` what its units of work depend on: the search, the fits, the choice of a kind,
 * and the refit, without the scores of the test weeks and the comparison with the model in use.
 */
export async function trainUnits(
  { train, val, test, rates }: {
    train: () => Promise<RowSource>;
    val: () => Promise<RowSource>;
    test: () => Promise<RowSource>;
    rates: SamplingRates;
  },
  options: TrainOptions & { units: Units },
): Promise<void> {
  const { candidates, sampled } = await fitCandidates({ train, val, rates }, options);
  const [chosen] = candidates.toSorted(byPrecision);
  const later = [...sampled, ...await sampledOf(await test(), rates, options.seed)];
  await refit(chosen!.model, async () => [await train(), ...later.map(sourceOf)], options);
}

/** The rows of the test weeks that the refit learns from. */
async function sampledOf(
  source: RowSource,
  rates: SamplingRates,
  seed: number,
): Promise<LabelledRows[]> {
  const kept = keepingSample(source, sampledPlaces(source, rates, seed));
  for await (const _ of featureGroups(kept.source));
  return kept.sampled();
}
