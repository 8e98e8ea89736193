import type { LabelledRows } from "../../features/pairs/labelled_rows.ts";
import type { SamplingRates } from "../../features/pairs/sampling_rates.ts";
import type { TrainingSet } from "../../model/fit_forest.ts";

/** Training and validation data of a candidate model. */
export interface CandidateInput {
  train: LabelledRows;
  /** `train`, encoded and binned. */
  set: TrainingSet;
  /** Every pair of the validation weeks. */
  val: LabelledRows;
  /** Rows of the validation weeks, with negatives sampled as in the training weeks. */
  sampled: LabelledRows[];
  rates: SamplingRates;
}
