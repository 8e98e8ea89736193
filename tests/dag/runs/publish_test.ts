import assert from "node:assert/strict";
import { join } from "node:path";
import { outputIsIntact, publishFile, removeTemporaries } from "../../../lib/dag/runs/publish.ts";
import { files, outputsFolder } from "../fixtures.ts";

Deno.test("a file is absent while it is written, and after a failed write", async () => {
  using outputs = outputsFolder();
  const path = join(outputs.dir, "models", "m.json");
  await publishFile(outputs.dir, "models/m.json", "old");
  const failing = publishFile(outputs.dir, "models/m.json", (temporary) => {
    Deno.writeTextFileSync(temporary, "new and half");
    assert.equal(Deno.readTextFileSync(path), "old");
    throw new Error("disk full");
  });
  await assert.rejects(failing, /disk full/);
  assert.equal(Deno.readTextFileSync(path), "old");
  assert.equal(Object.keys(files(outputs.dir)).length, 2);
  removeTemporaries(outputs.dir);
  assert.deepEqual(files(outputs.dir), { "models/m.json": "old" });
});

Deno.test("an output is intact only with the same size and hash", async () => {
  using outputs = outputsFolder();
  const output = await publishFile(outputs.dir, "a.bin", new Uint8Array(3_000_000).fill(7));
  assert.equal(output.bytes, 3_000_000);
  assert.ok(outputIsIntact(outputs.dir, output));
  assert.ok(!outputIsIntact(outputs.dir, { ...output, bytes: 1 }));
  assert.ok(!outputIsIntact(outputs.dir, { ...output, sha256: "0" }));
  assert.ok(!outputIsIntact(outputs.dir, { ...output, name: "b.bin" }));
});

for (const name of ["", "/etc/x", "../x", "a/../b", "a//b", "a/", ".unfinished-x", "run.json"]) {
  Deno.test(`publishFile() refuses the name "${name}"`, async () => {
    using outputs = outputsFolder();
    await assert.rejects(publishFile(outputs.dir, name, ""), /invalid name of an output/);
  });
}
