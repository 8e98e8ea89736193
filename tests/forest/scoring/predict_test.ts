import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { matchColumns } from "../../../lib/forest/match_columns.ts";
import { predictEnsemble, type ScoringCache } from "../../../lib/forest/scoring/predict.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import { inSharedMemory } from "../../../lib/workers/shared_memory.ts";
import type { TreeEnsemble } from "../../../lib/forest/tree_ensemble.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import { averageLeaves } from "../average_leaves.ts";
import { simulateTable } from "../simulate_table.ts";

const { table, labels } = simulateTable(2500, 1);
const forest = await trainRandomForest(await binTable(table), labels, { trees: 10 });

Deno.test("columns are matched by name and categories by text", async () => {
  const expected = await predictEnsemble(forest, table);
  const shuffled: ColumnTable = {
    length: table.length,
    columns: table.columns.toReversed().map((column) =>
      column.kind === "numeric" ? column : {
        ...column,
        categories: ["new", ...column.categories.toReversed()],
        codes: column.codes.map((code) => code < 0 ? -1 : column.categories.length - code),
      }
    ),
  };
  assert.deepEqual(await predictEnsemble(forest, shuffled), expected);
});

Deno.test("an unknown category is predicted like a missing one", async () => {
  const change = (codes: number, categories: (known: string[]) => string[]): ColumnTable => ({
    length: table.length,
    columns: table.columns.map((column) =>
      column.kind === "numeric" ? column : {
        ...column,
        codes: column.codes.map(() => codes),
        categories: categories(column.categories),
      }
    ),
  });
  assert.deepEqual(
    await predictEnsemble(forest, change(0, () => ["unheard of"])),
    await predictEnsemble(forest, change(-1, (known) => known)),
  );
});

Deno.test("values that are not in the training data are compared in 64 bits", async () => {
  const other = simulateTable(1000, 99).table;
  const expected = averageLeaves(forest, other);
  const actual = await predictEnsemble(forest, other);
  expected.forEach((value, i) => assert.ok(Math.abs(value - actual[i]!) < 1e-12));
});

Deno.test("numbers rounded to 32 bits have the same predictions", async () => {
  const rounded: ColumnTable = {
    length: table.length,
    columns: table.columns.map((column) =>
      column.kind === "numeric" ? { ...column, values: Float32Array.from(column.values) } : column
    ),
  };
  assert.deepEqual(await predictEnsemble(forest, rounded), await predictEnsemble(forest, table));
});

Deno.test("the logistic link sums scores", async () => {
  const boosted: TreeEnsemble = { ...forest, link: "logistic", baseScore: -2 };
  const means = averageLeaves(forest, table);
  const actual = await predictEnsemble(boosted, table);
  means.forEach((mean, i) =>
    assert.ok(Math.abs(1 / (1 + Math.exp(2 - 10 * mean)) - actual[i]!) < 1e-12)
  );
});

Deno.test("a missing column is named", async () => {
  const lacking = { length: table.length, columns: table.columns.slice(1) };
  await assert.rejects(predictEnsemble(forest, lacking), {
    name: "UserError",
    message: /feature mismatch: .* lacks continuous \(numeric\)/,
  });
});

Deno.test("a table without rows has no predictions", async () => {
  const empty = simulateTable(0, 1).table;
  assert.equal((await predictEnsemble(forest, empty)).length, 0);
});

Deno.test("the cache changes no prediction", async () => {
  const cache: ScoringCache = { codes: new WeakMap() };
  const other = simulateTable(2500, 99).table;
  for (const changed of [0, 1, 2, 3]) {
    const columns = table.columns.with(changed, other.columns[changed]!);
    const given = { length: table.length, columns };
    for (const workers of [1, 2]) {
      assert.deepEqual(
        await predictEnsemble(forest, given, { workers, cache }),
        await predictEnsemble(forest, given),
      );
    }
  }
});

Deno.test("workers get columns in pieces if they are not in shared memory", async () => {
  const { table } = simulateTable(70_000, 12); // more than a piece
  const alone = await predictEnsemble(forest, table);
  assert.deepEqual(await predictEnsemble(forest, table, { workers: 2 }), alone);
  const shared = table.columns.map((column) =>
    column.kind === "numeric"
      ? { ...column, values: inSharedMemory(column.values) }
      : { ...column, codes: inSharedMemory(column.codes) }
  );
  const given = { ...table, columns: shared };
  assert.deepEqual(await predictEnsemble(forest, given, { workers: 2 }), alone);
});

Deno.test("matching columns are not copied, categories in another order are", () => {
  const matched = matchColumns(table, forest.features);
  matched.forEach((column, c) => assert.equal(column, table.columns[c]));
  const columns = table.columns.map((column) =>
    column.kind === "numeric" ? column : { ...column, categories: column.categories.toReversed() }
  );
  const reordered = matchColumns({ ...table, columns }, forest.features);
  reordered.forEach((column, c) => {
    const before = table.columns[c]!;
    if (column.kind === "numeric" || before.kind === "numeric") return;
    assert.deepEqual(column.categories, before.categories);
    const last = before.categories.length - 1;
    assert.deepEqual(column.codes, before.codes.map((code) => code < 0 ? -1 : last - code));
  });
});
