import assert from "node:assert/strict";
import fc from "fast-check";
import { adjustPValues } from "../../lib/stats/adjust_p_values.ts";
import { chiSquareContingency } from "../../lib/stats/chi_square_contingency.ts";
import { chiSquareTail } from "../../lib/stats/chi_square_tail.ts";
import { cramersV } from "../../lib/stats/cramers_v.ts";
import { kolmogorovTail } from "../../lib/stats/kolmogorov_distribution.ts";
import { ksTwoSample } from "../../lib/stats/kolmogorov_smirnov.ts";
import { populationStabilityIndex } from "../../lib/stats/population_stability_index.ts";
import { deviance } from "../../lib/stats/saddle_point.ts";
import { studentTQuantile } from "../../lib/stats/student_t_quantile.ts";
import oracle from "../oracles/statistics.json" with { type: "json" };

function near(actual: number, expected: number, tolerance: number, what = "") {
  const close = Math.abs(actual - expected) <= tolerance * Math.abs(expected);
  assert.ok(close, `${what}: ${actual} is not ${expected}`);
}

for (const { name, a, b, statistic, p_value, location } of oracle.ks) {
  Deno.test(`ksTwoSample() equals scipy: ${name}`, () => {
    const test = ksTwoSample(Float64Array.from(a), Float64Array.from(b));
    near(test.statistic, statistic, 1e-14);
    near(test.pValue, p_value, 1e-12);
    assert.equal(test.location, location);
    assert.deepEqual([test.n1, test.n2], [a.length, b.length]);
  });
}

Deno.test("kolmogorovTail() equals scipy at every size and distance", () => {
  for (const [n, x, p] of oracle.kolmogorov) near(kolmogorovTail(n!, x!), p!, 1e-9, `${n}, ${x}`);
});

