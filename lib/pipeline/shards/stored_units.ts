import { existsSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { writeBlock } from "../../dag/stages/block_files.ts";
import type { Unit, Units } from "../../model/units.ts";
import { releaseMemory } from "../../table/release_memory.ts";

/** Bytes of the check sum before the content of a file. */
const HEAD = 4;

/** The units in a folder, read when they are needed; a damaged one is made again. */
export function storedUnits(folder: string): Units {
  return { share: () => Promise.resolve(), find: (unit) => readUnit(folder, unit) };
}

/**
 * The units in a folder, of which a shard makes those that are missing: first its own share, then
 * those that no other shard has made. Shards that run side by side divide the work, one that runs
 * alone does all of it, and none waits for another. Two of them may make the same unit.
 *
 * @param onUnit called for each unit, before it is made, or if it is there.
 */
export function sharedUnits(
  folder: string,
  shard: { number: number; of: number },
  onUnit: (name: string, isThere: boolean) => void,
): Units {
  const done = new Set<string>();
  return {
    async share(units) {
      for (const unit of inOrderOf(shard, units)) {
        if (done.has(unit.name)) continue;
        const isThere = readUnit(folder, unit) !== undefined;
        onUnit(unit.name, isThere);
        if (!isThere) await writeUnit(folder, unit);
        done.add(unit.name);
        await releaseMemory();
      }
    },
    find: (unit) => readUnit(folder, unit),
  };
}

/**
 * The order in which a shard looks at units: every `of`th, then those of other shards from the last
 * one on, which are the least likely to be at work.
 */
export function inOrderOf<Of>(
  { number, of }: { number: number; of: number },
  units: readonly Of[],
): Of[] {
  const isOwn = (_: Of, i: number) => i % of === number - 1;
  return [
    ...units.filter(isOwn),
    ...units.filter((unit, i) => !isOwn(unit, i)).reverse(),
  ];
}

function readUnit<Result>(
  folder: string,
  { name, decode }: Pick<Unit<Result>, "name" | "decode">,
): Result | undefined {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  const bytes = Deno.readFileSync(path);
  if (bytes.length < HEAD) return undefined;
  const content = bytes.slice(HEAD);
  const isIntact = new DataView(bytes.buffer).getUint32(0) === crc32(content);
  return isIntact ? decode(content) : undefined;
}

async function writeUnit<Result>(
  folder: string,
  { name, make, encode }: Unit<Result>,
): Promise<void> {
  const content = encode(await make());
  const bytes = new Uint8Array(HEAD + content.length);
  new DataView(bytes.buffer).setUint32(0, crc32(content));
  bytes.set(content, HEAD);
  await writeBlock(join(folder, name), (temporary) => Deno.writeFile(temporary, bytes));
}
