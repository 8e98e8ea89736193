import assert from "node:assert/strict";
import { basename, join } from "node:path";
import {
  blockFolder,
  makeBlockFolder,
  removeBlocks,
  writeBlock,
} from "../../../lib/dag/stages/block_files.ts";
import { removeTemporaries } from "../../../lib/dag/runs/publish.ts";
import { files } from "../fixtures.ts";

/** A run folder with one for blocks, and two that write one in two steps. */
function runFolder() {
  const run = Deno.makeTempDirSync(), folder = blockFolder(run, "preprocess", ["a"]);
  makeBlockFolder(folder);
  return {
    run,
    path: join(folder, "2024-W44.0-5.parquet"),
    [Symbol.dispose]: () => Deno.removeSync(run, { recursive: true }),
  };
}

/** Writes a block, and does something when half of it is on the disk. */
function halfway(path: string, then: () => void): Promise<void> {
  return writeBlock(path, (temporary) => {
    Deno.writeTextFileSync(temporary, "ha");
    then();
    Deno.writeTextFileSync(temporary, "half");
    return Promise.resolve();
  });
}

Deno.test("a block appears whole, with another folder for other conditions", async () => {
  using place = runFolder();
  await halfway(place.path, () => assert.throws(() => Deno.statSync(place.path)));
  const folder = basename(join(place.path, ".."));
  assert.deepEqual(files(place.run), {
    [`preprocess.shards/${folder}/2024-W44.0-5.parquet`]: "half",
  });
  assert.notEqual(basename(blockFolder(place.run, "preprocess", ["b"])), folder);
});

Deno.test("the same block twice at once is one file", async () => {
  using place = runFolder();
  let second: Promise<void> | undefined;
  await halfway(place.path, () => second = halfway(place.path, () => {}));
  await second;
  assert.deepEqual(Object.values(files(place.run)), ["half"]);
});

Deno.test("a stage that begins removes no block, not even half of one", async () => {
  using place = runFolder();
  await halfway(place.path, () => removeTemporaries(place.run));
  assert.deepEqual(Object.values(files(place.run)), ["half"]);
});

Deno.test("an error leaves no half block", async () => {
  using place = runFolder();
  const full = halfway(place.path, () => {
    throw new Deno.errors.NotCapable("full");
  });
  await assert.rejects(full, /full/);
  assert.deepEqual(files(place.run), {});
});

Deno.test("a shard that is late finds no folder, and makes none", async () => {
  using place = runFolder();
  const late = halfway(place.path, () => removeBlocks(place.run, "preprocess"));
  await assert.rejects(late, Deno.errors.NotFound);
  removeBlocks(place.run, "preprocess");
  assert.deepEqual([...Deno.readDirSync(place.run)], []);
});

Deno.test("a run that was removed is not made again for its blocks", () => {
  const place = runFolder();
  place[Symbol.dispose]();
  assert.throws(
    () => makeBlockFolder(blockFolder(place.run, "preprocess", [])),
    Deno.errors.NotFound,
  );
});
