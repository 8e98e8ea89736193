import type pl from "nodejs-polars";
import type { Config } from "../../config/parameters.ts";
import type { Reporter } from "../../dag/reporter.ts";
import { claimRun } from "../../dag/runs/run_claim.ts";
import { makeBlockFolder, writeBlock } from "../../dag/stages/block_files.ts";
import { openShard } from "../../dag/stages/open_shard.ts";
import { recordOf } from "../../dag/stages/run_of_stage.ts";
import { taskContext } from "../../dag/task_context.ts";
import { withRetries } from "../../dag/tries/retry.ts";
import { withinTime } from "../../dag/tries/time_limit.ts";
import type { Block } from "../../table/block.ts";
import { findPart, writePart } from "../../table/parquet_file/parquet_parts.ts";
import { releaseMemory } from "../../table/release_memory.ts";
import { weekName } from "../../table/time/week.ts";
import { type PipelineContext, pipelineContexts } from "../context.ts";
import { alikeRun, NEUTRAL, reusable } from "../reuse/reuse_outputs.ts";
import { readInputs } from "../run_inputs.ts";
import { checkWeek, readPatiently, runHeader } from "../run_pipeline.ts";
import { SODAI_MLOPS } from "../sodai_mlops.ts";
import { scoresOf } from "../tasks/predict.ts";
import { matrixOf } from "../tasks/preprocess.ts";
import { splitOf } from "../tasks/split_data.ts";
import { trainingInput } from "../tasks/train_model.ts";
import { trainUnits } from "../../stages/training/train_units.ts";
import { NEEDS, partPath, partsFolder } from "./known_parts.ts";
import { shareOf } from "./share_of.ts";
import { sharedUnits } from "./stored_units.ts";

type Blocks = Iterable<Block<pl.DataFrame | Promise<pl.DataFrame>>>;

/** The blocks of each task that works in shards. */
const BLOCKS: Record<string, (context: PipelineContext) => Blocks | Promise<Blocks>> = {
  preprocess: (context) => matrixOf(context).blocks,
  *split_data(context) {
    const { train, val, test } = splitOf(context);
    yield* train;
    yield* val;
    yield* test;
  },
  predict: scoresOf,
};

/** The task whose shards make units of work, one after the other, not blocks of rows. */
const TRAINING = "train_model";

/** The tasks that work in shards. */
export const SHARDED = SODAI_MLOPS.tasks.map(({ id }) => id)
  .filter((id) => id in BLOCKS || id === TRAINING);

/** One of the `of` parts of a stage, counted from 1. */
export interface Shard {
  task: string;
  runId: string;
  number: number;
  of: number;
}

/** How many blocks of a shard were made now, and how many were there. */
export interface ShardResult {
  made: number;
  kept: number;
}

/**
 * Makes a part of the blocks of a stage, each a file in the folder of the run. The stage itself then
 * makes only those that are missing. Shards work beside each other, on several machines, and beside
 * other stages: they take no lock and do not change `run.json`.
 *
 * @throws UserError if the run cannot be continued with these parameters, as its stage would.
 */
export async function runShard(
  config: Config,
  { task: id, runId, number, of }: Shard,
  { signal = new AbortController().signal, reporter = () => {}, now = new Date() }: {
    signal?: AbortSignal;
    reporter?: Reporter;
    now?: Date;
  } = {},
): Promise<ShardResult> {
  const onRetry = (_: unknown, text: string) => reporter({ kind: "retry", task: id, text });
  const reading = readPatiently(() => readInputs(config, now), signal, onRetry);
  const inputs = await reading, header = runHeader(config, inputs);
  checkWeek(runId, weekName(inputs.extracted.sales.predictedWeek));
  const { run, folder, isDone } = openShard(SODAI_MLOPS, {
    outputsDir: config.outputs_dir,
    runId,
    stage: id,
    header,
    neutralParameters: NEUTRAL,
  });
  if (isDone) return { made: 0, kept: 0 };
  using _claim = claimRun(folder);
  reporter({ kind: "run_started", run, folder });
  const contextOf = pipelineContexts(
    config,
    header,
    reading,
    inputs,
    () => alikeRun(config.outputs_dir, header),
  );
  const declared = SODAI_MLOPS.tasks.find((task) => task.id === id)!, task = recordOf(run, id);
  const oneTry = (signal: AbortSignal) => {
    const context = taskContext({ run, folder, task, declared, save() {}, reporter, signal });
    const make = id === TRAINING ? makeUnits : makeBlocks;
    return make(contextOf(context), { number, of });
  };
  const limits = { name: id, signal, limitMs: declared.executionTimeoutMs };
  return await withRetries(() => withinTime(oneTry, limits), declared, { signal, onRetry });
}

async function makeBlocks(
  context: PipelineContext,
  shard: Pick<Shard, "number" | "of">,
): Promise<ShardResult> {
  const done = { made: 0, kept: 0 };
  // the stage will take over the outputs of another run
  if (reusable(context, NEEDS[context.id] ?? [])) return done;
  const folder = partsFolder(context);
  makeBlockFolder(folder);
  const share = shareOf([...await BLOCKS[context.id]!(context)], shard);
  // taken from the list, so that what the blocks of a week share is freed after its last one
  while (share.length > 0) {
    const { name, make } = share.shift()!;
    const path = partPath(folder, name);
    if (findPart(path)) done.kept++;
    else {
      context.note(`block ${name}`);
      const frame = await make();
      context.signal.throwIfAborted();
      await writeBlock(path, (temporary) => writePart(temporary, frame));
      done.made++;
    }
    await releaseMemory();
  }
  return done;
}

async function makeUnits(
  context: PipelineContext,
  shard: Pick<Shard, "number" | "of">,
): Promise<ShardResult> {
  const { config, workers, signal, note } = context, folder = partsFolder(context);
  makeBlockFolder(folder);
  const units = sharedUnits(folder, shard, { signal, onUnit: (name) => note(`unit ${name}`) });
  await trainUnits(trainingInput(context), { ...config, workers, units });
  return { made: units.made, kept: units.kept };
}
