import assert from "node:assert/strict";
import { typicalQuantity } from "../../lib/quantity/typical_quantity.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { mondayOfWeek } from "../../lib/table/time/week.ts";
import {
  FIRST_WEEK,
  type Line,
  randomLines,
  shuffled,
  smallSales,
} from "../features/small_sales.ts";

/** The quantity of one pair. */
function quantity(sales: SalesData, customer: number, product: number): number {
  return typicalQuantity(sales)[customer * sales.products.ids.length + product]!;
}

function line(week: number, customer: number, product: number, items: number): Line {
  return { day: mondayOfWeek(FIRST_WEEK + week), customer, product, order: week, items };
}

Deno.test("a pair has the mean of its purchases and of one prior", () => {
  // one week: all purchases have the same weight
  const sales = smallSales([line(0, 0, 0, 2), line(0, 1, 0, 4), line(0, 1, 1, 12)], 1);
  const w = 0.96, everywhere = 6;
  const product = [(2 * w + 4 * w + 5 * everywhere) / (2 * w + 5), (12 * w + 30) / (w + 5)];
  const customer = [
    (2 + 5 * everywhere) / (product[0]! + 5 * everywhere),
    (16 + 5 * everywhere) / (product[0]! + product[1]! + 5 * everywhere),
  ];
  const close = (found: number, expected: number) =>
    assert.ok(Math.abs(found - expected) < 1e-12, `${found} ${expected}`);
  close(quantity(sales, 0, 0), (2 + product[0]! * customer[0]!) / 2);
  close(quantity(sales, 1, 1), (12 + product[1]! * customer[1]!) / 2);
  // never bought: the product's mean, by how much the customer buys of others
  close(quantity(sales, 0, 1), product[1]! * customer[0]!);
  // a customer and a product without purchases
  close(quantity(sales, 8, 7), everywhere);
});

Deno.test("several orders of a week are one purchase, and returns are none", () => {
  const once = smallSales([line(0, 0, 0, 6), line(1, 1, 1, 3)], 2);
  const twice = smallSales(
    [line(0, 0, 0, 2), { ...line(0, 0, 0, 4), day: mondayOfWeek(FIRST_WEEK) + 3 }, line(1, 1, 1, 3)]
      .concat(line(1, 0, 1, -3)),
    2,
  );
  assert.deepEqual(typicalQuantity(twice), typicalQuantity(once));
});

Deno.test("the order of the lines does not matter, and all quantities are above 0", () => {
  const lines = randomLines(3);
  const [one, other] = [lines, shuffled(lines, 1)].map((some) =>
    typicalQuantity(smallSales(some))
  ) as [Float64Array, Float64Array];
  one.forEach((value, i) => assert.ok(value > 0 && Math.abs(value - other[i]!) < 1e-9));
});

Deno.test("without any purchase, every quantity is 1", () => {
  const sales = smallSales([line(0, 0, 0, -2)], 1);
  assert.deepEqual([...new Set(typicalQuantity(sales))], [1]);
});
