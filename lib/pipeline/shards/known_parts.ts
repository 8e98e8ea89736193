import { join } from "node:path";
import type pl from "nodejs-polars";
import { blockFolder, removeBlocks } from "../../dag/stages/block_files.ts";
import type { Block } from "../../table/block.ts";
import { findPart, type PartFile } from "../../table/parquet_file/parquet_parts.ts";
import type { PipelineContext } from "../context.ts";
import { shaOf } from "../reuse/reuse_outputs.ts";

/** Outputs of earlier tasks on which blocks depend; else they depend on the conditions only. */
export const NEEDS: Record<string, string[]> = { predict: ["models/model.arrow"] };

/** The folder for the blocks of a task, made under these conditions with this model. */
export function partsFolder({ folder, id, conditions, record }: PipelineContext): string {
  return blockFolder(folder, id, [conditions, NEEDS[id]?.map((name) => shaOf(record, name))]);
}

/** Where the block of this name is. */
export function partPath(folder: string, name: string): string {
  return join(folder, `${name}.parquet`);
}

/** The blocks of a task that its shards have made, by their names. */
export function knownParts(context: PipelineContext): (name: string) => PartFile | undefined {
  const folder = partsFolder(context);
  return (name) => findPart(partPath(folder, name));
}

/** All blocks of a table: the files of those that are known, and the others, made one by one. */
export function* partsOf(
  context: PipelineContext,
  blocks: Iterable<Block>,
): Generator<pl.DataFrame | PartFile> {
  const known = knownParts(context);
  for (const { name, make } of blocks) yield known(name) ?? make();
}

/** A task whose shards may have made a part of its blocks: with its outputs, they are done with. */
export function gathering<Context extends PipelineContext>(
  task: (context: Context) => Promise<void>,
): (context: Context) => Promise<void> {
  return async (context) => {
    await task(context);
    context.signal.throwIfAborted();
    removeBlocks(context.folder, context.id);
  };
}
