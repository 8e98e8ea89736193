import fc from "fast-check";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { BIN_MODULES } from "../../../lib/forest/kernels/bin_module.ts";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { compactTrees } from "../../../lib/forest/scoring/compact_trees.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import { BLOCK_ROWS, blockScorer } from "../../../lib/forest/scoring/score_block.ts";
import { SCORE_MODULE } from "../../../lib/forest/kernels/score_module.ts";
import { SHARE_MODULES } from "../../../lib/forest/kernels/share_module.ts";
import { plainScores } from "../plain_scores.ts";
import { simulateTable } from "../simulate_table.ts";

Deno.test("the module gives the bits of the same loop in TypeScript, for trees of any depth", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9_000 }),
      fc.integer({ min: 0, max: 14 }),
      fc.nat(1_000),
      async (length, maxDepth, seed) => {
        const { table, labels } = simulateTable(length, seed);
        const forest = await trainRandomForest(await binTable(table), labels, {
          trees: 3,
          minSamplesLeaf: 1,
          maxDepth,
          seed,
        });
        const columns = table.columns.map((column) =>
          column.kind === "numeric" ? column.values : column.codes
        );
        const trees = compactTrees(forest, columns.map((values) => values.includes(NaN)));
        const scored = { trees, columns, scores: new Float64Array(length) };
        const scoreBlock = blockScorer(scored);
        for (let block = 0; block * BLOCK_ROWS < length; block++) scoreBlock(block);
        const plain = { ...scored, scores: new Float64Array(length) };
        plainScores(plain);
        assert.deepEqual(scored.scores, plain.scores);
      },
    ),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("the modules' bytes are those that were measured", () => {
  const digests = [SCORE_MODULE, BIN_MODULES[32], BIN_MODULES[64], ...SHARE_MODULES].map(
    (bytes) => {
      assert.ok(WebAssembly.validate(bytes));
      return createHash("sha256").update(bytes).digest("hex");
    },
  );
  assert.deepEqual(digests, [
    "cbe6f122df0e2b7c8e0e097dbdb218c7cdb399339fa7aac3d95a0b9de55a43b7",
    "6530de5c20bdda2c151dddbf1f519af8abad5b659c2e3499f65b4361be072675",
    "25781bb5d0fba3fe9cf0b1a52986628177dfe0837d0d87d067ef5763b9dec583",
    "a8512e57e3a1f82546b64c3f8330716f5748308202f91232bb0c6a5625b5e213",
    "355d11b8c2a943e9488f264c6d8c6b1abd8e5b4182d272c00f490f8d840592b5",
    "4893552905b6425a63e5f0b08a2fcd76e77f2942e32a41aa591cecc16c6f9315",
    "e72d4a8109072b39f0522b786d3f9e824f8f98dc793d62ac04af53932e8d6ec3",
    "3eb3969e398a885237849db5eeb1b30538a83432e5d3932f1517340c46e5b917",
    "4510c05c70ec3ea4f254adb28ce1ccbdad088313a2a5d0f4b0af3280209654dd",
    "9915c0744ee3885720168cc78e9a2fe2c38403859c5f5ecf9a1e58d947359e34",
    "ab56a20ba370c7afc56a82fffaf32aa3c24546871b8d94bd25c75666122f2213",
  ]);
});