Deno.test("ksTwoSample() is invariant to the order of the samples and to rescaling", () => {
  const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const test = ksTwoSample(Float64Array.from(a), Float64Array.from(b));
      const swapped = ksTwoSample(Float64Array.from(b), Float64Array.from(a));
      const cubed = ksTwoSample(
        Float64Array.from(a, (v) => v ** 3),
        Float64Array.from(b, (v) => v ** 3),
      );
      near(swapped.statistic, test.statistic, 1e-12);
      near(swapped.pValue, test.pValue, 1e-9);
      assert.equal(cubed.pValue, test.pValue);
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("ksTwoSample() rejects empty samples and values that are not finite", () => {
  const one = Float64Array.of(1);
  assert.throws(() => ksTwoSample(one, new Float64Array()), /empty: 1, 0 values/);
  assert.throws(() => ksTwoSample(one, Float64Array.of(2, Infinity)), /finite: Infinity/);
  assert.throws(() => ksTwoSample(Float64Array.of(-Infinity), one), /finite: -Infinity/);
  assert.throws(() => ksTwoSample(one, Float64Array.of(NaN)), /NaN/);
});

for (const expected of oracle.contingency) {
  Deno.test(`chiSquareContingency() equals scipy: ${expected.name}`, () => {
    const test = chiSquareContingency(expected.counts);
    near(test.statistic, expected.statistic, 1e-10);
    near(test.pValue, expected.p_value, 1e-8);
    assert.equal(test.degreesOfFreedom, expected.dof);
    test.expected.forEach((row, i) =>
      row.forEach((mean, j) => near(mean, expected.expected[i]![j]!, 1e-13))
    );
    const raw = chiSquareContingency(expected.counts, { yates: false });
    near(raw.statistic, expected.uncorrected, 1e-10);
    near(raw.pValue, expected.uncorrected_p, 1e-8);
    if (expected.cramers_v !== null) near(cramersV(expected.counts), expected.cramers_v, 1e-10);
  });
}

Deno.test("chiSquareTail() equals scipy down to 1e-300", () => {
  for (const [x, df, p] of oracle.chi2) near(chiSquareTail(x!, df!), p!, 1e-10, `${x}, ${df}`);
});

Deno.test("chiSquareTail() is accurate where stdlib's incomplete gamma is not", () => {
  // e^−1250 Σ_{k<500} 1250^k / k! in 60 decimal digits
  near(chiSquareTail(2500, 1000), 2.105926804848140e-129, 1e-13);
});

Deno.test("chiSquareTail() ends at 1 and at 0", () => {
  assert.deepEqual([chiSquareTail(0, 3), chiSquareTail(Infinity, 3)], [1, 0]);
});

Deno.test("chiSquareContingency() rejects empty rows and columns, and negative counts", () => {
  assert.throws(() => chiSquareContingency([[0, 0], [1, 2]]), /no counts: rows 0,3/);
  assert.throws(() => chiSquareContingency([[0, 1], [0, 2]]), /columns 0,3/);
  assert.throws(() => chiSquareContingency([[-1, 1], [1, 2]]), /non-negative/);
});

Deno.test("studentTQuantile() equals scipy", () => {
  for (const [p, df, t] of oracle.student) {
    assert.ok(Math.abs(studentTQuantile(p!, df!) - t!) < 1e-7 * (1 + Math.abs(t!)), `${p}, ${df}`);
  }
});

Deno.test("adjustPValues() equals scipy's false discovery control", () => {
  for (const { p, adjusted } of oracle.fdr) {
    adjustPValues(p, "benjamini_hochberg").forEach((value, i) => near(value, adjusted[i]!, 1e-13));
  }
});

Deno.test("adjustPValues() by Holm and Bonferroni equals R's p.adjust", () => {
  const p = [0.01, 0.04, 0.03, 0.2];
  const holm = [0.04, 0.09, 0.09, 0.2], bonferroni = [0.04, 0.16, 0.12, 0.8];
  adjustPValues(p, "holm").forEach((value, i) => near(value, holm[i]!, 1e-13));
  adjustPValues(p, "bonferroni").forEach((value, i) => near(value, bonferroni[i]!, 1e-13));
  assert.deepEqual(adjustPValues([], "holm"), []);
});

Deno.test("populationStabilityIndex() is symmetric, 0 for equal shares, finite for empty ones", () => {
  near(populationStabilityIndex([50, 50], [70, 30]), 0.2 * Math.log(0.7 / 0.3), 1e-13);
  near(populationStabilityIndex([70, 30], [50, 50]), 0.2 * Math.log(0.7 / 0.3), 1e-13);
  near(populationStabilityIndex([1, 0], [0, 1]), 2 * 0.9999 * Math.log(10_000), 1e-13);
  assert.throws(() => populationStabilityIndex([0, 0], [1, 2]), /no counts/);
});

Deno.test("kolmogorovTail() is Ruben and Gambino's formula just above a distance of 1 / 2n", () => {
  for (const n of [2, 3, 10]) {
    for (const t of [0.51, 0.54, 0.6, 0.9]) {
      let below = (2 * t - 1) ** n; // n! ((2 t − 1) / n)^n
      for (let i = 1; i <= n; i++) below *= i / n;
      assert.ok(Math.abs(kolmogorovTail(n, t / n) - (1 - below)) < 1e-14, `${n}, ${t}`);
    }
    assert.equal(kolmogorovTail(n, 0.5 / n), 1);
  }
});

Deno.test("deviance() keeps its digits for nearly equal numbers", () => {
  for (const [m, shift] of [[1000, 1e-6], [1000, 1e-9], [7, 1e-7], [1e6, 1e-3]] as const) {
    // the series in δ = (x − m) / m: m (δ² / 2 − δ³ / 6 + …)
    const x = m * (1 + shift), delta = (x - m) / m;
    const expected = m * (delta ** 2 / 2 - delta ** 3 / 6 + delta ** 4 / 12);
    assert.ok(Math.abs(deviance(x, m) / expected - 1) < 1e-9, `${m}, ${shift}: ${deviance(x, m)}`);
  }
  assert.equal(deviance(5, 5), 0);
});
