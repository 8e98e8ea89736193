import assert from "node:assert/strict";
import fc from "fast-check";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { predictionMetrics } from "../../lib/metrics/prediction_metrics.ts";
import { ndcgAtK, recallAtK } from "../../lib/metrics/ranking.ts";
import { random } from "../../lib/stats/random.ts";

function pairs(seed: number, length = 60) {
  const { uniform, below } = random(seed);
  const probability = Float64Array.from({ length }, () => Math.round(20 * uniform()) / 20);
  return {
    customer: Float64Array.from({ length }, () => 2 ** 40 + below(5)),
    week: Int32Array.from({ length }, () => 2800 + below(3)),
    label: Uint8Array.from(probability, (p) => uniform() < p ? 1 : 0),
    probability,
  };
}

Deno.test("predictionMetrics() of a worked example", () => {
  const found = predictionMetrics({
    customer: [1, 1, 1, 2],
    week: Int32Array.of(5, 5, 5, 5),
    label: Uint8Array.of(1, 0, 1, 0),
    probability: Float64Array.of(0.8, 0.6, 0.4, 0.2),
  }, 0.5);
  const log2of3 = 1 / Math.log2(3);
  const expected = {
    pairs: 4,
    positives: 2,
    average_precision: (1 + 2 / 3) / 2,
    roc_auc: 0.75,
    decision_threshold: 0.5,
    precision: 0.5,
    recall: 0.5,
    f1: 0.5,
    recall_at_10: 1,
    ndcg_at_10: (1 + 0.5) / (1 + log2of3),
    log_loss: -(Math.log(0.8) + Math.log(0.4) + Math.log(0.4) + Math.log(0.8)) / 4,
    brier: (0.04 + 0.36 + 0.36 + 0.04) / 4,
  };
  for (const [name, value] of Object.entries(expected)) {
    assert(Math.abs(found[name as keyof typeof expected] - value) < 1e-12, name);
  }
  assert(found.calibration_error >= 0 && found.calibration_error <= 1);
});

Deno.test("repeat and new pairs are ranked apart, where it is known which is which", () => {
  const judged = {
    customer: [1, 1, 1, 2, 2],
    week: Int32Array.of(5, 5, 5, 5, 5),
    label: Uint8Array.of(1, 0, 1, 0, 1),
    probability: Float64Array.of(0.8, 0.6, 0.4, 0.3, 0.1),
  };
  const found = predictionMetrics({ ...judged, repeat: Float32Array.of(2, 1, 3, 0, 0) }, 0.5);
  assert.equal(found.average_precision_repeat, (1 + 2 / 3) / 2);
  assert.equal(found.average_precision_new, 1 / 2);
  assert.equal(found.positives_new, 1);
  assert(Math.abs(found.expected! - 2.2) < 1e-12);
  const again = predictionMetrics({ ...judged, repeat: [1, 1, 1, 0, 1] }, 0.5);
  assert.equal("average_precision_new" in again, false);
  assert.equal(again.positives_new, 0);
  assert.equal("positives_new" in predictionMetrics(judged, 0.5), false);
});

Deno.test("ranking metrics group rows by customer and week, for any ids and row order", () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const judged = pairs(seed);
      if (!judged.label.includes(1)) return;
      const { recall_at_10, ndcg_at_10, average_precision } = predictionMetrics(judged, 0.5);
      const baskets = [...judged.week].map((week, i) => `${week} ${judged.customer[i]}`);
      const names = [...new Set(baskets)];
      const scored = {
        customers: baskets.map((name) => names.indexOf(name)),
        labels: judged.label,
        scores: judged.probability,
      };
      assert(Math.abs(recall_at_10 - recallAtK(scored)) < 1e-12);
      assert(Math.abs(ndcg_at_10 - ndcgAtK(scored)) < 1e-12);
      assert.equal(average_precision, averagePrecision(judged.label, judged.probability));

      const back = (values: ArrayLike<number>) => Array.from(values).reverse();
      const reversed = predictionMetrics({
        customer: back(judged.customer),
        week: Int32Array.from(back(judged.week)),
        label: Uint8Array.from(back(judged.label)),
        probability: Float64Array.from(back(judged.probability)),
      }, 0.5);
      assert(Math.abs(reversed.recall_at_10 - recall_at_10) < 1e-12);
      assert(Math.abs(reversed.average_precision - average_precision) < 1e-12);
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("a pair is predicted where its probability is above the threshold, not at it", () => {
  const one = {
    customer: [1],
    week: Int32Array.of(1),
    label: Uint8Array.of(1),
    probability: Float64Array.of(0.5),
  };
  assert.equal(predictionMetrics(one, 0.5).recall, 0);
  assert.equal(predictionMetrics(one, 0.499).recall, 1);
});
