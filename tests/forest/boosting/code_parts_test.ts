import assert from "node:assert/strict";
import { binTable } from "../../../lib/forest/binning/bin_table.ts";
import { codeParts } from "../../../lib/forest/boosting/code_parts.ts";
import { numberGroups } from "../../../lib/forest/boosting/number_groups.ts";
import { numericTable } from "../numeric_table.ts";

Deno.test("groups are numbered by first row", () => {
  assert.deepEqual([...numberGroups([7, 7, 3, 7, 9, 3])], [0, 0, 1, 0, 2, 1]);
  assert.deepEqual([...numberGroups([])], []);
});

Deno.test("features are divided by the first grouping in which they are constant", async () => {
  const shop = [0, 0, 1, 1, 1], product = [0, 1, 0, 1, 2];
  const binned = await binTable(numericTable([
    [1, 2, 3, 4, 5],
    [8, 8, NaN, NaN, NaN],
    [5, 6, 5, 6, 5],
    [4, 4, 4, 4, 4],
  ]));
  const groupings = [shop, product].map(numberGroups);
  const parts = codeParts(binned, groupings);
  assert.deepEqual(parts.map(({ features }) => features), [[0], [1, 3], [2]]);
  assert.deepEqual(parts.map(({ rows }) => rows && [...rows]), [null, [0, 2], [0, 1, 4]]);
  assert.deepEqual(codeParts(binned, []).map(({ features }) => features), [[0, 1, 2, 3]]);
  const one = codeParts(binned, [groupings[1]!]);
  assert.deepEqual(one.map(({ features }) => features), [[0, 1], [2, 3]]);
});
