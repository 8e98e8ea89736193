import fc from "fast-check";
import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { GROUP_ROWS } from "../../../lib/forest/explaining/group_layout.ts";
import { groupShap } from "../../../lib/forest/explaining/group_shap.ts";
import { treeShap } from "../../../lib/forest/explaining/tree_shap.ts";
import { trainRandomForest } from "../../../lib/forest/growing/random_forest.ts";
import type { TreeEnsemble } from "../../../lib/forest/tree_ensemble.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import { goesLeft } from "../goes_left.ts";
import { plainGroupShap } from "../plain_group_shap.ts";
import { simulateTable } from "../simulate_table.ts";

Deno.test("groupShap() is the average over all orders in which groups become known", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(10_000), fc.integer({ min: 1, max: 4 }), async (seed, groups) => {
      const { table, labels } = simulateTable(120, seed);
      const ensemble = await forestOn(table, labels, seed);
      const groupOf = Int32Array.from(ensemble.features, (_, f) => (f + seed) % groups);
      const values = await groupShap(ensemble, table, { groupOf, groups });
      for (const row of [0, 1, 2]) {
        const expected = byDefinition(ensemble, table, row, { groupOf, groups });
        expected.forEach((value, g) => {
          assert.ok(Math.abs(value - values[g]![row]!) < 1e-7, `row ${row}, group ${g}`);
        });
      }
    }),
    { seed: 1, numRuns: 25 },
  );
});

Deno.test("the kernel gives the same bits as its TypeScript twin", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(1, 15, 16, 17, GROUP_ROWS, GROUP_ROWS + 1),
      fc.nat(10_000),
      async (length, seed) => {
        const { table, labels } = simulateTable(length, seed);
        const ensemble = await forestOn(table, labels, seed);
        const groupOf = Int32Array.from(ensemble.features, (_, f) => (f + seed) % 4);
        const values = await groupShap(ensemble, table, { groupOf, groups: 4 });
        assert.deepEqual(values, plainGroupShap(ensemble, table, groupOf));
      },
    ),
    { seed: 1, numRuns: 25 },
  );
});

Deno.test("with one feature each, groups have the contributions of the features", async () => {
  const { table, labels } = simulateTable(700, 3);
  const narrow = { length: 700, columns: table.columns.slice(0, 4) };
  const ensemble = await forestOn(narrow, labels, 1);
  const groups = { groupOf: Int32Array.from(ensemble.features.keys()), groups: 4 };
  const { values } = await treeShap(ensemble, narrow);
  const own = await groupShap(ensemble, narrow, groups);
  own.forEach((group, g) =>
    group.forEach((value, row) => assert.ok(Math.abs(value - values[row * 4 + g]!) < 1e-7))
  );
  assert.deepEqual(await groupShap(ensemble, narrow, groups, { workers: 2 }), own);
});

Deno.test("more than four groups are refused", async () => {
  const { table, labels } = simulateTable(120, 1);
  const ensemble = await forestOn(table, labels, 1);
  const groups = { groupOf: new Int32Array(ensemble.features.length), groups: 5 };
  await assert.rejects(groupShap(ensemble, table, groups), RangeError);
});

async function forestOn(table: ColumnTable, labels: Uint8Array, seed: number) {
  const options = { trees: 3, minSamplesLeaf: 2, maxFeatures: 0.7, maxDepth: 6, seed };
  return await trainRandomForest(await binTable(table), labels, options);
}

/** Shapley values of the groups: the mean gain over all orders in which they become known. */
function byDefinition(
  ensemble: TreeEnsemble,
  table: ColumnTable,
  row: number,
  { groupOf, groups }: { groupOf: Int32Array; groups: number },
): number[] {
  const { nodes, offsets } = ensemble;
  const trees = offsets.length - 1;
  const expected = (node: number, known: Set<number>): number => {
    const feature = nodes.feature[node]!;
    if (feature < 0) return nodes.value[node]!;
    const [left, right] = [nodes.left[node]!, nodes.right[node]!];
    if (known.has(groupOf[feature]!)) {
      return expected(goesLeft(ensemble, table, node, row) ? left : right, known);
    }
    return (nodes.cover[left]! * expected(left, known) +
      nodes.cover[right]! * expected(right, known)) / nodes.cover[node]!;
  };
  const score = (known: Set<number>) => {
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) sum += expected(offsets[tree]!, known);
    return sum / trees;
  };
  const values = new Array<number>(groups).fill(0);
  const orders = permutations(Array.from({ length: groups }, (_, g) => g));
  for (const order of orders) {
    const known = new Set<number>();
    for (const group of order) {
      const before = score(known);
      known.add(group);
      values[group]! += (score(known) - before) / orders.length;
    }
  }
  return values;
}

function permutations(list: number[]): number[][] {
  if (list.length < 2) return [list];
  return list.flatMap((first) =>
    permutations(list.filter((other) => other !== first)).map((rest) => [first, ...rest])
  );
}
