import { existsSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { removeIfThere } from "../../dag/runs/publish.ts";
import { writeBlock } from "../../dag/stages/block_files.ts";
import type { Unit, Units } from "../../model/units.ts";
import { releaseMemory } from "../../table/release_memory.ts";
import { cancellable } from "../../workers/cancellation.ts";

/** Bytes of the check sum before the content of a file. */
const HEAD = 4;

/** How often a shard at work looks whether another has finished the same unit. */
const LOOK_MS = 500;

/** The units in a folder, read when they are needed; a damaged one is made again. */
export function storedUnits(folder: string): Units {
  return { share: () => Promise.resolve(), find: (unit) => readUnit(folder, unit) };
}

/** How many units a shard made, and how many were there. */
export interface UnitCounts {
  made: number;
  kept: number;
}

/**
 * The units in a folder, of which a shard makes those that are missing: first its own share, then
 * those that no other shard has made. Shards that run side by side divide the work, one that runs
 * alone does all of it, and none waits for another. Two of them may be at work on the same unit:
 * the slower one gives it up.
 *
 * @param options.signal stops the work.
 * @param options.onUnit called before a unit is made.
 */
export function sharedUnits(
  folder: string,
  shard: { number: number; of: number },
  { signal, onUnit }: { signal: AbortSignal; onUnit: (name: string) => void },
): Units & UnitCounts {
  const counts = { made: 0, kept: 0 }, done = new Set<string>();
  return Object.assign(counts, {
    async share<Result>(units: readonly Unit<Result>[]) {
      for (const unit of inOrderOf(shard, units)) {
        if (done.has(unit.name)) continue;
        let isMade = false;
        if (readUnit(folder, unit) === undefined) {
          onUnit(unit.name);
          isMade = await writeUnit(folder, unit, signal);
          await releaseMemory();
        }
        counts[isMade ? "made" : "kept"]++;
        done.add(unit.name);
      }
    },
    find: <Result>(unit: Unit<Result>) => readUnit(folder, unit),
  });
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

/** Makes and writes a unit; `false` if meanwhile another shard has. */
async function writeUnit<Result>(
  folder: string,
  { name, make, encode }: Unit<Result>,
  signal: AbortSignal,
): Promise<boolean> {
  const path = join(folder, name), other = new AbortController();
  // a damaged one
  removeIfThere(path);
  const timer = setInterval(() => existsSync(path) && other.abort(), LOOK_MS);
  let content: Uint8Array;
  try {
    content = encode(await cancellable(AbortSignal.any([signal, other.signal]), make));
  } catch (error) {
    if (!other.signal.aborted || error !== other.signal.reason) throw error;
    return false;
  } finally {
    clearInterval(timer);
  }
  signal.throwIfAborted();
  const bytes = new Uint8Array(HEAD + content.length);
  new DataView(bytes.buffer).setUint32(0, crc32(content));
  bytes.set(content, HEAD);
  await writeBlock(path, (temporary) => Deno.writeFile(temporary, bytes));
  return true;
}
