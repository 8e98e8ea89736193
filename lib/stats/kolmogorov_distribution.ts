import { deviance, stirlingError } from "./saddle_point.ts";

/**
 * The distribution of the Kolmogorov–Smirnov statistic of n values against a continuous
 * distribution: the probability that D exceeds x. Own implementation, because no npm package has
 * it. Methods are chosen as in scipy's `kstwo.sf`, so that both agree to about 1e-10:
 *
 * - Ruben & Gambino (1982), "The exact distribution of Kolmogorov's statistic Dn for n ≤ 10", at
 *   both ends
 * - Marsaglia, Tsang & Wang (2003), "Evaluating Kolmogorov's distribution", exact, by matrix power
 * - Miller (1956): twice Smirnov's one-sided probability, where both sides rarely exceed x together
 * - Pelz & Good (1976), "Approximating the lower tail-areas of the Kolmogorov–Smirnov one-sample
 *   statistic", for the middle of large samples
 * - the choice among them: Simard & L'Ecuyer (2011), "Computing the two-sided Kolmogorov–Smirnov
 *   distribution"
 *
 * @param n number of values, a whole number ≥ 1.
 * @param x in [0, 1].
 */
export function kolmogorovTail(n: number, x: number): number {
  if (x >= 1) return 0;
  const t = n * x;
  if (t <= 0.5) return 1;
  if (t <= 1) {
    let log = n * Math.log(2 * t - 1);
    for (let i = 1; i <= n; i++) log += Math.log(i / n);
    return 1 - Math.exp(log);
  }
  if (t >= n - 1) return 2 * (1 - x) ** n;
  const nxx = t * x;
  if (x >= 0.5 || nxx > (n <= 140 ? 4 : 2.2)) {
    return nxx >= 370 && n > 140 ? 0 : Math.min(1, 2 * smirnovTail(n, x));
  }
  const exact = n <= 140 || (n <= 100_000 && n * x ** 1.5 <= 1.4);
  return Math.min(1, Math.max(0, 1 - (exact ? durbinMatrix(n, x) : pelzGood(n, x))));
}

/** Above this many values Smirnov's asymptotic formula with Lauwerier's correction is used. */
const MAX_SUMMED = 1_000_000;

/** Above this many terms the sum is computed from so many of them. */
const MAX_TERMS = 8192;

/**
 * Smirnov's probability that the one-sided statistic reaches x: x Σ_j pmf(j; n, x + j/n) / (x +
 * j/n), where pmf is binomial. The terms are smooth in j and vanish at both ends, so the
 * trapezoidal rule on every n / 8,192-th of them is accurate to 1e-12; all 500,000 would take 60
 * ms.
 */
function smirnovTail(n: number, x: number): number {
  // as in scipy, with up to 4 % error at p = 1e-300: exact terms would differ from its p-values
  if (n > MAX_SUMMED) return Math.exp(-((6 * n * x + 1) ** 2) / 18 / n);
  let sum = 0;
  const last = Math.floor(n * (1 - x)), stride = Math.max(1, Math.floor(n / MAX_TERMS));
  for (let j = 0; j <= last; j += stride) {
    const p = x + j / n;
    if (p < 1) sum += binomial(j, n, p) / p;
  }
  return x * sum * stride;
}

/** The binomial probability of j among n, to full precision. */
function binomial(j: number, n: number, p: number): number {
  if (j === 0) return Math.exp(n * Math.log1p(-p));
  if (j === n) return Math.exp(n * Math.log(p));
  const rest = n - j;
  const log = stirlingError(n) - stirlingError(j) - stirlingError(rest) -
    deviance(j, n * p) - deviance(rest, n * (1 - p));
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * j * rest));
}

/** P(D ≤ x), exact: n!/nⁿ times the middle of the n-th power of Durbin's matrix. */
function durbinMatrix(n: number, x: number): number {
  const k = Math.ceil(n * x), m = 2 * k - 1, h = k - n * x;
  let base = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= Math.min(i + 1, m - 1); j++) base[i * m + j] = 1;
  }
  for (let i = 0; i < m; i++) {
    base[i * m]! -= h ** (i + 1);
    base[(m - 1) * m + i]! -= h ** (m - i);
  }
  if (2 * h > 1) base[(m - 1) * m]! += (2 * h - 1) ** m;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= Math.min(i + 1, m - 1); j++) {
      for (let g = 2; g <= i - j + 1; g++) base[i * m + j]! /= g;
    }
  }
  // base and power each have a power of two as a factor, because their entries grow like nⁿ/n!
  let power = new Float64Array(m * m), powerExponent = 0, baseExponent = 0;
  for (let i = 0; i < m; i++) power[i * m + i] = 1;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      power = multiply(power, base, m);
      powerExponent += baseExponent;
    }
    base = multiply(base, base, m);
    baseExponent *= 2;
    if (base[(k - 1) * m + k - 1]! > 2 ** 400) {
      for (let i = 0; i < base.length; i++) base[i]! *= 2 ** -400;
      baseExponent += 400;
    }
    if (power[(k - 1) * m + k - 1]! > 2 ** 400) {
      for (let i = 0; i < power.length; i++) power[i]! *= 2 ** -400;
      powerExponent += 400;
    }
  }
  let p = power[(k - 1) * m + k - 1]!;
  for (let i = 1; i <= n; i++) {
    p *= i / n;
    if (p < 2 ** -400) {
      p *= 2 ** 400;
      powerExponent -= 400;
    }
  }
  return p * 2 ** powerExponent;
}

function multiply(a: Float64Array, b: Float64Array, m: number): Float64Array<ArrayBuffer> {
  const c = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const left = a[i * m + k]!;
      if (left === 0) continue;
      for (let j = 0; j < m; j++) c[i * m + j]! += left * b[k * m + j]!;
    }
  }
  return c;
}

/** P(D ≤ x) from four terms in 1/√n, each a theta series in z = x√n. */
function pelzGood(n: number, x: number): number {
  const z = Math.sqrt(n) * x, z2 = z * z, z4 = z2 * z2, z6 = z2 * z4;
  const pi2 = Math.PI ** 2, pi4 = pi2 * pi2, pi6 = pi2 * pi4, root = Math.sqrt(2 * Math.PI);
  const terms = Math.ceil(16 * z / Math.PI);
  let k0 = 0, k1 = 0, k2 = 0, k3 = 0, k2Extra = 0, k3Extra = 0;
  for (let k = 1; k <= terms; k++) {
    const o2 = (2 * k - 1) ** 2, o4 = o2 * o2, o6 = o2 * o4;
    const odd = Math.exp(-pi2 * o2 / (8 * z2));
    k0 += odd;
    k1 += odd * (-z2 + pi2 / 4 * o2);
    k2 += odd * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * pi2 / 4 * o2 +
      pi4 * (1 - 2 * z2) / 16 * o4);
    k3 += odd * (-30 * z6 - 90 * z4 * z4 + pi2 * (135 * z4 - 96 * z6) / 4 * o2 +
      pi4 * (212 * z4 - 60 * z2) / 16 * o4 + pi6 * (5 - 30 * z2) / 64 * o6);
    const even = Math.exp(-pi2 * k * k / (2 * z2)) * k * k;
    k2Extra += even;
    k3Extra += even * (3 * z2 - pi2 * k * k);
  }
  return root * (k0 / z + k1 / (6 * z4 * Math.sqrt(n)) +
    (k2 / (72 * z6 * z) - pi2 * k2Extra / (36 * z * z2)) / n +
    (k3 / (6480 * z6 * z4) + pi2 * k3Extra / (216 * z6)) / n ** 1.5);
}
