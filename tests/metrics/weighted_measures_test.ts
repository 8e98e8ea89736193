import assert from "node:assert/strict";
import fc from "fast-check";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { customerDraws, percentileInterval } from "../../lib/metrics/customer_draws.ts";
import { predictionMetrics } from "../../lib/metrics/prediction_metrics.ts";
import {
  type RankedPairs,
  weightedAveragePrecision,
} from "../../lib/metrics/weighted_average_precision.ts";
import { weightedMeasures } from "../../lib/metrics/weighted_measures.ts";
import { random } from "../../lib/stats/random.ts";

const CUSTOMERS = 6;

/** Pairs in random order, with ties. */
function somePairs(seed: number, length = 80): RankedPairs {
  const { uniform, below } = random(seed);
  const probability = Float64Array.from({ length }, () => Math.round(20 * uniform()) / 20);
  return {
    customer: Int32Array.from({ length }, () => below(CUSTOMERS)),
    label: Uint8Array.from(probability, (p) => uniform() < p ? 1 : 0),
    probability,
  };
}

/** Repeats each customer by its weight, each copy with its own number. */
function copied({ customer, label, probability }: RankedPairs, weights: Float64Array) {
  const rows: { row: number; customer: number }[] = [];
  customer.forEach((c, row) => {
    for (let copy = 0; copy < weights[c]!; copy++) {
      rows.push({ row, customer: copy * CUSTOMERS + c });
    }
  });
  return {
    customer: Int32Array.from(rows, ({ customer }) => customer),
    label: Uint8Array.from(rows, ({ row }) => label[row]!),
    probability: Float64Array.from(rows, ({ row }) => probability[row]!),
    week: new Int32Array(rows.length),
  };
}

const seeds = fc.integer({ min: 0, max: 1e6 });
const weights = fc.array(fc.integer({ min: 0, max: 3 }), {
  minLength: CUSTOMERS,
  maxLength: CUSTOMERS,
}).map((values) => Float64Array.from(values));

Deno.test("a weighted measure equals the measure of repeated customers", () => {
  fc.assert(
    fc.property(seeds, weights, (seed, weights) => {
      const known = somePairs(seed), threshold = 0.5;
      const copies = copied(known, weights);
      fc.pre(copies.label.includes(1));
      const measures = weightedMeasures({
        known,
        repeat: known,
        fresh: somePairs(seed + 1),
        catalogue: known,
        decisionThreshold: threshold,
      });
      const expected = predictionMetrics(copies, threshold);
      const names = ["average_precision", "recall_at_10", "ndcg_at_10", "f1"] as const;
      for (const name of [...names, "log_loss", "brier", "calibration_error"] as const) {
        const value = measures[name](weights);
        assert.ok(
          Math.abs(value - expected[name]) < 1e-12,
          `${name}: ${value} is not ${expected[name]}`,
        );
      }
      assert.equal(
        measures.average_precision_full_catalogue(weights),
        measures.average_precision(weights),
      );
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("weightedAveragePrecision() equals averagePrecision() if each customer counts once", () => {
  for (let seed = 0; seed < 50; seed++) {
    const pairs = somePairs(seed, 1 + seed);
    const measure = weightedAveragePrecision(pairs);
    const once = new Float64Array(CUSTOMERS).fill(1);
    assert.ok(Math.abs(measure(once) - averagePrecision(pairs.label, pairs.probability)) < 1e-12);
    assert.equal(measure(new Float64Array(CUSTOMERS)), 0);
  }
});

Deno.test("every resample draws as many customers as given, and no others", () => {
  const draws = customerDraws(Int32Array.of(1, 4, 5), { repeats: 30, seed: 2 });
  assert.equal(draws.length, 30);
  for (const weights of draws) {
    assert.equal(weights.length, 6);
    assert.equal(weights.reduce((sum, weight) => sum + weight, 0), 3);
    assert.equal(weights[0]! + weights[2]! + weights[3]!, 0);
  }
  assert.deepEqual(draws, customerDraws(Int32Array.of(1, 4, 5), { repeats: 30, seed: 2 }));
});

Deno.test("a percentile interval lies between its quantiles, in any order of the values", () => {
  const values = Float64Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
  assert.deepEqual(percentileInterval(50, values, { level: 0.5 }), {
    estimate: 50,
    low: 25,
    high: 75,
  });
});
