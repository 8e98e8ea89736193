/**
 * Two functions to compute binomial, Poisson and gamma densities without cancellation.
 *
 * Source: Loader (2000), "Fast and accurate computation of binomial probabilities".
 */

/** ln Γ(n + 1) minus Stirling's formula, for integers and half-integers n > 0. */
export function stirlingError(n: number): number {
  if (n < 16) {
    let gamma = Number.isInteger(n) ? 1 : Math.sqrt(Math.PI);
    for (let factor = n; factor > 0; factor--) gamma *= factor;
    return Math.log(gamma) - ((n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI));
  }
  const nn = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / nn) / nn) / nn) / nn) / n;
}

/** x ln(x / m) + m − x for x, m > 0, with full precision also if x is near m. */
export function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v, term = 2 * x * v;
  for (let i = 1;; i++) {
    term *= v * v;
    const next = sum + term / (2 * i + 1);
    if (next === sum) return sum;
    sum = next;
  }
}
