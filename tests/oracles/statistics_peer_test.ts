import assert from "node:assert/strict";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { brierScore } from "../../lib/metrics/brier_score.ts";
import { calibrationError } from "../../lib/metrics/calibration_error.ts";
import { bestF1Threshold } from "../../lib/metrics/classification.ts";
import { logLoss } from "../../lib/metrics/log_loss.ts";
import { ndcgAtK } from "../../lib/metrics/ranking.ts";
import { rocAuc } from "../../lib/metrics/roc_auc.ts";
import { applyKBins, fitKBins } from "../../lib/features/encoders/k_bins.ts";
import { fitStandardScaler } from "../../lib/features/encoders/standard_scaler.ts";
import { fitWinsorizer } from "../../lib/features/encoders/winsorizer.ts";
import { adjustPValues } from "../../lib/stats/adjust_p_values.ts";
import { chiSquareContingency } from "../../lib/stats/chi_square_contingency.ts";
import { chiSquareTail } from "../../lib/stats/chi_square_tail.ts";
import { cramersV } from "../../lib/stats/cramers_v.ts";
import { kolmogorovTail } from "../../lib/stats/kolmogorov_distribution.ts";
import { ksTwoSample } from "../../lib/stats/kolmogorov_smirnov.ts";
import { populationStabilityIndex } from "../../lib/stats/population_stability_index.ts";
import { type Random, random } from "../../lib/stats/random.ts";
import { studentTQuantile } from "../../lib/stats/student_t_quantile.ts";
import { askPython, PYTHON } from "./ask_python.ts";

const ignore = !PYTHON;
const ask = (questions: Record<string, unknown>[]) => askPython("peer_answers.py", questions);

function near(actual: number, expected: number, tolerance: number, what: string) {
  // doubles closer to 0 lose digits
  const close = Math.abs(actual - expected) <= tolerance * Math.abs(expected) + 1e-300;
  assert.ok(close, `${what}: ${actual} is not ${expected}`);
}

/** Generators for every kind of value that a column may hold. */
const KINDS: ((r: Random) => number)[] = [
  (r) => r.normal(),
  (r) => r.below(4),
  (r) => Math.round(10 * r.normal()) / 10,
  (r) => r.uniform() < 0.9 ? 0 : r.uniform(),
  (r) => Math.tan(Math.PI * (r.uniform() - 0.5)),
  (r) => Math.exp(1000 * (r.uniform() - 0.5)),
  (r) => r.normal() * 1e-310,
  (r) => r.normal() * 1e300,
  () => 7,
];

Deno.test({
  name: "Kolmogorov–Smirnov tests equal scipy's on generated samples",
  ignore,
  fn: async () => {
    const cases = Array.from({ length: 270 }, (_, i) => {
      const r = random(1, i), draw = KINDS[i % KINDS.length]!;
      const most = i % 30 === 0 ? 14_000 : i % 10 === 0 ? 900 : 60;
      const sizes = i % 4 === 0 ? [most, most] : [1 + r.below(most), 1 + r.below(most)];
      const move = i % 3 === 0 ? 0.8 : 1;
      return {
        a: Array.from({ length: sizes[0]! }, () => draw(r)),
        b: Array.from({ length: sizes[1]! }, () => move * draw(r)),
      };
    });
    const answers = await ask(cases.map((samples) => ({ ask: "ks", ...samples })));
    cases.forEach(({ a, b }, i) => {
      const what = `case ${i}, ${a.length} and ${b.length} values`;
      const test = ksTwoSample(Float64Array.from(a), Float64Array.from(b));
      near(test.statistic, answers[i][0], 1e-12, what);
      near(test.pValue, answers[i][1], 1e-8, what);
      assert.equal(test.location, answers[i][2], what);
    });
  },
});

/** Part of the first sample is below all other values, which are equal: any distance at any size. */
function stepped(n1: number, n2: number, below: number) {
  return {
    a: Float64Array.from({ length: n1 }, (_, i) => i < below ? -1 : 1),
    b: new Float64Array(n2).fill(1),
  };
}

