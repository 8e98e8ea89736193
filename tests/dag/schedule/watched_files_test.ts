import assert from "node:assert/strict";
import { join } from "node:path";
import { watchedFiles } from "../../../lib/dag/schedule/watched_files.ts";

Deno.test("watchedFiles() reports a change once two looks in succession agree", () => {
  const folder = Deno.makeTempDirSync(), path = join(folder, "a.parquet");
  const files = watchedFiles([path, join(folder, "absent.parquet")]);
  files.mark();
  assert.equal(files.look(), "same");
  Deno.writeTextFileSync(path, "half");
  assert.equal(files.look(), "changing");
  Deno.writeTextFileSync(path, "half and the rest");
  assert.equal(files.look(), "changing");
  assert.equal(files.look(), "changed");
  files.mark();
  assert.equal(files.look(), "same");
  Deno.removeSync(path);
  assert.equal(files.look(), "changed");
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("watchedFiles() knows nothing before the first mark; an old file needs no second look", () => {
  const path = Deno.makeTempFileSync(), files = watchedFiles([path]);
  assert.deepEqual([files.look(), files.look()], ["changing", "changed"]);
  const old = new Date(Date.now() - 61_000);
  Deno.utimeSync(path, old, old);
  assert.equal(watchedFiles([path]).look(), "changed");
  Deno.removeSync(path);
});
