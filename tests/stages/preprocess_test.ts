import assert from "node:assert/strict";
import { knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { preprocess } from "../../lib/stages/preprocess.ts";
import { framesOf } from "../../lib/table/block.ts";
import { mondayOfWeek, weekName } from "../../lib/table/time/week.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";

const ATTRIBUTES = [
  ...["region_id", "Y", "X", "num_deliver_per_week", "num_visit_per_week", "size"],
  ...["customer_type", "brand", "category", "sub_category", "segment", "package"],
];

Deno.test("dataset_limpio has keys, static features and comprado, one frame per week", () => {
  const sales = smallSales(randomLines(1));
  const { weeks, blocks } = preprocess(sales, { preset: "default", weeksToInclude: 4 });
  assert.deepEqual(weeks, [6, 7, 8, 9].map((i) => FIRST_WEEK + i));
  const found = [...framesOf(blocks)];
  assert.equal(found.length, 4);
  found.forEach((frame, i) => {
    assert.deepEqual(
      [...frame.columns].sort(),
      [
        "customer_id",
        "product_id",
        "week",
        ...ATTRIBUTES,
        "comprado",
      ].sort(),
    );
    assert.deepEqual(new Set(frame.getColumn("week").toArray()), new Set([weekName(weeks[i]!)]));
    assert.equal(frame.height, knownUniverse(sales, weeks[i]!).customer.length);
    const keys = frame.select("customer_id", "product_id").rows().map((row) => row.join(" "));
    assert.equal(new Set(keys).size, frame.height);
  });
});

Deno.test("comprado is the week's net quantity above 0", () => {
  const monday = mondayOfWeek(FIRST_WEEK + 3);
  const line = (day: number, customer: number, product: number, items: number) => (
    { day, customer, product, order: day, items }
  );
  const sales = smallSales([
    // all customers and products are known from the first week
    ...[0, 1, 2].map((i) => line(mondayOfWeek(FIRST_WEEK), i, i, 1)),
    line(monday, 0, 0, 2),
    line(monday + 6, 0, 0, -1), // sent back in part
    line(monday, 1, 1, 2),
    line(monday + 2, 1, 1, -2), // sent back whole
    line(monday + 3, 2, 2, -1), // bought in an earlier week
    line(monday + 7, 2, 0, 4), // a week later
  ], 5);
  const { weeks, blocks } = preprocess(sales, { preset: "default", weeksToInclude: 2 });
  const frame = [...framesOf(blocks)][weeks.indexOf(FIRST_WEEK + 3)]!;
  const bought = frame.rows().filter((row) => row.at(-1) === 1).map(([customer, product]) => [
    Number(customer),
    Number(product),
  ]);
  assert.equal(frame.height, 9);
  assert.deepEqual(bought, [[100, 100]]);
});

Deno.test("under the original preset every week has the pairs known before the predicted week", () => {
  const sales = smallSales(randomLines(2));
  const { blocks } = preprocess(sales, { preset: "original", weeksToInclude: 4 });
  const traded = knownUniverse(sales, sales.predictedWeek).customer.length;
  assert.deepEqual(Array.from(framesOf(blocks), ({ height }) => height), [
    traded,
    traded,
    traded,
    traded,
  ]);
});
