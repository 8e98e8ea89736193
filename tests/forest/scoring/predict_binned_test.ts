import assert from "node:assert/strict";
import { binLike } from "../../../lib/forest/binning/bin_like.ts";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { trainGradientBoosting } from "../../../lib/forest/boosting/gradient_boosting.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import { predictBinned } from "../../../lib/forest/scoring/predict_binned.ts";
import { predictEnsemble } from "../../../lib/forest/scoring/predict.ts";
import { simulateTable } from "../simulate_table.ts";

const train = simulateTable(3000, 1);
const later = simulateTable(5000, 2);

for (const maxBins of [8, 64, 255]) {
  const binned = await binTable(train.table, { maxBins });
  const rows = binLike(binned.features, later.table);

  for (const workers of [1, 2]) {
    Deno.test(`bins of ${maxBins} score as the values do, with ${workers} workers`, async () => {
      const forest = await trainRandomForest(binned, train.labels, { trees: 5, seed: maxBins });
      const boosted = await trainGradientBoosting(binned, train.labels, { rounds: 20 });
      for (const ensemble of [forest, boosted]) {
        const used = new Set(Array.from(ensemble.nodes.feature, (f) => ensemble.features[f]?.kind));
        assert(used.has("numeric") && used.has("categorical"));
        assert(ensemble.nodes.missingLeft.includes(1));
        const expected = await predictEnsemble(ensemble, later.table);
        assert.deepEqual(await predictBinned(ensemble, rows, { workers }), expected);
      }
    });
  }
}
