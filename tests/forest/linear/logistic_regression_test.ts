import assert from "node:assert/strict";
import fc from "fast-check";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { fitLogisticRegression } from "../../../lib/forest/linear/logistic_regression.ts";
import type { AdditiveModel } from "../../../lib/forest/linear/logistic_regression.ts";
import { binScores } from "../../../lib/forest/linear/bin_scores.ts";
import type { BinnedTable } from "../../../lib/forest/binning/binned_table.ts";
import oracle from "../../oracles/logistic_regression.json" with { type: "json" };
import { numericTable } from "../numeric_table.ts";
import { simulateTable } from "../simulate_table.ts";

Deno.test("log-odds are those of scikit-learn's ridge regression on the same scores", async () => {
  const binned = await binTable(numericTable(oracle.columns));
  const labels = Uint8Array.from(oracle.labels);
  for (const { penalty, log_odds } of oracle.cases) {
    const found = logOdds(await fitLogisticRegression(binned, labels, { penalty }), binned);
    log_odds.forEach((expected, row) => {
      assert(Math.abs(found[row]! - expected) < 1e-5, `row ${row}: ${found[row]}, ${expected}`);
    });
  }
});

Deno.test("no other weights have a lower penalised loss", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 40, max: 400 }),
      fc.double({ min: 0.1, max: 100, noNaN: true }),
      async (seed, length, penalty) => {
        const { table, labels } = simulateTable(length, seed);
        const binned = await binTable(table, { maxBins: 16 });
        const model = await fitLogisticRegression(binned, labels, { penalty });
        // at the minimum the residuals of a score add up to the penalty's pull on its weight
        const residuals = logOdds(model, binned).map((z, row) =>
          labels[row]! - 1 / (1 + Math.exp(-z))
        );
        const sum = residuals.reduce((all, residual) => all + residual, 0);
        assert(Math.abs(sum) < 0.02 * Math.sqrt(length), `${sum}`);
        binned.features.forEach((feature, f) => {
          if (feature.kind !== "numeric") return;
          const bins = binned.bins.subarray(f * length, (f + 1) * length);
          const scores = binScores(bins, feature.edges);
          // what the feature adds is Σ weight × score, and each weight is a sum of residuals
          const weights = scores.map((score) =>
            residuals.reduce((all, residual, row) => all + residual * score[bins[row]!]!, 0) /
            penalty
          );
          const added = scores[0]!.map((_, bin) =>
            scores.reduce((all, score, k) => all + weights[k]! * score[bin]!, 0)
          );
          const tolerance = 0.02 * (1 + Math.sqrt(length) / penalty);
          added.forEach((value, bin) =>
            assert(Math.abs(value - model.values[f]![bin]!) < tolerance, `${f}, bin ${bin}`)
          );
        });
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("rows without a purchase, or with purchases only, give finite values", async () => {
  const { table } = simulateTable(50, 1);
  const binned = await binTable(table);
  for (const label of [0, 1]) {
    const model = await fitLogisticRegression(binned, new Uint8Array(50).fill(label), {
      penalty: 1,
    });
    for (const z of logOdds(model, binned)) {
      assert(label === 1 ? z > 3 && z < 40 : z < -3 && z > -40);
    }
  }
});

Deno.test("categorical and constant features add nothing", async () => {
  const { table, labels } = simulateTable(300, 5);
  const binned = await binTable(table);
  const { values } = await fitLogisticRegression(binned, labels, { penalty: 1 });
  binned.features.forEach(({ name, kind }, f) => {
    const isSilent = kind === "categorical" || name === "constant";
    assert.equal(values[f]!.every((value) => value === 0), isSilent, name);
  });
});

/** The log-odds of the rows that a model was fitted on. */
function logOdds({ intercept, values }: AdditiveModel, { length, bins }: BinnedTable) {
  return Float64Array.from(
    { length },
    (_, row) => values.reduce((sum, value, f) => sum + value[bins[f * length + row]!]!, intercept),
  );
}
