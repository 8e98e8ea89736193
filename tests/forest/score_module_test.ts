import fc from "fast-check";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { BIN_MODULES } from "../../lib/forest/bin_module.ts";
import { binTable } from "../../lib/forest/binning.ts";
import { compactTrees } from "../../lib/forest/compact_trees.ts";
import { trainRandomForest } from "../../lib/forest/random_forest.ts";
import { BLOCK_ROWS, blockScorer } from "../../lib/forest/score_block.ts";
import { SCORE_MODULE } from "../../lib/forest/score_module.ts";
import { SHARE_MODULES } from "../../lib/forest/share_module.ts";
import { plainScores } from "./plain_scores.ts";
import { simulateTable } from "./simulate_table.ts";

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
    "b9f80e046ebad17bcd6feb44e3473720a0ab6df3b0d7a4147192eb67a48520fd",
    "599cd714ff38e751048286de8439277a5d4a32a6e3590f5835939af6d71ad985",
    "54bf6ed69c87845394d6051205241a669f9c48dafd87fd69379d81ed9b58096e",
    "c6cc87db87ae08839277c34624e179c02fd5b212e9a5d7d61ec3d5a4b3f5ade5",
    "19df8ec06ddda9767348352ef1b8189dd5b19d92c172fd304e370c300465fdcd",
    "7d81ba236ed2d4824b73d1696d8176c97b2a0a8ecbe0ee35f1265c823c1f761c",
    "a3b604171a2ba923a1d2724a36c7205f75fc26b11904568f507b353a3af322be",
    "451c9148530a026cf388d97dcfef636ec44c00a394330b9a036dc86e1e77a0c8",
  ]);
});
