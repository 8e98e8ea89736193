import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import { predictByColumns } from "../../../lib/forest/scoring/predict_by_columns.ts";
import { predictEnsemble } from "../../../lib/forest/scoring/predict.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import { UserError } from "../../../lib/user_error.ts";
import { simulateTable } from "../simulate_table.ts";

const train = simulateTable(3000, 1);
const { table } = simulateTable(5000, 2);
const forest = await trainRandomForest(await binTable(train.table), train.labels, { trees: 5 });

/** The table's columns, so many at a time, in the given order. */
async function* groups(size: number, columns = table.columns): AsyncGenerator<ColumnTable> {
  for (let first = 0; first < columns.length; first += size) {
    yield await Promise.resolve({ ...table, columns: columns.slice(first, first + size) });
  }
}

Deno.test("columns a few at a time score as the whole table does", async () => {
  const expected = await predictEnsemble(forest, table);
  for (const [size, workers] of [[1, 1], [2, 2], [100, 1]] as const) {
    const found = await predictByColumns(forest, table.length, groups(size), { workers });
    assert.deepEqual(found, expected);
  }
  const turned = groups(2, table.columns.toReversed());
  assert.deepEqual(await predictByColumns(forest, table.length, turned), expected);
});

Deno.test("a column that never comes is named", async () => {
  const [first, ...rest] = table.columns;
  await assert.rejects(
    predictByColumns(forest, table.length, groups(2, rest)),
    (error) => error instanceof UserError && error.message.includes(first!.name),
  );
});
