import assert from "node:assert/strict";
import { binLike } from "../../../lib/forest/binning/bin_like.ts";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { UserError } from "../../../lib/user_error.ts";
import { simulateTable } from "../simulate_table.ts";

const { table } = simulateTable(500, 3);
const { features, bins } = await binTable(table, { maxBins: 20 });

Deno.test("the same table gets the same bins, for any order of its columns", () => {
  assert.deepEqual(binLike(features, table).bins, bins);
  const reversed = { ...table, columns: table.columns.toReversed() };
  assert.deepEqual(binLike(features, reversed).bins, bins);
});

Deno.test("numbers beyond the edges go to the last bin, unknown categories are missing", () => {
  const strange = {
    ...table,
    columns: table.columns.map((column) =>
      column.kind === "numeric"
        ? { ...column, values: column.values.map(() => 1e30) }
        : { ...column, categories: column.categories.map((text) => `${text} anew`) }
    ),
  };
  const found = binLike(features, strange).bins;
  features.forEach((feature, f) => {
    const expected = feature.kind === "numeric" ? feature.edges.length : 255;
    assert(found.subarray(f * 500, (f + 1) * 500).every((bin) => bin === expected), feature.name);
  });
});

Deno.test("a table that lacks a column is refused", () => {
  const fewer = { ...table, columns: table.columns.slice(1) };
  assert.throws(() => binLike(features, fewer), UserError);
});
