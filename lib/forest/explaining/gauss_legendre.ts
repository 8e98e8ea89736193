/**
 * Nodes and weights of Gauss–Legendre quadrature on [0, 1]: `n` nodes integrate polynomials of
 * degree 2n − 1 exactly. Newton's method from Chebyshev points (Abramowitz & Stegun 25.4.30).
 *
 * @example
 * ```ts
 * import { gaussLegendre } from "./gauss_legendre.ts";
 * import assert from "node:assert/strict";
 *
 * const { nodes, weights } = gaussLegendre(3);
 * const integral = nodes.reduce((sum, t, q) => sum + weights[q]! * t ** 5, 0);
 * assert.ok(Math.abs(integral - 1 / 6) < 1e-15);
 * ```
 */
export function gaussLegendre(n: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let q = 0; q < n; q++) {
    let x = Math.cos(Math.PI * (q + 0.75) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let value = 1;
      let before = 0;
      for (let k = 1; k <= n; k++) {
        [value, before] = [((2 * k - 1) * x * value - (k - 1) * before) / k, value];
      }
      slope = n * (x * value - before) / (x * x - 1);
      x -= value / slope;
    }
    nodes[q] = (1 - x) / 2;
    weights[q] = 1 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}
