import type { Engine, ModelChoice } from "../../config/config.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import type { StudyRecord } from "../../tuning/study.ts";
import type { StudyDescription } from "../../tuning/study_journal.ts";

/** Training options, the same for every kind of model. */
export interface TrainOptions {
  preset: PresetName;
  model: ModelChoice;
  engine: Engine;
  /** Number of trials, divided between the kinds if both are fitted. */
  nTrials: number;
  decisionThreshold: "auto" | number;
  seed: number;
  workers: number;
  /** Records the trials of each search as they finish. */
  study?: (description: StudyDescription) => StudyRecord;
  onProgress?: (fraction: number, text: string) => void;
}