Deno.test({
  name: "Kolmogorov–Smirnov p-values equal scipy's from 1 down to 1e-300, exact and asymptotic",
  ignore,
  fn: async () => {
    const r = random(8), cases: [number, number, number][] = [];
    for (let n = 1; n <= 120; n++) for (let h = 0; h <= Math.min(n, 3); h++) cases.push([n, n, h]);
    for (let n1 = 1; n1 <= 14; n1++) {
      for (let n2 = 1; n2 <= 14; n2++) cases.push([n1, n2, r.below(n1 + 1)]);
    }
    for (const n of [150, 300, 520, 1000, 3000, 10_000]) {
      for (let h = 4; h <= n; h = Math.ceil(1.4 * h)) cases.push([n, n, h]);
    }
    for (let i = 0; i < 150; i++) {
      const most = i % 10 === 0 ? 10_000 : 900, n1 = 1 + r.below(most);
      cases.push([n1, 1 + r.below(most), Math.floor(n1 * r.uniform() ** 3)]);
    }
    // the largest exact sizes, the smallest asymptotic sizes, one value against many
    const sizes = [[10_000, 9_999], [10_001, 10_001], [10_001, 3], [3, 10_001], [1, 10_000]];
    for (const [n1, n2] of sizes as [number, number][]) {
      for (const share of [0, 0.003, 0.01, 0.03, 0.1, 0.3, 1]) {
        cases.push([n1, n2, Math.floor(share * n1)]);
      }
    }
    const answers = await ask(
      cases.map(([n1, n2, below]) => ({ ask: "ks_stepped", n1, n2, below })),
    );
    cases.forEach(([n1, n2, below], i) => {
      const what = `${n1} and ${n2} values, ${below} below`;
      const { a, b } = stepped(n1, n2, below);
      const test = ksTwoSample(a, b);
      near(test.statistic, answers[i][0], 1e-12, what);
      near(test.pValue, answers[i][1], 1e-8, what);
      const gap = Math.abs(test.pValue - answers[i][1]);
      assert.ok(gap < 1e-12, `${what}: ${gap} apart`);
    });
  },
});

Deno.test({
  name: "the Kolmogorov distribution equals scipy's at random sizes and distances",
  ignore,
  fn: async () => {
    const { uniform } = random(2);
    const cases = Array.from({ length: 300 }, () => {
      const n = Math.ceil(Math.exp(uniform() * Math.log(3e6)));
      return { n, x: Math.min(1, 26 * uniform() ** 2 / Math.sqrt(n)) };
    });
    const answers = await ask(cases.map((point) => ({ ask: "kstwo", ...point })));
    cases.forEach(({ n, x }, i) => near(kolmogorovTail(n, x), answers[i], 1e-8, `${n}, ${x}`));
  },
});

Deno.test({
  name: "contingency tests and Cramér's V equal scipy's on generated tables",
  ignore,
  fn: async () => {
    const cases = Array.from({ length: 200 }, (_, i) => {
      const r = random(3, i), size = 10 ** r.below(7);
      const [rows, columns] = [2 + r.below(3), 2 + r.below(40)];
      return Array.from(
        { length: rows },
        () =>
          // a positive first row and first column leave no row or column empty
          Array.from({ length: columns }, (_, j) => r.uniform() < 0.3 && j > 0 ? 0 : r.below(size)),
      ).map((row, k) => row.map((count, j) => k === 0 || j === 0 ? count + 1 : count));
    });
    const answers = await ask(cases.map((counts) => ({ ask: "contingency", counts })));
    cases.forEach((counts, i) => {
      const [statistic, p, dof, v] = answers[i];
      const test = chiSquareContingency(counts);
      near(test.statistic, statistic, 1e-9, `case ${i}`);
      near(test.pValue, p, 1e-8, `case ${i}`);
      assert.equal(test.degreesOfFreedom, dof);
      near(cramersV(counts), v, 1e-9, `case ${i}`);
    });
  },
});

Deno.test({
  name:
    "tests of two-by-two and degenerate tables equal scipy's with and without Yates's correction",
  ignore,
  fn: async () => {
    const r = random(9);
    const cases: number[][][] = Array.from({ length: 300 }, (_, i) => {
      const most = 10 ** (i % 8);
      const cell = () => 1 + r.below(most);
      // some within half a count of independence
      const [a, b, k] = [cell(), cell(), 1 + r.below(4)];
      return i % 3 === 0
        ? [[a, b], [k * a + r.below(2), k * b]]
        : [[i % 5 === 0 ? 0 : cell(), cell()], [cell(), cell()]];
    });
    cases.push([[5, 7, 9]], [[5], [7]], [[3]], [[0, 4], [4, 0]], [[1e15, 1], [1, 1e15]]);
    const answers = await ask(cases.map((counts) => ({ ask: "yates", counts })));
    cases.forEach((counts, i) => {
      const [corrected, raw, expected] = answers[i], what = JSON.stringify(counts);
      for (const [yates, [statistic, p, dof]] of [[true, corrected], [false, raw]] as const) {
        const test = chiSquareContingency(counts, { yates });
        const near0 = Math.abs(test.statistic - statistic) < 1e-12;
        if (!near0) near(test.statistic, statistic, 1e-8, what);
        near(test.pValue, p, 1e-8, what);
        assert.equal(test.degreesOfFreedom, dof);
        test.expected.flat().forEach((mean, j) => near(mean, expected.flat()[j], 1e-12, what));
      }
    });
  },
});

