import assert from "node:assert/strict";
import { featureSource } from "../../../lib/features/feature_source.ts";
import { purchaseFeatures } from "../../../lib/drift/measure/purchase_features.ts";
import { purchaseTable } from "../../../lib/features/purchases/purchase_table.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../../features/small_sales.ts";

const sales = smallSales(randomLines(41, { count: 300 }));
const source = featureSource(sales, "default");
const weeks = { from: FIRST_WEEK + 4, to: FIRST_WEEK + 6 };

Deno.test("one row per purchase, with the features of its own week", () => {
  const table = purchaseFeatures(sales, source, weeks);
  const bought = purchaseTable(sales, weeks);
  assert.equal(table.length, bought.length);
  const row = bought.week.lastIndexOf(FIRST_WEEK + 5);
  const alone = source(FIRST_WEEK + 5)({
    customer: bought.customer.slice(row, row + 1),
    product: bought.product.slice(row, row + 1),
  });
  alone.columns.forEach((column, f) => {
    const found = table.columns[f]!;
    assert.ok(column.kind === "numeric" && found.kind === "numeric");
    assert.equal(found.values[row], column.values[0], column.name);
  });
});

Deno.test("weeks with many purchases are sampled, the same way for the same seed", () => {
  const sampled = purchaseFeatures(sales, source, weeks, { most: 5, seed: 2 });
  assert.equal(sampled.length, 15);
  assert.deepEqual(purchaseFeatures(sales, source, weeks, { most: 5, seed: 2 }), sampled);
});

Deno.test("weeks without a purchase give no row", () => {
  const none = { from: FIRST_WEEK + 20, to: FIRST_WEEK + 21 };
  assert.equal(purchaseFeatures(sales, source, none).length, 0);
});
