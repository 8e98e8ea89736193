import assert from "node:assert/strict";
import fc from "fast-check";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { brierScore } from "../../lib/metrics/brier_score.ts";
import { calibrationCurve, calibrationError } from "../../lib/metrics/calibration_error.ts";
import { bestF1Threshold, precisionRecallF1 } from "../../lib/metrics/classification.ts";
import { logLoss } from "../../lib/metrics/log_loss.ts";
import { precisionRecallCurve } from "../../lib/metrics/precision_recall_curve.ts";
import { ndcgAtK, recallAtK } from "../../lib/metrics/ranking.ts";
import { rocAuc } from "../../lib/metrics/roc_auc.ts";
import oracle from "../oracles/metrics.json" with { type: "json" };

function near(actual: number, expected: number) {
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
}

for (const expected of oracle) {
  const labels = Uint8Array.from(expected.labels);
  const scores = Float64Array.from(expected.scores);
  const weights = Float64Array.from(expected.weights);

  Deno.test(`metrics equal scikit-learn's: ${expected.name}`, () => {
    near(averagePrecision(labels, scores), expected.average_precision);
    near(averagePrecision(labels, scores, weights), expected.average_precision_weighted);
    near(logLoss(labels, scores), expected.log_loss);
    near(logLoss(labels, scores, weights), expected.log_loss_weighted);
    near(brierScore(labels, scores), expected.brier);
    near(brierScore(labels, scores, weights), expected.brier_weighted);
    near(calibrationError(labels, scores), expected.calibration_error);
    const { precision, recall, f1 } = precisionRecallF1(labels, scores, 0.5);
    near(precision, expected.precision);
    near(recall, expected.recall);
    near(f1, expected.f1);
    near(bestF1Threshold(labels, scores).f1, expected.best_f1);
    const pairs = { customers: expected.customers, labels, scores };
    near(ndcgAtK(pairs, { k: expected.k }), expected.ndcg);
    if (expected.roc_auc === null) assert.equal(rocAuc(labels, scores), NaN);
    else {
      near(rocAuc(labels, scores), expected.roc_auc);
      near(rocAuc(labels, scores, weights), expected.roc_auc_weighted!);
    }
  });

  Deno.test(`curves equal scikit-learn's: ${expected.name}`, () => {
    const curve = precisionRecallCurve(labels, scores, { points: Infinity });
    const reached = expected.curve.threshold.length;
    assert.deepEqual(curve.map((point) => point.threshold), expected.curve.threshold);
    for (let i = 0; i < reached; i++) {
      near(curve[i]!.precision, expected.curve.precision[i]!);
      near(curve[i]!.recall, expected.curve.recall[i]!);
    }
    const bins = calibrationCurve(labels, scores);
    assert.deepEqual(bins.map((bin) => bin.count), expected.calibration.count);
    bins.forEach((bin, i) => {
      near(bin.meanPredicted, expected.calibration.said[i]!);
      near(bin.shareOfPositives, expected.calibration.share[i]!);
    });
  });
}

/** Labels with a positive, and scores on a coarse grid with many ties. */
const scored = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 5 })), {
  minLength: 1,
  maxLength: 40,
}).filter((rows) => rows.some(([label]) => label)).map((rows) => ({
  labels: Uint8Array.from(rows, ([label]) => Number(label)),
  scores: Float64Array.from(rows, ([, score]) => score / 5),
}));

Deno.test("the order of rows changes no metric", () => {
  fc.assert(
    fc.property(scored, ({ labels, scores }) => {
      const back = { labels: labels.slice().reverse(), scores: scores.slice().reverse() };
      const customers = Array.from(labels, (_, row) => row % 3);
      const backCustomers = customers.slice().reverse();
      near(averagePrecision(labels, scores), averagePrecision(back.labels, back.scores));
      near(
        recallAtK({ customers, labels, scores }),
        recallAtK({ customers: backCustomers, ...back }),
      );
      near(
        ndcgAtK({ customers, labels, scores }, { k: 3 }),
        ndcgAtK({ customers: backCustomers, ...back }, { k: 3 }),
      );
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("the best F1 is reached at its threshold and exceeded at no other", () => {
  fc.assert(
    fc.property(scored, ({ labels, scores }) => {
      const best = bestF1Threshold(labels, scores);
      near(precisionRecallF1(labels, scores, best.threshold).f1, best.f1);
      for (let threshold = -0.1; threshold < 1.1; threshold += 0.1) {
        assert.ok(precisionRecallF1(labels, scores, threshold).f1 <= best.f1 + 1e-12);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("bestF1Threshold() separates neighbouring doubles", () => {
  const above = 0.5 + Number.EPSILON / 2;
  const best = bestF1Threshold(Uint8Array.of(1, 0), Float64Array.of(above, 0.5));
  assert.deepEqual(best, { threshold: 0.5, f1: 1 });
});

Deno.test("recallAtK() is the expected recall under a random order of ties", () => {
  const labels = Uint8Array.of(1, 0, 0, 1), scores = Float64Array.of(0.9, 0.5, 0.5, 0.5);
  const customers = [7, 7, 7, 7];
  near(recallAtK({ customers, labels, scores }, { k: 2 }), (1 + 1 / 3) / 2);
  near(recallAtK({ customers, labels, scores }, { k: 4 }), 1);
});

Deno.test("ranking metrics look only at customers who buy", () => {
  const pairs = {
    customers: [0, 0, 5, 5],
    labels: Uint8Array.of(1, 0, 0, 0),
    scores: Float64Array.of(0.1, 0.9, 0.3, 0.4),
  };
  near(recallAtK(pairs, { k: 1 }), 0);
  near(ndcgAtK(pairs, { k: 2 }), 1 / Math.log2(3));
  assert.equal(recallAtK({ ...pairs, labels: new Uint8Array(4) }), NaN);
});

Deno.test("a thinned precision–recall curve keeps its ends and at most the given points", () => {
  const labels = Uint8Array.from({ length: 5000 }, (_, i) => Number(i % 7 === 0));
  const scores = Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i));
  const full = precisionRecallCurve(labels, scores, { points: Infinity });
  const thin = precisionRecallCurve(labels, scores, { points: 50 });
  assert.ok(thin.length <= 52, String(thin.length));
  assert.deepEqual([thin[0], thin.at(-1)], [full[0], full.at(-1)]);
});

Deno.test("metrics without positives or rows have their documented values", () => {
  const none = new Uint8Array(3), scores = Float64Array.of(0.1, 0.2, 0.3);
  assert.equal(averagePrecision(none, scores), 0);
  assert.deepEqual(bestF1Threshold(none, scores), { threshold: 0.5, f1: 0 });
  assert.deepEqual(precisionRecallCurve(none, scores), []);
  assert.equal(calibrationError(none, scores, { from: 0.9 }), 0);
  assert.equal(logLoss(new Uint8Array(), new Float64Array()), NaN);
});

Deno.test("metrics reject different lengths and NaN", () => {
  assert.throws(() => averagePrecision(new Uint8Array(2), new Float64Array(3)), /length: 2, 3/);
  assert.throws(() => averagePrecision(new Uint8Array(1), Float64Array.of(NaN)), /NaN/);
});
