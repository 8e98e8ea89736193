import type { Config } from "../config/config.ts";
import { PRESETS } from "../config/presets/presets.ts";
import type { TaskContext } from "../dag/task_context.ts";
import { type FeatureSource, featureSource } from "../features/feature_source.ts";
import { type LabelledRows, rowsFromFrame } from "../features/pairs/labelled_rows.ts";
import { TEXT_FEATURES } from "../features/static_features.ts";
import type { TaskFacts, TaskId } from "../stages/task_facts.ts";
import { readParquet } from "../table/parquet.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { type ModelInUse, readModelInUse } from "./model_in_use.ts";
import type { RunInputs } from "./run_inputs.ts";

/** What a task of the pipeline is given besides the means to publish. */
export interface PipelineContext<Id extends TaskId = TaskId>
  extends Omit<TaskContext, "facts" | "factsOf"> {
  config: Config;
  /** The inputs as they are read: a fault in them is one of `extract_data`. */
  reading: Promise<RunInputs>;
  /** The same, for the tasks after it. */
  inputs: RunInputs;
  features: FeatureSource;
  workers: number;
  /** Reads the model in use, once for all tasks. */
  modelInUse: () => Promise<ModelInUse>;
  /** Adds to what this task reports in `run.json`. */
  facts(facts: Partial<TaskFacts[Id]>): void;
  /** What a task that has ended reported; also in a resumed run, where it did not run again. */
  factsOf<Other extends TaskId>(task: Other): TaskFacts[Other];
}

/**
 * Makes the contexts of a run's tasks.
 *
 * @param inputs what `reading` came to; not asked for where it failed.
 */
export function pipelineContexts(
  config: Config,
  reading: Promise<RunInputs>,
  inputs: RunInputs | undefined,
): (task: TaskContext) => PipelineContext {
  const workers = config.workers === "auto" ? navigator.hardwareConcurrency : config.workers;
  let source: FeatureSource | undefined, inUse: Promise<ModelInUse> | undefined;
  const features: FeatureSource = (week, pairs) =>
    (source ??= featureSource(inputs!.extracted.sales, config.preset))(week, pairs);
  const modelInUse = () => inUse ??= readModelInUse({ config, inputs: inputs!, features });
  return (task) =>
    ({ ...task, config, reading, inputs, features, workers, modelInUse }) as PipelineContext;
}

/** The rows of `train`, `val` or `test`, as they were published: a resumed run reads the same. */
export async function readSplit(
  { path, config }: Pick<PipelineContext, "path" | "config">,
  part: "train" | "val" | "test",
): Promise<LabelledRows> {
  await releaseMemory();
  const { frame } = await readParquet(path(`${part}.parquet`));
  return rowsFromFrame(frame, PRESETS[config.preset].features === "static" ? TEXT_FEATURES : []);
}

/** The text of a published JSON file. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}
