import type { Engine, ModelChoice } from "../../config/config.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import type { StudyRecord } from "../../tuning/study.ts";
import type { StudyDescription } from "../../tuning/study_journal.ts";

/** How to train, whatever the kind of model. */
export interface TrainOptions {
  preset: PresetName;
  model: ModelChoice;
  engine: Engine;
  /** Settings to try: shared between the kinds where both are fitted. */
  nTrials: number;
  decisionThreshold: "auto" | number;
  seed: number;
  workers: number;
  /** Keeps the trials of each search while they go on. */
  study?: (description: StudyDescription) => StudyRecord;
  onProgress?: (fraction: number, text: string) => void;
}
