import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { compileKernel, KERNELS } from "../../../tasks/kernels.ts";

Deno.test("the kernels' .wasm files are what their sources compile to", async () => {
  assert.deepEqual(KERNELS, [
    "lib/forest/binning/bin_values",
    "lib/forest/explaining/add_shares",
    "lib/forest/scoring/score_tree",
  ]);
  for (const kernel of KERNELS) {
    const committed = Deno.readFileSync(new URL(`../../../${kernel}.wasm`, import.meta.url));
    const isSame = Buffer.from(await compileKernel(kernel)).equals(committed);
    assert(isSame, `${kernel}.wasm is not what its source compiles to: call deno task kernels`);
  }
});
