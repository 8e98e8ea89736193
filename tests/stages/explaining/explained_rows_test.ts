import assert from "node:assert/strict";
import fc from "fast-check";
import { explainedRows } from "../../../lib/stages/explaining/explained_rows.ts";

Deno.test("explainedRows() weights each class to its number of rows, and repeats no row", () => {
  const property = fc.property(
    fc.uint8Array({ max: 1, minLength: 1, maxLength: 60 }),
    fc.integer({ min: 2, max: 70 }),
    (labels, most) => {
      const { rows, weights, positives } = explainedRows(labels, { most, seed: 1 });
      assert.equal(rows.length, Math.min(most, labels.length));
      assert.equal(new Set(rows).size, rows.length);
      const sums = [0, 0];
      rows.forEach((row, i) => (sums[labels[row]!]! += weights[i]!));
      const all = labels.reduce((sum, label) => sum + label, 0);
      assert(Math.abs(sums[1]! - all) < 1e-9);
      assert(Math.abs(sums[0]! - (labels.length - all)) < 1e-9);
      assert.equal(positives, [...rows].filter((row) => labels[row]).length);
    },
  );
  fc.assert(property, { seed: 1, numRuns: 200 });
});

Deno.test("explainedRows() draws every row with the same probability", () => {
  const labels = new Uint8Array(10), times = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    for (const row of explainedRows(labels, { most: 2, seed }).rows) times[row]!++;
  }
  // 400 of each, with a standard deviation of 18
  for (const count of times) assert(Math.abs(count - 400) < 80, `${times}`);
});

Deno.test("explainedRows() fills half of a sample with positives if there are enough", () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, row) => row % 10 === 0 ? 1 : 0);
  assert.equal(explainedRows(labels, { most: 100, seed: 1 }).positives, 50);
  assert.equal(explainedRows(labels, { most: 400, seed: 1 }).positives, 100);
});
