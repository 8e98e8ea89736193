import type { Config } from "../../config/parameters.ts";
import type { Units } from "../../model/units.ts";
import type { StudyRecord } from "../../tuning/study.ts";
import type { StudyDescription } from "../../tuning/study_journal.ts";

/** The parameters that training uses. */
export type TrainParameters = Pick<
  Config,
  "preset" | "model" | "engine" | "n_trials" | "decision_threshold" | "seed"
>;

/**
 * Training options, the same for every kind of model. If both kinds are fitted, they share the
 * trials.
 */
export interface TrainOptions extends TrainParameters {
  workers: number;
  /** Records the trials of each search as they finish. */
  study?: (description: StudyDescription) => StudyRecord;
  /** Parts of the training that are stored or shared: none by default. */
  units?: Units;
  onProgress?: (fraction: number, text: string) => void;
}
