import fc from "fast-check";
import assert from "node:assert/strict";
import { binEdges, sampleRows } from "../../../lib/forest/binning/bin_edges.ts";
import { binValues } from "../../../lib/forest/binning/bin_values.ts";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { indexEdges } from "../../../lib/forest/binning/edge_index.ts";
import { inSharedMemory } from "../../../lib/workers/shared_memory.ts";
import { random } from "../../../lib/stats/random.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import { plainBins } from "../plain_bins.ts";

Deno.test("few distinct values have their own bins, with edges halfway between", () => {
  assert.deepEqual([...binEdges(Float64Array.of(4, 1, NaN, 2, 1, 4), 255)], [1.5, 3]);
  assert.deepEqual([...binEdges(Float64Array.of(NaN, NaN), 255)], []);
  assert.deepEqual([...binEdges(Float64Array.of(-0, 0), 255)], []);
});

Deno.test("few distinct values are all found, including those outside the sample", () => {
  const values = new Float32Array(200_000);
  values[123_456] = 7;
  assert.deepEqual([...binEdges(values, 255)], [3.5]);
});

Deno.test("bins of many values are of about equal size, except those of frequent values", () => {
  const { normal, uniform } = random(1);
  const values = Float64Array.from({ length: 50_000 }, () => uniform() < 0.5 ? 0 : normal());
  const edges = binEdges(values, 101);
  const bins = new Uint8Array(values.length);
  binValues(values, indexEdges(edges), bins);
  const counts = new Float64Array(edges.length + 1);
  for (const bin of bins) counts[bin]!++;
  const zeros = values.filter((value) => value === 0).length;
  assert.ok(edges.length >= 95 && edges.length <= 100, `${edges.length} edges`);
  // between zero and its neighbours there may be values that are not in the sample
  assert.ok(Math.max(...counts) - zeros < 20);
  const others = counts.filter((count) => count < zeros);
  assert.ok(Math.max(...others) < 2 * 25_000 / 100, `${Math.max(...others)}`);
});

const extremes = [0, -0, Infinity, -Infinity, Number.MIN_VALUE, 1e300, 1 + 2 ** -40, 1, 0.1];
const anyNumber = fc.oneof(fc.double(), fc.constantFrom(...extremes));

Deno.test("a bin is the number of edges below the value", () => {
  fc.assert(
    fc.property(
      fc.array(anyNumber),
      fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(...extremes))),
      (values, thresholds) => {
        const edges = Float64Array.from(new Set(thresholds.map((x) => x + 0))).sort();
        for (const column of [Float64Array.from(values), Float32Array.from(values)]) {
          const bins = new Uint8Array(values.length);
          binValues(column, indexEdges(edges), bins);
          const expected = Array.from(
            column,
            (value) => Number.isNaN(value) ? 255 : edges.filter((edge) => edge < value).length,
          );
          assert.deepEqual([...bins], expected);
        }
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("columns of any length get the same bins as from the TypeScript twin", () => {
  const { normal } = random(2);
  for (const length of [1, 4_095, 4_096, 4_097, 20_003]) {
    const values = Float64Array.from({ length }, (_, i) => i % 7 === 0 ? NaN : normal() ** 3);
    const index = indexEdges(binEdges(values, 255));
    for (const column of [values, Float32Array.from(values)]) {
      const bins = new Uint8Array(length);
      const expected = new Uint8Array(length);
      binValues(column, index, bins);
      plainBins(column, index, expected);
      assert.deepEqual(bins, expected);
    }
  }
});

Deno.test("rounding to 32 bits moves no value across an edge", () => {
  const close = fc.tuple(fc.float({ noNaN: true }), fc.integer({ min: -3, max: 3 }))
    .map(([x, steps]) => x * (1 + steps * 2 ** -26));
  fc.assert(
    fc.property(fc.array(close, { minLength: 2, maxLength: 40 }), (values) => {
      const edges = binEdges(Float64Array.from(values), 255);
      const exact = new Uint8Array(values.length);
      const rounded = new Uint8Array(values.length);
      binValues(Float64Array.from(values), indexEdges(edges), exact);
      binValues(Float32Array.from(values), indexEdges(edges), rounded);
      values.forEach((value, i) => {
        const alike = values.some((x) => x !== value && Math.fround(x) === Math.fround(value));
        if (!alike) assert.equal(rounded[i], exact[i], `${value}`);
      });
    }),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("the most frequent categories are kept, the others count as missing", async () => {
  const categories = ["a", "b", "c", "d"];
  const codes = Int32Array.of(3, 1, 3, 0, -1, 1);
  const table = {
    length: 6,
    columns: [{ kind: "categorical" as const, name: "k", codes, categories }],
  };
  const { features, bins } = await binTable(table, { maxBins: 2 });
  assert.deepEqual(features, [{ kind: "categorical", name: "k", categories: ["b", "d"] }]);
  assert.deepEqual([...bins], [1, 0, 1, 255, 255, 0]);
});

Deno.test("two workers give the same bins as one, with columns in shared memory or not", async () => {
  const { uniform, below } = random(3);
  const length = 3_000;
  const values = Float64Array.from({ length }, () => uniform() < 0.1 ? NaN : uniform());
  const table: ColumnTable = {
    length,
    columns: [
      { kind: "numeric", name: "own", values },
      { kind: "numeric", name: "shared", values: inSharedMemory(Float32Array.from(values)) },
      { kind: "numeric", name: "counts", values: values.map(() => below(9)) },
      {
        kind: "categorical",
        name: "text",
        codes: Int32Array.from(values, () => below(4) - 1),
        categories: ["a", "b", "c"],
      },
    ],
  };
  assert.deepEqual(await binTable(table, { workers: 2 }), await binTable(table));
});

Deno.test("the smallest value has its own bin, also after missing values", () => {
  for (const values of [Float64Array.of(NaN, 1, 2, 3), Float64Array.of(1, NaN, 3, 2)]) {
    assert.deepEqual([...binEdges(values, 255, sampleRows(4))], [1.5, 2.5]);
  }
});

Deno.test("with as many values as bins, each value has its own bin", async () => {
  const values = Float64Array.from({ length: 640 }, (_, i) => i % 64);
  const columns = [{ kind: "numeric" as const, name: "x", values }];
  const { bins } = await binTable({ length: 640, columns }, { maxBins: 64 });
  assert.deepEqual([...bins], [...values]);
});

Deno.test("many values are cut into bins of equal shares", async () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => (i * 617) % 1000);
  const columns = [{ kind: "numeric" as const, name: "x", values }];
  const { bins } = await binTable({ length: 1000, columns }, { maxBins: 4 });
  const counts = [0, 0, 0, 0];
  for (const bin of bins) counts[bin]!++;
  assert.deepEqual(counts, [250, 250, 250, 250]);
});
