import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { compileKernel, KERNELS } from "../../../tasks/kernels.ts";

// relative paths, so that deno task mutate finds the files that this test needs
const SOURCES = [
  "../../../lib/forest/binning/bin_values.as.ts",
  "../../../lib/forest/boosting/pieces/move_records.shared.as.ts",
  "../../../lib/forest/boosting/pieces/search_slots.shared.as.ts",
  "../../../lib/forest/boosting/pieces/start_records.shared.as.ts",
  "../../../lib/forest/boosting/pieces/sum_records.shared.as.ts",
  "../../../lib/forest/explaining/add_shares.as.ts",
  "../../../lib/forest/explaining/group_shares.as.ts",
  "../../../lib/forest/growing/node_entries.shared.as.ts",
  "../../../lib/forest/growing/node_split.shared.as.ts",
  "../../../lib/forest/scoring/score_tree.as.ts",
];

Deno.test("the kernels' .wasm files equal their compiled sources", async () => {
  assert.deepEqual(KERNELS, SOURCES.map((source) => source.replace(/^(\.\.\/)+|\.as\.ts$/g, "")));
  for (const kernel of KERNELS) {
    const committed = readFileSync(new URL(`../../../${kernel}.wasm`, import.meta.url));
    const isSame = Buffer.from(await compileKernel(kernel)).equals(committed);
    assert(isSame, `${kernel}.wasm is not what its source compiles to: call deno task kernels`);
  }
});

Deno.test("a kernel that does not compile is an error with the compiler's message", async () => {
  await assert.rejects(compileKernel("lib/forest/kernels/nowhere"), /nowhere.*not found/s);
});
