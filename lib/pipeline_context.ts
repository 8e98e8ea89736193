import type { Config } from "./config.ts";
import type { TaskContext } from "./dag/task_context.ts";
import type { FeatureSource } from "./features/feature_source.ts";
import type { RunInputs } from "./run_inputs.ts";

/** What every task of the pipeline is given besides the means to publish. */
export interface PipelineContext extends TaskContext {
  config: Config;
  inputs: RunInputs;
  features: FeatureSource;
  workers: number;
}

/** Everything a model is, in `models/`: copied whole by `skip_training`. */
export const MODEL_FILES = [
  "model.arrow",
  "model.onnx",
  "training_results.json",
  "study.journal",
  "reference.parquet",
];
