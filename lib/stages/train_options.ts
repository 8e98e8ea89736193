import type { Engine, ModelChoice, Preset } from "../config.ts";

/** How to train, whatever the kind of model. */
export interface TrainOptions {
  preset: Preset;
  model: ModelChoice;
  engine: Engine;
  /** Settings to try: shared between the kinds where both are fitted. */
  nTrials: number;
  decisionThreshold: "auto" | number;
  seed: number;
  workers: number;
  onProgress?: (fraction: number, text: string) => void;
}
