import { type Config, type ParameterName, PARAMETERS } from "../config/parameters.ts";
import { PRESETS } from "../config/presets/presets.ts";
import type { Facts, RunHeader } from "../dag/runs/run_record.ts";
import type { ListedRun } from "../dag/runs/runs.ts";
import type { TaskContext } from "../dag/task_context.ts";
import { type FeatureSource, featureSource } from "../features/feature_source.ts";
import { parquetRows } from "../features/pairs/parquet_rows.ts";
import type { RowSource } from "../features/pairs/row_source.ts";
import { TEXT_FEATURES } from "../features/static_features.ts";
import { allowedMemory } from "../stages/check_memory.ts";
import { affordableBlock } from "../stages/memory_estimate.ts";
import { runSize } from "../stages/run_size.ts";
import type { TaskFacts, TaskId } from "../stages/task_facts.ts";
import type { Message } from "../language/message.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { type ModelInUse, readModelInUse } from "./model_in_use.ts";
import { machineMemory } from "./machine_memory.ts";
import type { RunInputs } from "./run_inputs.ts";
import { visibleText } from "../dag/terminal/visible_text.ts";

/** The context of a pipeline task. */
export interface PipelineContext<Id extends string = TaskId>
  extends Omit<TaskContext, "facts" | "factsOf"> {
  config: Config;
  /** The inputs while they are read; errors in them fail `extract_data`. */
  reading: Promise<RunInputs>;
  /** The inputs, for later tasks. */
  inputs: RunInputs;
  features: FeatureSource;
  workers: number;
  /** Pairs to work on at a time, as the memory allows. */
  blockPairs: () => number;
  /** Reads the model in use, once for all tasks. */
  modelInUse: () => Promise<ModelInUse>;
  /** Finds an earlier run with the same data, parameters and code; see reuse_outputs.ts. */
  alike: () => ListedRun | undefined;
  /** What decides the results beside the model: data, parameters, versions and code. */
  conditions: unknown;
  /** Why the data are too old; `undefined` if they are not. */
  tooOld: Message | undefined;
  /** Adds to the facts of this task in `run.json`; typed if other code reads them. */
  facts(facts: Id extends TaskId ? Partial<TaskFacts[Id]> : Facts): void;
  /** The facts of a task that has ended; also in a resumed run that kept its result. */
  factsOf<Other extends TaskId>(task: Other): TaskFacts[Other];
}

/**
 * Makes the contexts of a run's tasks.
 *
 * @param inputs the result of `reading`; not used if it failed.
 * @param alike finds an earlier run with the same data, parameters and code.
 * @param tooOld why the data are too old.
 */
export function pipelineContexts(
  config: Config,
  header: RunHeader,
  reading: Promise<RunInputs>,
  inputs: RunInputs | undefined,
  alike: () => ListedRun | undefined,
  tooOld?: Message,
): (task: TaskContext) => PipelineContext {
  const workers = config.workers === "auto" ? navigator.hardwareConcurrency : config.workers;
  let source: FeatureSource | undefined, inUse: Promise<ModelInUse> | undefined;
  const features: FeatureSource = (week) =>
    (source ??= featureSource(inputs!.extracted.sales, config.preset))(week);
  const modelInUse = () => inUse ??= readModelInUse({ config, inputs: inputs!, features });
  const blockPairs = () =>
    affordableBlock(
      runSize(inputs!.extracted.sales, { ...config, hasReference: false }),
      allowedMemory(config.memory_limit, machineMemory()).bytes,
      config.shards,
    );
  const conditions = conditionsOf(header);
  return (task) =>
    ({
      ...task,
      config,
      reading,
      inputs,
      alike,
      conditions,
      tooOld,
      features,
      workers,
      blockPairs,
      modelInUse,
    }) as PipelineContext;
}

/** Without the model in use, on which only the training depends, and parameters such as `workers`. */
function conditionsOf({ model_in_use: _, parameters, ...rest }: RunHeader): unknown {
  const deciding = Object.entries(parameters)
    .filter(([name]) => PARAMETERS[name as ParameterName].affectsResults);
  return [Object.fromEntries(deciding.sort()), rest];
}

/** Reads the published rows of `train`, `val` or `test`; a resumed run reads the same. */
export async function readSplit(
  { path, config }: Pick<PipelineContext, "path" | "config">,
  part: "train" | "val" | "test",
): Promise<RowSource> {
  await releaseMemory();
  const texts = PRESETS[config.preset].features === "static" ? TEXT_FEATURES : [];
  return await parquetRows(path(`${part}.parquet`), texts);
}

/** The text of a published JSON file, safe to show in a terminal. */
export function json(value: unknown): string {
  return visibleText(JSON.stringify(value, null, 2)) + "\n";
}
