import { chiSquareTail } from "./chi_square_tail.ts";

const LOG_ROOT_TAU = Math.log(2 * Math.PI) / 2;

/** The probability that a standard normal variable is below x. */
export function normalCdf(x: number): number {
  const tail = chiSquareTail(x * x, 1) / 2;
  return x < 0 ? tail : 1 - tail;
}

/** Logarithm of the standard normal density. */
export function logNormalPdf(x: number): number {
  return -x * x / 2 - LOG_ROOT_TAU;
}

/**
 * Logarithm of {@linkcode normalCdf}, accurate in both tails.
 *
 * Source: Abramowitz & Stegun (1964), 26.2.12, for the far left tail, where the probability itself
 * underflows.
 */
export function logNormalCdf(x: number): number {
  if (x > 0) return Math.log1p(-normalCdf(-x));
  if (x > -37) return Math.log(normalCdf(x));
  const y = 1 / (x * x);
  return logNormalPdf(x) - Math.log(-x) + Math.log1p(-y * (1 - 3 * y * (1 - 5 * y * (1 - 7 * y))));
}

/** Logarithm of the probability that a standard normal variable lies between a and b. */
export function logNormalMass(a: number, b: number): number {
  if (a > 0) return logNormalMass(-b, -a);
  if (b > 0) return Math.log1p(-normalCdf(a) - normalCdf(-b));
  const to = logNormalCdf(b);
  return to + Math.log1p(-Math.exp(logNormalCdf(a) - to));
}

/**
 * The q-quantile of a standard normal distribution truncated to [a, b].
 *
 * Newton's method on the logarithm of the distribution function, within shrinking bounds.
 *
 * @param q in [0, 1].
 *
 * @example
 * ```ts
 * import { truncatedNormalQuantile } from "./normal_distribution.ts";
 * import assert from "node:assert/strict";
 *
 * assert(Math.abs(truncatedNormalQuantile(0.5, -3, 3)) < 1e-12);
 * ```
 */
export function truncatedNormalQuantile(q: number, a: number, b: number): number {
  // the left tail is the accurate one
  if (a >= 0) return -truncatedNormalQuantile(1 - q, -b, -a);
  const wanted = logAdd(logNormalCdf(a), Math.log(q) + logNormalMass(a, b));
  let low = a, high = b;
  // start from a logistic distribution with the same spread
  const guess = -Math.sqrt(3) / Math.PI * Math.log(Math.expm1(-wanted));
  let x = guess > a && guess < b ? guess : (a + b) / 2;
  for (let round = 0; round < 200; round++) {
    const reached = logNormalCdf(x);
    if (reached < wanted) low = x;
    else high = x;
    let next = x - (reached - wanted) * Math.exp(reached - logNormalPdf(x));
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    if (Math.abs(next - x) <= 1e-13 * (1 + Math.abs(x))) return next;
    x = next;
  }
  return x;
}

/** log(eˣ + eʸ). */
function logAdd(x: number, y: number): number {
  const most = Math.max(x, y);
  return most === -Infinity ? most : most + Math.log1p(Math.exp(Math.min(x, y) - most));
}
