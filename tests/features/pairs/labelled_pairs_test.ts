import assert from "node:assert/strict";
import { labelPairs, pickPairs, rowsOfPairs } from "../../../lib/features/pairs/labelled_pairs.ts";
import { pairKey } from "../../../lib/features/pairs/pair_key.ts";
import type { WeeklyPurchases } from "../../../lib/table/sales_data.ts";
import { smallSales } from "../small_sales.ts";

const PAIRS = { customer: Int32Array.of(0, 0, 1), product: Int32Array.of(1, 2, 2) };
const WEEKLY: WeeklyPurchases = {
  length: 3,
  week: Int32Array.of(7, 8, 8),
  customer: Int32Array.of(0, 0, 1),
  product: Int32Array.of(1, 2, 2),
  items: Float64Array.of(5, 1, -1),
};

Deno.test("a pair is labelled by its net quantity in the week only", () => {
  const labelled = labelPairs(WEEKLY, 8, PAIRS);
  assert.deepEqual(labelled, { week: 8, ...PAIRS, label: Uint8Array.of(0, 1, 0) });
});

Deno.test("picked pairs keep their labels, in the order of the positions", () => {
  const picked = pickPairs(labelPairs(WEEKLY, 8, PAIRS), Int32Array.of(2, 1));
  assert.deepEqual(picked, {
    week: 8,
    customer: Int32Array.of(1, 0),
    product: Int32Array.of(2, 2),
    label: Uint8Array.of(0, 1),
  });
});

Deno.test("rows have ids instead of indices, the week and the given features", () => {
  const features = {
    length: 3,
    columns: [{ kind: "numeric" as const, name: "x", values: Float64Array.of(1, 2, 3) }],
  };
  assert.deepEqual(rowsOfPairs(smallSales([]), labelPairs(WEEKLY, 8, PAIRS), features), {
    length: 3,
    customer: Float64Array.of(100, 100, 101),
    product: Float64Array.of(101, 102, 102),
    week: Int32Array.of(8, 8, 8),
    label: Uint8Array.of(0, 1, 0),
    features,
  });
});

Deno.test("no two pairs share a key", () => {
  const most = 2 ** 26 - 1;
  const pairs = [[0, 0], [0, 1], [1, 0], [0, most], [most, 0], [most, most]] as const;
  assert.equal(new Set(pairs.map(([c, p]) => pairKey(c, p))).size, pairs.length);
  assert.equal(pairKey(most, most) + 1, 2 ** 52);
});
