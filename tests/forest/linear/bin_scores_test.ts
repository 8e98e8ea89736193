import assert from "node:assert/strict";
import { binScores } from "../../../lib/forest/linear/bin_scores.ts";

Deno.test("both scores have mean 0 and variance 1 over the rows, and missing is 0", () => {
  const bins = Uint8Array.of(0, 0, 0, 1, 2, 2, 255, 255);
  const [ranks, sizes] = binScores(bins, Float64Array.of(0.5, 10)) as [Float64Array, Float64Array];
  for (const score of [ranks, sizes]) {
    const known = Array.from(bins.subarray(0, 6), (bin) => score[bin]!);
    const mean = known.reduce((sum, x) => sum + x, 0) / 6;
    assert(Math.abs(mean) < 1e-12);
    assert(Math.abs(known.reduce((sum, x) => sum + x * x, 0) / 6 - 1) < 1e-12);
    assert(score[0]! < score[1]! && score[1]! < score[2]!);
    assert.equal(score[255], 0);
  }
  // mean ranks 1.5, 3.5 and 5; logarithms log 1.5, the mean of the two, log 11
  const step = (score: Float64Array) => (score[2]! - score[1]!) / (score[1]! - score[0]!);
  assert(Math.abs(step(ranks) - 0.75) < 1e-12);
  assert(Math.abs(step(sizes) - 1) < 1e-12);
});

Deno.test("logarithms are odd: debts are as far from 0 as credits", () => {
  const [, sizes] = binScores(Uint8Array.of(0, 1, 1, 2), Float64Array.of(-5, 5));
  assert(Math.abs(sizes![0]! + sizes![2]!) < 1e-12);
  assert.equal(sizes![1], 0);
});

Deno.test("a constant, and a column without a value, score 0", () => {
  for (const bins of [Uint8Array.of(0, 0, 0), Uint8Array.of(255, 255)]) {
    for (const score of binScores(bins, new Float64Array())) {
      assert(score.every((value) => value === 0));
    }
  }
});
