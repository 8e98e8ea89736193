import assert from "node:assert/strict";
import { solvePositive } from "../../../lib/forest/linear/solve_positive.ts";
import { random } from "../../../lib/stats/random.ts";

Deno.test("the solution of A × x = b has A × x equal to b", () => {
  for (const n of [1, 2, 7, 40]) {
    const { normal } = random(0, n);
    const root = Float64Array.from({ length: n * n }, normal),
      right = Float64Array.from({ length: n }, normal);
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        for (let k = 0; k < n; k++) matrix[i * n + j]! += root[i * n + k]! * root[j * n + k]!;
      }
      matrix[i * n + i]! += 0.1;
    }
    const x = solvePositive(matrix.slice(), right);
    for (let i = 0; i < n; i++) {
      const found = x.reduce((sum, value, j) => sum + matrix[i * n + j]! * value, 0);
      assert(Math.abs(found - right[i]!) < 1e-9, `${n}: ${found}, ${right[i]}`);
    }
  }
});
