import assert from "node:assert/strict";
import { precisionRecallF1 } from "../../lib/metrics/classification.ts";

Deno.test("every row has one of four outcomes", () => {
  const labels = Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0, 0, 0);
  const scores = Float64Array.of(0.9, 0.8, 0.1, 0.9, 0.7, 0.5, 0.1, 0.1, 0.1, 0.1);
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = precisionRecallF1(
    labels,
    scores,
    0.5,
  );
  assert.deepEqual([truePositives, falsePositives, falseNegatives, trueNegatives], [2, 2, 1, 5]);
});
