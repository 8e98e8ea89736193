import assert from "node:assert/strict";
import fc from "fast-check";
import {
  logNormalCdf,
  logNormalMass,
  normalCdf,
  truncatedNormalQuantile,
} from "../../lib/stats/normal_distribution.ts";

/** scipy 1.17: `scipy.special.log_ndtr`. */
const LOG_CDF: [number, number][] = [
  [-60, -1805.0135606805675],
  [-37.5, -707.6689893175072],
  [-36.5, -670.6420000003138],
  [-20, -203.9171553710973],
  [-6, -20.73676894997471],
  [-1, -1.8410216450092634],
  [0, -0.6931471805599453],
  [0.5, -0.36894641528865635],
  [3, -0.0013508099647481925],
  [8, -6.220960574271742e-16],
];

Deno.test("logNormalCdf() has scipy's values in the middle and in both tails", () => {
  for (const [x, expected] of LOG_CDF) {
    assert(Math.abs(logNormalCdf(x) / expected - 1) < 1e-11, `${x}: ${logNormalCdf(x)}`);
  }
  assert(Math.abs(normalCdf(1.959963984540054) - 0.975) < 1e-14);
});

Deno.test("logNormalMass() is symmetric and additive", () => {
  const bound = fc.integer({ min: -300, max: 300 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(bound, bound, bound, (...bounds) => {
      const [a, b, c] = bounds.sort((x, y) => x - y) as [number, number, number];
      fc.pre(b - a > 0.01 && c - b > 0.01);
      assert(Math.abs(logNormalMass(a, b) - logNormalMass(-b, -a)) < 1e-9);
      const whole = Math.log(Math.exp(logNormalMass(a, b)) + Math.exp(logNormalMass(b, c)));
      if (whole > -600) assert(Math.abs(whole - logNormalMass(a, c)) < 1e-6);
    }),
    { seed: 1 },
  );
});

Deno.test("truncatedNormalQuantile() is within its bounds and inverts the distribution function", () => {
  const bound = fc.integer({ min: -250, max: 250 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(bound, bound, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (x, y, q) => {
      const a = Math.min(x, y), b = Math.max(x, y);
      fc.pre(b - a > 0.01);
      const z = truncatedNormalQuantile(q, a, b);
      assert(z >= a && z <= b, `${z} in ${a} to ${b}`);
      assert(Math.abs(Math.exp(logNormalMass(a, z) - logNormalMass(a, b)) - q) < 1e-5);
    }),
    { seed: 2 },
  );
  assert.equal(truncatedNormalQuantile(0, -1, 2), -1);
  assert(Math.abs(truncatedNormalQuantile(1, -1, 2) - 2) < 1e-12);
  assert(Math.abs(truncatedNormalQuantile(0, 1, 2) - 1) < 1e-12);
});
