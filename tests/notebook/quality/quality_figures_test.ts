import assert from "node:assert/strict";
import { predictionMetrics } from "../../../lib/metrics/prediction_metrics.ts";
import { qualityFigures } from "../../../lib/notebook/quality/quality_figures.ts";
import { testCurves } from "../../../lib/stages/training/test_curves.ts";
import { random } from "../../../lib/stats/random.ts";

const { uniform } = random(3);
const probability = Float64Array.from({ length: 3000 }, () => uniform() ** 3);
const label = Uint8Array.from(probability, (p) => Number(uniform() < p));
const judged = {
  customer: Int32Array.from(label, (_, row) => row % 100),
  week: new Int32Array(label.length),
  label,
  probability,
};
const test = { weeks: ["2024-W46", "2024-W47"], ...predictionMetrics(judged, 0.4) };

Deno.test("both curves of a model name their weeks, and the marked point is the measured one", () => {
  const figures = qualityFigures({ test, curves: testCurves(judged) });
  assert.equal(figures.length, 2);
  for (const { svg, alt } of figures) {
    assert.match(svg, /2024-W46 and 2024-W47/);
    assert.match(alt, /in 2024-W46 and 2024-W47: /);
  }
  const percent = (share: number) => (100 * share).toFixed(1);
  const { precision, recall } = test;
  assert.ok(
    figures[0]!.svg.includes(
      `threshold 0.400: precision ${percent(precision)}%, recall ${percent(recall)}%`,
    ),
  );
});

Deno.test("results without curves or without purchases have no figures", () => {
  assert.deepEqual(qualityFigures({ test }), []);
  const curves = testCurves({ label: new Uint8Array(50), probability: new Float64Array(50) });
  assert.deepEqual(qualityFigures({ test, curves }), []);
});

Deno.test("the curves of thousands of pairs are short", () => {
  const { precision_recall, calibration } = testCurves(judged);
  assert.ok(precision_recall.length > 100 && precision_recall.length <= 202);
  assert.equal(calibration.length, 10);
  assert.equal(precision_recall.at(-1)!.recall, 1);
});
