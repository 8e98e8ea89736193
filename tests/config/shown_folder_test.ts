import assert from "node:assert/strict";
import { SHOWN_FOLDERS, shownFolder, withShownFolders } from "../../lib/config/shown_folder.ts";
import { outputsFlag } from "../../lib/pipeline/history/run_command.ts";

Deno.test("working folders are recorded and shown as the paths that they are copies of", () => {
  assert.equal(shownFolder("/cache/out/1"), "/cache/out/1");
  Deno.env.set(SHOWN_FOLDERS, JSON.stringify({ "/cache/out/1": "s3://sales/$&" }));
  try {
    assert.equal(shownFolder("/cache/out/1"), "s3://sales/$&");
    assert.equal(shownFolder("/cache/out"), "/cache/out");
    assert.equal(withShownFolders("in /cache/out/1/a and /x"), "in s3://sales/$&/a and /x");
    assert.equal(outputsFlag("/cache/out/1"), " --outputs-dir 's3://sales/$&'");
  } finally {
    Deno.env.delete(SHOWN_FOLDERS);
  }
});
