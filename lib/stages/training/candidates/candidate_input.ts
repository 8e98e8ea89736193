import type { LabelledRows } from "../../../features/pairs/labelled_rows.ts";
import type { RowSource } from "../../../features/pairs/row_source.ts";
import type { SamplingRates } from "../../../features/pairs/sampling_rates.ts";
import { prepareTraining, type TrainingSet } from "../../../model/fit_forest.ts";
import { type JudgedRows, judgedRows } from "../judged_rows.ts";
import { described, type DescribedRows } from "../learned_from.ts";
import { keepingSample, sampledPlaces } from "../sampled_weeks.ts";
import type { TrainOptions } from "../train_options.ts";

/** Training and validation data of a candidate model. */
export interface CandidateInput {
  /** The training rows, encoded and binned. */
  set: TrainingSet;
  /** The training rows in a few words. */
  learned: DescribedRows;
  /** Names of the features before preprocessing, in order. */
  features: string[];
  /** Every pair of the validation weeks. */
  val: JudgedRows;
  /** Rows of the validation weeks, with negatives sampled as in the training weeks, by week. */
  sampled: LabelledRows[];
  /** Their places in `val`. */
  sampledPlaces: Int32Array[];
  rates: SamplingRates;
}

/** Reads the two splits one after the other, and keeps of their values what candidates need. */
export async function candidateInput(
  { train, val, rates }: {
    train: () => Promise<RowSource>;
    val: () => Promise<RowSource>;
    rates: SamplingRates;
  },
  { preset, engine, seed, workers }: TrainOptions,
): Promise<CandidateInput> {
  const ofTraining = async (source: RowSource) => ({
    set: await prepareTraining(source, { preset, engine, workers }),
    learned: described(source),
    features: source.names,
  });
  const ofValidation = async (source: RowSource, set: TrainingSet) => {
    const places = sampledPlaces(source, rates, seed);
    const kept = keepingSample(source, places);
    return {
      val: await judgedRows(kept.source, set),
      sampled: kept.sampled(),
      sampledPlaces: places,
    };
  };
  const learned = await ofTraining(await train());
  return { ...learned, ...await ofValidation(await val(), learned.set), rates };
}
