import assert from "node:assert/strict";
import fc from "fast-check";
import { radixSort } from "../../lib/stats/radix_sort.ts";

for (
  const [bits, values] of [
    [64, fc.float64Array({ noNaN: true, maxLength: 300 })],
    [32, fc.float32Array({ noNaN: true, maxLength: 300 })],
  ] as const
) {
  Deno.test(`radixSort() sorts ${bits} bits like the built-in sort, infinities included`, () => {
    fc.assert(
      fc.property<[Float32Array | Float64Array]>(values, (values) => {
        const sorted = radixSort(values), expected = values.slice().sort();
        assert.deepEqual(sorted, expected.map((value) => value + 0));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
}

Deno.test("radixSort() does not change its argument and rejects NaN", () => {
  const values = Float64Array.of(3, -1, 2);
  radixSort(values);
  assert.deepEqual(values, Float64Array.of(3, -1, 2));
  assert.throws(() => radixSort(Float32Array.of(1, NaN)), /NaN, found at row 1/);
});
