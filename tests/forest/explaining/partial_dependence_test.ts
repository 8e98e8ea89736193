import assert from "node:assert/strict";
import { partialDependence } from "../../../lib/forest/explaining/partial_dependence.ts";
import { random } from "../../../lib/stats/random.ts";
import type {
  CategoricalColumn,
  ColumnTable,
  NumericColumn,
} from "../../../lib/table/column_table.ts";

const { uniform, below } = random(4);
const length = 200;
const table: ColumnTable = {
  length,
  columns: [
    { kind: "numeric", name: "x", values: Float64Array.from({ length }, uniform) },
    { kind: "numeric", name: "z", values: Float32Array.from({ length }, uniform) },
    {
      kind: "categorical",
      name: "brand",
      categories: ["never", "often", "rare"],
      codes: Int32Array.from({ length }, () => below(10) === 0 ? 2 : 1),
    },
  ],
};

/** score = 2x − z + (1 if the brand is "rare") */
const predict = ({ length, columns }: ColumnTable) => {
  const [x, z, brand] = columns as [NumericColumn, NumericColumn, CategoricalColumn];
  return Promise.resolve(
    Float64Array.from(
      { length },
      (_, i) => 2 * x.values[i]! - z.values[i]! + (brand.codes[i] === 2 ? 1 : 0),
    ),
  );
};

Deno.test("partialDependence() of an additive model is its term plus a constant", async () => {
  const { grid, mean, curves } = await partialDependence(table, "x", { predict });
  assert.equal(grid.length, 20);
  for (let g = 1; g < 20; g++) {
    const step = 2 * (Number(grid[g]) - Number(grid[0]));
    assert(Math.abs(mean[g]! - mean[0]! - step) < 1e-9);
    assert(Math.abs(curves[20 * 7 + g]! - curves[20 * 7]! - step) < 1e-9);
  }
});

Deno.test("partialDependence() averages the single curves, with their weights", async () => {
  const weights = Float64Array.from({ length }, (_, row) => row === 3 ? 1 : 0);
  const { mean, curves } = await partialDependence(table, "z", { predict, weights, gridPoints: 4 });
  assert.deepEqual(mean, [...curves.subarray(12, 16)]);
});

Deno.test("partialDependence() tries the categories that occur, most frequent first", async () => {
  const { grid, mean } = await partialDependence(table, "brand", { predict });
  assert.deepEqual(grid, ["often", "rare"]);
  assert(Math.abs(mean[1]! - mean[0]! - 1) < 1e-9);
});

Deno.test("partialDependence() tries every value of a feature with few values", async () => {
  const values = Float64Array.from({ length }, (_, i) => i % 3 === 0 ? NaN : i % 4);
  const columns = table.columns.with(0, { kind: "numeric", name: "x", values });
  const { grid } = await partialDependence({ length, columns }, "x", { predict });
  assert.deepEqual(grid, [0, 1, 2, 3]);
});

Deno.test("partialDependence() stays within a given range", async () => {
  const { grid } = await partialDependence(table, "x", { predict, range: [0.2, 0.4] });
  assert.equal(grid.length, 20);
  assert(grid.every((value) => Number(value) >= 0.2 && Number(value) <= 0.4));
});
