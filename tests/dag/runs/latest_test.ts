import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest, setLatest } from "../../../lib/dag/runs/latest.ts";
import { createRunFolder } from "../../../lib/dag/runs/run_folder.ts";
import { outputsFolder, RUN_ID } from "../fixtures.ts";

Deno.test("latest is never absent while it is swapped", async () => {
  using outputs = outputsFolder();
  const ids = [createRunFolder(outputs.dir, RUN_ID), createRunFolder(outputs.dir, RUN_ID)];
  setLatest(outputs.dir, ids[0]!);
  // a killed swap leaves its temporary link
  Deno.symlinkSync("runs/gone", join(outputs.dir, ".unfinished-latest"));
  let swaps = 0;
  const reader = (async () => {
    while (swaps < 200) {
      assert.ok(
        ids.includes(await Deno.readLink(join(outputs.dir, "latest")).then((s) => s.slice(5))),
      );
    }
  })();
  for (; swaps < 200; swaps++) {
    setLatest(outputs.dir, ids[swaps % 2]!);
    await new Promise((resolve) => setTimeout(resolve));
  }
  await reader;
  assert.equal(readLatest(outputs.dir), ids[1]);
});

Deno.test("readLatest() ignores a link to a removed run, and a folder in its place", () => {
  using outputs = outputsFolder();
  setLatest(outputs.dir, RUN_ID);
  assert.equal(readLatest(outputs.dir), undefined);
  Deno.removeSync(join(outputs.dir, "latest"));
  Deno.mkdirSync(join(outputs.dir, "latest"));
  assert.equal(readLatest(outputs.dir), undefined);
  assert.throws(() => setLatest(outputs.dir, RUN_ID), {
    name: "UserError",
    message: /Move it away/,
  });
});