Deno.test({
  name: "the stability index equals numpy's and Student's quantiles equal scipy's",
  ignore,
  fn: async () => {
    const r = random(10);
    const tables = Array.from({ length: 100 }, () => {
      const row = (length: number) => Array.from({ length }, () => r.below(3) * r.below(1000));
      const length = 1 + r.below(30);
      return [[1, ...row(length)], [1, ...row(length)]];
    });
    const indices = await ask(tables.map(([a, b]) => ({ ask: "psi", a, b })));
    tables.forEach(([a, b], i) => {
      const gap = Math.abs(populationStabilityIndex(a!, b!) - indices[i]);
      assert.ok(gap < 1e-12, `${gap} apart`);
    });
    const points = Array.from({ length: 500 }, () => ({
      q: 10 ** (-12 * r.uniform()) / 2,
      df: Math.ceil(Math.exp(r.uniform() * Math.log(400))),
    }));
    const quantiles = await ask(points.map((point) => ({ ask: "t", ...point })));
    points.forEach(({ q, df }, i) =>
      // in the lower tail, where small probabilities keep their digits
      near(-studentTQuantile(q, df), quantiles[i], 1e-7, `${q}, ${df}`)
    );
  },
});

Deno.test({
  name: "chi-square tails equal scipy's down to 1e-300",
  ignore,
  fn: async () => {
    const { uniform } = random(4);
    const cases = Array.from({ length: 2000 }, () => {
      const df = Math.ceil(Math.exp(uniform() * Math.log(20_000)));
      return { df, x: df * uniform() * 2 + (uniform() < 0.5 ? 1300 * uniform() : 0) };
    });
    const answers = await ask(cases.map((point) => ({ ask: "chi2", ...point })));
    cases.forEach(({ df, x }, i) => near(chiSquareTail(x, df), answers[i], 1e-8, `${x}, ${df}`));
  },
});

Deno.test({
  name: "adjusted p-values equal scipy's false discovery control",
  ignore,
  fn: async () => {
    const cases = Array.from({ length: 50 }, (_, i) => {
      const { below, uniform } = random(5, i);
      return Array.from({ length: 1 + below(30) }, () => i % 2 ? uniform() : below(5) / 4);
    });
    const answers = await ask(cases.map((p) => ({ ask: "fdr", p })));
    cases.forEach((p, i) =>
      adjustPValues(p, "benjamini_hochberg").forEach((value, j) =>
        near(value, answers[i][j], 1e-12, `case ${i}`)
      )
    );
  },
});

Deno.test({
  name: "metrics equal scikit-learn's on generated labels and scores",
  ignore,
  fn: async () => {
    const cases = Array.from({ length: 150 }, (_, i) => {
      const r = random(6, i), n = 12 + r.below(i % 10 === 0 ? 3000 : 100);
      const grid = [4, 10, 20, 1000][i % 4]!;
      const scores = Array.from(
        { length: n },
        () => i % 7 === 0 ? r.uniform() ** 5 : r.below(grid + 1) / grid,
      );
      const labels = scores.map((score, row) => row < 2 ? row : Number(r.uniform() < score ** 2));
      const weights = scores.map(() => 0.01 + r.uniform());
      return {
        labels,
        scores,
        weights,
        customers: scores.map((_, row) => row % 5),
        k: 1 + r.below(8),
      };
    });
    const answers = await ask(cases.map((data) => ({ ask: "metrics", ...data })));
    cases.forEach((data, i) => {
      const labels = Uint8Array.from(data.labels), scores = Float64Array.from(data.scores);
      const weights = Float64Array.from(data.weights);
      const found = [
        averagePrecision(labels, scores),
        averagePrecision(labels, scores, weights),
        rocAuc(labels, scores),
        rocAuc(labels, scores, weights),
        bestF1Threshold(labels, scores).f1,
        logLoss(labels, scores, weights),
        brierScore(labels, scores, weights),
        calibrationError(labels, scores),
        ndcgAtK({ customers: data.customers, labels, scores }, { k: data.k }),
      ];
      found.forEach((value, j) => {
        const close = Math.abs(value - answers[i][j]) < 1e-11;
        assert.ok(close, `case ${i}, metric ${j}: ${value} is not ${answers[i][j]}`);
      });
    });
  },
});

Deno.test({
  name: "encoders equal scikit-learn's on generated columns",
  ignore,
  fn: async () => {
    // leave out values beyond 1e154: their squares overflow in both implementations
    const kinds = KINDS.filter((_, kind) => kind !== 5 && kind !== 7);
    const cases = Array.from({ length: 140 }, (_, i) => {
      const r = random(7, i), draw = kinds[i % kinds.length]!;
      const column = () => Array.from({ length: 1 + r.below(200) }, () => draw(r));
      return { train: column(), new: column() };
    });
    const answers = await ask(cases.map((columns) => ({ ask: "encoders", ...columns })));
    cases.forEach((data, i) => {
      const { bounds, scaler, edges, bins } = answers[i], what = `case ${i}`;
      const train = Float64Array.from(data.train);
      const winsorizer = fitWinsorizer(train), fitted = fitStandardScaler(train);
      assert.deepEqual([winsorizer.lower, winsorizer.upper], bounds, what);
      assert.ok(Math.abs(fitted.mean - scaler[0]) <= 1e-13 * scaler[1], what);
      near(fitted.scale, scaler[1], 1e-12, what);
      const found = fitKBins(train);
      assert.deepEqual(found.edges.map((edge) => edge + 0), edges, what); // −0 is 0
      assert.deepEqual([...applyKBins(found, Float64Array.from(data.new))], bins, what);
    });
  },
});
