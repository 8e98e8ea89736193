import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { download } from "./download.ts";
import { inParallel } from "./in_parallel.ts";
import type { Store } from "./store.ts";

const SCHEMA = z.record(z.string(), z.object({ etag: z.string(), mtimeMs: z.number() }));

/**
 * Fetches input files that are plain objects, and keeps their tags beside the folder. A file whose object still has the same tag is not
 * fetched again; one whose object is gone is removed.
 *
 * @param names of all files that there may be.
 * @returns how much was transferred.
 */
export async function pullInputs(
  store: Store,
  folder: string,
  names: readonly string[],
): Promise<{ files: number; bytes: number }> {
  Deno.mkdirSync(folder, { recursive: true });
  const path = `${folder}.tags.json`, tags = readTags(path), moved = { files: 0, bytes: 0 };
  await inParallel(names, async (name) => {
    const file = join(folder, name), tag = tags[name];
    const isIntact = tag !== undefined && mtimeMs(file) === tag.mtimeMs;
    const found = await download(store, name, file, isIntact ? { unlike: tag.etag } : {});
    if (found === "unchanged") return;
    delete tags[name];
    if (found === undefined) {
      if (existsSync(file)) Deno.removeSync(file);
      return;
    }
    tags[name] = { etag: found.etag, mtimeMs: mtimeMs(file)! };
    moved.files++;
    moved.bytes += found.bytes;
  });
  Deno.writeTextFileSync(path, JSON.stringify(tags));
  return moved;
}

function readTags(path: string): z.infer<typeof SCHEMA> {
  try {
    return SCHEMA.parse(JSON.parse(Deno.readTextFileSync(path)));
  } catch {
    // absent or damaged: every file is fetched
    return {};
  }
}

function mtimeMs(path: string): number | undefined {
  return existsSync(path) ? Deno.statSync(path).mtime?.getTime() : undefined;
}
