import fc from "fast-check";
import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { compactTrees } from "../../../lib/forest/scoring/compact_trees.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import { BLOCK_ROWS, blockScorer } from "../../../lib/forest/scoring/score_block.ts";
import { plainScores } from "../plain_scores.ts";
import { simulateTable } from "../simulate_table.ts";

Deno.test("the kernel gives the same bits as its TypeScript twin, for trees of any depth", async () => {
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
