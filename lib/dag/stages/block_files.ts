import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolderIn, removeIfThere, syncAndRename, TEMPORARY } from "../runs/publish.ts";

/** The folder of a run that has the blocks of a stage: the files that its shards have made. */
function blocksOf(runFolder: string, stage: string): string {
  return join(runFolder, `${stage}.shards`);
}

/**
 * The folder for the blocks of a stage under these conditions: under others, such as other code or
 * another model, a block with the same name has other rows.
 */
export function blockFolder(runFolder: string, stage: string, conditions: unknown): string {
  const digest = createHash("sha256").update(JSON.stringify(conditions)).digest("hex");
  return join(blocksOf(runFolder, stage), digest.slice(0, 16));
}

/** Makes that folder, if its run is there. */
export function makeBlockFolder(folder: string): void {
  makeFolderIn(dirname(dirname(folder)), folder);
}

/**
 * Writes a block, whole or not at all. Its temporary file has a name of its own, because the same
 * shard may be at work on two machines, and not that of an unfinished output, which any stage
 * removes. The folder is not made again: with it, the stage has removed its shards.
 */
export async function writeBlock(
  path: string,
  write: (temporary: string) => Promise<unknown>,
): Promise<void> {
  const temporary = join(dirname(path), `.${crypto.randomUUID()}-${basename(path)}`);
  try {
    await write(temporary);
    syncAndRename(temporary, path);
  } catch (error) {
    // half a block would keep a full disk full
    removeIfThere(temporary);
    throw error;
  }
}

/** Removes the blocks of a stage. Renamed first, so that a shard that is late finds no folder. */
export function removeBlocks(runFolder: string, stage: string): void {
  const folder = blocksOf(runFolder, stage),
    removed = join(runFolder, TEMPORARY + `${stage}.shards`);
  if (!existsSync(folder)) return;
  Deno.renameSync(folder, removed);
  removeIfThere(removed);
}
