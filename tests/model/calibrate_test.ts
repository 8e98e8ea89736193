import assert from "node:assert/strict";
import fc from "fast-check";
import {
  calibrate,
  type Calibration,
  fitCalibration,
  NO_CALIBRATION,
} from "../../lib/model/calibrate.ts";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { calibrationError } from "../../lib/metrics/calibration_error.ts";
import { logLoss } from "../../lib/metrics/log_loss.ts";
import { random } from "../../lib/stats/random.ts";

/** Predicted probabilities, and labels drawn with probability `truth(p)`. */
function sample(seed: number, truth: (p: number) => number, length = 50_000) {
  const r = random(seed);
  const predicted = Float64Array.from({ length }, () => r.uniform() ** 4);
  return { predicted, labels: Uint8Array.from(predicted, (p) => r.uniform() < truth(p) ? 1 : 0) };
}

const DISTORTIONS: Record<string, (p: number) => number> = {
  "none": (p) => p,
  "too high by half": (p) => p / 2,
  "overconfident": (p) => 1 / (1 + Math.exp(-0.6 * Math.log(p / (1 - p)))),
  "underconfident": (p) => 1 / (1 + Math.exp(-1.6 * Math.log(p / (1 - p)))),
  "another prior": (p) => 3 * p / (3 * p + 1 - p),
};

for (const [name, truth] of Object.entries(DISTORTIONS)) {
  Deno.test(`calibration improves unseen rows: ${name}`, () => {
    const seen = sample(1, truth), unseen = sample(2, truth);
    const calibrated = calibrate(
      unseen.predicted,
      fitCalibration(seen.labels, seen.predicted, { weeks: 100 }),
    );
    const error = calibrationError(unseen.labels, calibrated);
    assert.ok(error < 0.012, `calibration error ${error}`);
    const loss = logLoss(unseen.labels, calibrated) -
      logLoss(unseen.labels, unseen.predicted.map(truth));
    assert.ok(loss < 0.0005, `log-loss ${loss} above the truth's`);
  });
}

Deno.test("calibration keeps the order and creates no ties", () => {
  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  const slope = fc.double({ min: 0.05, max: 2, noNaN: true });
  fc.assert(
    fc.property(
      probability,
      probability,
      fc.record({ a: slope, b: slope, c: fc.double({ min: -3, max: 3, noNaN: true }) }),
      (p, q, calibration: Calibration) => {
        fc.pre(q - p > 1e-9);
        const [low, high] = calibrate(Float64Array.of(p, q), calibration);
        assert.ok(low! < high! && low! > 0 && high! < 1);
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("no fitted calibration changes average precision", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.constantFrom(...Object.values(DISTORTIONS)), (seed, truth) => {
      const { predicted, labels } = sample(seed, truth, 500);
      // trees have few distinct probabilities: ties must stay ties, and no new ones appear
      const rough = predicted.map((p, i) =>
        Math.round((i % 2 ? 1e9 : 50) * p) / (i % 2 ? 1e9 : 50)
      );
      const calibrated = calibrate(rough, fitCalibration(labels, rough, { weeks: 1 + seed % 8 }));
      assert.equal(averagePrecision(labels, calibrated), averagePrecision(labels, rough));
      assert.equal(new Set(calibrated).size, new Set(rough).size);
    }),
    { seed: 2, numRuns: 100 },
  );
});

Deno.test("rows without purchases, few rows and no rows give a usable calibration", () => {
  const predicted = Float64Array.of(0.1, 0.3, 0.9);
  for (const labels of [[0, 0, 0], [1, 1, 1], [1, 0, 0]]) {
    const calibrated = calibrate(predicted, fitCalibration(Uint8Array.from(labels), predicted));
    assert.ok(calibrated.every((p, i) => p > 0 && p < 1 && (i === 0 || p > calibrated[i - 1]!)));
  }
  assert.deepEqual(fitCalibration(new Uint8Array(0), new Float64Array(0)), NO_CALIBRATION);
});

Deno.test("NO_CALIBRATION changes probabilities by at most 1e-5", () => {
  const predicted = Float64Array.of(0, 1e-4, 0.2, 0.5, 1);
  calibrate(predicted, NO_CALIBRATION).forEach((p, i) =>
    assert.ok(Math.abs(p - predicted[i]!) < 1.1e-5)
  );
});

Deno.test("one week moves probabilities half as far as an unpenalised fit, many weeks fully", () => {
  const { predicted, labels } = sample(3, (p) => 2 * p / (2 * p + 1 - p));
  const shift = (weeks: number) => {
    const [p] = calibrate(Float64Array.of(0.3), fitCalibration(labels, predicted, { weeks }));
    return Math.log(p! / (1 - p!)) - Math.log(0.3 / 0.7);
  };
  assert.ok(Math.abs(shift(1000) - Math.log(2)) < 0.1, `${shift(1000)}`);
  assert.ok(shift(1) > 0.3 * Math.log(2) && shift(1) < 0.7 * Math.log(2), `${shift(1)}`);
  assert.ok(shift(4) > shift(1));
});
