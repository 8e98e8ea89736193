import assert from "node:assert/strict";
import { join } from "node:path";
import { createRunFolder } from "../../../lib/dag/runs/run_folder.ts";
import { userErrorOf } from "../../../lib/system_error.ts";
import { outputsFolder, RUN_ID } from "../fixtures.ts";

Deno.test("a half-made run that cannot be removed is named", () => {
  using outputs = outputsFolder();
  const left = join(outputs.dir, "runs", ".unfinished-run");
  Deno.mkdirSync(left, { recursive: true });
  const { removeSync } = Deno;
  Deno.removeSync = (path) => {
    const message = `Permission denied (os error 13): remove '${path}'`;
    throw Object.assign(new Deno.errors.PermissionDenied(message), { code: "EACCES" });
  };
  try {
    assert.throws(
      () => createRunFolder(outputs.dir, RUN_ID),
      (error) => userErrorOf(error)!.message.startsWith(`Cannot remove ${left}: this user has no`),
    );
  } finally {
    Deno.removeSync = removeSync;
  }
  assert.equal(createRunFolder(outputs.dir, RUN_ID), RUN_ID);
});
