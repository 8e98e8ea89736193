import assert from "node:assert/strict";
import { knownUniverse } from "../../../lib/features/pairs/known_universe.ts";
import { matrixPairs } from "../../../lib/features/pairs/matrix_pairs.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";
import { FIRST_WEEK, smallSales } from "../small_sales.ts";

/** Customer and product i have their first order line in week i. */
const sales = smallSales(
  [0, 1, 2].map((i) => ({
    day: mondayOfWeek(FIRST_WEEK + i),
    customer: i,
    product: i,
    order: i,
    items: 1,
  })),
  4,
);
const keys = (week: number, preset: "default" | "original") => {
  const { customer, product } = matrixPairs(sales, FIRST_WEEK + week, preset);
  return Array.from(customer, (c, i) => `${c}${product[i]}`).join(" ");
};

Deno.test("a week's matrix has the customers and products of earlier weeks", () => {
  assert.equal(keys(1, "default"), "00");
  assert.equal(keys(2, "default"), "00 01 10 11");
  assert.equal(keys(3, "default"), "00 01 02 10 11 12 20 21 22");
  assert.deepEqual(
    matrixPairs(sales, FIRST_WEEK + 3, "default"),
    knownUniverse(sales, FIRST_WEEK + 3),
  );
});

Deno.test("the first week, if included, has its own customers and products", () => {
  assert.equal(keys(0, "default"), "00");
});

Deno.test("under the original preset every week has the pairs known before the predicted week", () => {
  for (const week of [0, 1, 3]) {
    assert.equal(keys(week, "original"), "00 01 02 10 11 12 20 21 22");
  }
});
