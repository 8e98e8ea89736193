import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { setLatest } from "../../../lib/dag/runs/latest.ts";
import { publishFile, replaceFile } from "../../../lib/dag/runs/publish.ts";
import { createRunFolder } from "../../../lib/dag/runs/run_folder.ts";
import { outputsFolder, RUN_ID } from "../fixtures.ts";

/** The renames and the syncs of a call, in order. */
async function recorded(call: () => unknown): Promise<string[]> {
  const events: string[] = [], opened = new Map<Deno.FsFile, string>();
  const { openSync, renameSync } = Deno, { syncSync } = Deno.FsFile.prototype;
  Deno.openSync = (path, options) => {
    const file = openSync(path, options);
    opened.set(file, basename(String(path)));
    return file;
  };
  Deno.renameSync = (from, to) => {
    renameSync(from, to);
    events.push(`rename ${basename(String(to))}`);
  };
  Deno.FsFile.prototype.syncSync = function () {
    syncSync.call(this);
    events.push(`sync ${opened.get(this)}`);
  };
  try {
    await call();
  } finally {
    Object.assign(Deno, { openSync, renameSync });
    Deno.FsFile.prototype.syncSync = syncSync;
  }
  return events;
}

Deno.test({
  name: "a rename is synced with its folder before it is reported",
  ignore: Deno.build.os === "windows",
  async fn() {
    using outputs = outputsFolder();
    const outer = basename(outputs.dir);
    const made = [`rename ${RUN_ID}`, "sync runs"];
    assert.deepEqual(await recorded(() => createRunFolder(outputs.dir, RUN_ID)), made);
    assert.deepEqual(await recorded(() => setLatest(outputs.dir, RUN_ID)), [
      "rename latest",
      `sync ${outer}`,
    ]);
    const folder = join(outputs.dir, "runs", RUN_ID);
    assert.deepEqual(await recorded(() => publishFile(folder, "models/m.json", "{}")), [
      `sync ${RUN_ID}`,
      "sync .unfinished-m.json",
      "rename m.json",
      "sync models",
    ]);
    assert.deepEqual(await recorded(() => replaceFile(join(folder, "run.json"), "{}")), [
      "sync .unfinished-run.json",
      "rename run.json",
      `sync ${RUN_ID}`,
    ]);
  },
});
