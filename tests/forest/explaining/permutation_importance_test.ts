import assert from "node:assert/strict";
import { averagePrecision } from "../../../lib/metrics/average_precision.ts";
import { permutationImportance } from "../../../lib/forest/explaining/permutation_importance.ts";
import { random } from "../../../lib/stats/random.ts";
import type { ColumnTable, NumericColumn } from "../../../lib/table/column_table.ts";

const rows = 400;
const { uniform } = random(3);
const column = (name: string): NumericColumn => ({
  kind: "numeric",
  name,
  values: Float64Array.from({ length: rows }, uniform),
});
const table: ColumnTable = { length: rows, columns: [column("used"), column("unused")] };
const used = (table.columns[0] as NumericColumn).values;
const labels = Uint8Array.from(used, (value) => value > 0.75 ? 1 : 0);
const options = {
  features: ["used", "unused"],
  seed: 5,
  score: averagePrecision,
  predict: (given: ColumnTable) =>
    Promise.resolve(Float64Array.from((given.columns[0] as NumericColumn).values)),
};

Deno.test("permutationImportance() is 0 for a feature that the model does not read", async () => {
  const { score, features } = await permutationImportance(table, labels, options);
  assert.equal(score, 1);
  assert.deepEqual(features[1], {
    ...features[1],
    drops: [0, 0, 0, 0, 0],
    mean: 0,
    low: 0,
    high: 0,
  });
});

Deno.test("permutationImportance() of the only used feature is the whole gain over chance", async () => {
  const { features } = await permutationImportance(table, labels, { ...options, repeats: 20 });
  const chance = labels.reduce((sum, label) => sum + label, 0) / rows;
  const { mean, std, low, high, drops } = features[0]!;
  assert(Math.abs(mean - (1 - chance)) < 0.03, `${mean}`);
  assert.equal(drops.length, 20);
  // 2.093 is the 0.975 quantile of Student's t with 19 degrees of freedom.
  assert(Math.abs(high - mean - 2.093 * std / Math.sqrt(20)) < 1e-5);
  assert(Math.abs(high + low - 2 * mean) < 1e-12);
});

Deno.test("permutationImportance() gives the same drops for the same seed only", async () => {
  const drops = async (seed: number) =>
    (await permutationImportance(table, labels, { ...options, seed })).features[0]!.drops;
  assert.deepEqual(await drops(1), await drops(1));
  assert.notDeepEqual(await drops(1), await drops(2));
});

Deno.test("permutationImportance() of a sample rich in positives estimates that of all rows", async () => {
  const all = await permutationImportance(table, labels, { ...options, repeats: 40 });
  const rows = [...labels.keys()].filter((row) => labels[row] || row % 3 === 0);
  const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  const negatives = rows.filter((row) => !labels[row]).length;
  const ratio = labels.reduce((sum, label) => sum + 1 - label, 0) / negatives;
  const part = await permutationImportance(
    {
      length: rows.length,
      columns: [{ kind: "numeric", name: "used", values: take(used as Float64Array) }],
    },
    Uint8Array.from(rows, (row) => labels[row]!),
    {
      ...options,
      features: ["used"],
      repeats: 40,
      weights: Float64Array.from(rows, (row) => labels[row] ? 1 : ratio),
    },
  );
  assert(Math.abs(part.features[0]!.mean - all.features[0]!.mean) < 0.02);
});
