import type { LabelledRows } from "../../features/pairs/labelled_rows.ts";
import type { SamplingRates } from "../../features/pairs/training_rows.ts";
import type { TrainingSet } from "../../model/fit_forest.ts";

/** What every kind of model learns from and is chosen by. */
export interface CandidateInput {
  train: LabelledRows;
  /** `train` made ready. */
  set: TrainingSet;
  /** Every pair of the validation weeks. */
  val: LabelledRows;
  /** Rows of the validation weeks, thinned as the training weeks were. */
  sampled: LabelledRows[];
  rates: SamplingRates;
}
