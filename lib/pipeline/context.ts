import { PRESETS } from "../config/presets/presets.ts";
import type { Config } from "../config/config.ts";
import type { TaskContext } from "../dag/task_context.ts";
import type { FeatureSource } from "../features/feature_source.ts";
import { type LabelledRows, rowsFromFrame } from "../features/pairs/labelled_rows.ts";
import { TEXT_FEATURES } from "../features/static_features.ts";
import type { RunInputs } from "./run_inputs.ts";
import { readParquet } from "../table/parquet.ts";
import { releaseMemory } from "../table/release_memory.ts";

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

/** The rows of `train`, `val` or `test`, as they were published: a resumed run reads the same. */
export async function readLot(
  { path, config }: PipelineContext,
  lot: "train" | "val" | "test",
): Promise<LabelledRows> {
  await releaseMemory();
  const { frame } = await readParquet(path(`${lot}.parquet`));
  return rowsFromFrame(frame, PRESETS[config.preset].features === "static" ? TEXT_FEATURES : []);
}

/** The text of a published JSON file. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}
