import assert from "node:assert/strict";
import fc from "fast-check";
import { radixOrder } from "../../lib/stats/radix_order.ts";

Deno.test("radixOrder() is stable, also for ties and for 0 and −0", () => {
  const value = fc.constantFrom(-2, -0, 0, 1, 1e-310);
  fc.assert(
    fc.property(fc.array(value), (list) => {
      const expected = list.map((_, i) => i).sort((a, b) => list[a]! - list[b]! || a - b);
      assert.deepEqual([...radixOrder(Float64Array.from(list))], expected);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("radixOrder() sorts a long array with sixteen bits per pass", () => {
  const values = Float64Array.from({ length: 30_000 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
  const sorted = Float64Array.from(radixOrder(values), (row) => values[row]!);
  assert.deepEqual(sorted, values.slice().sort());
});

Deno.test("radixOrder() rejects NaN", () => {
  assert.throws(() => radixOrder(Float64Array.of(1, NaN)), /NaN, found at row 1/);
});
